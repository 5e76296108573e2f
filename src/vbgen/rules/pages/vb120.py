"""Dataformatet är okänt.

Vad: `format:` i vbgen.yaml säger vilken utgåva av dataformatet som filerna följer. Den utgåva som står där känner den här versionen av vbgen inte till.

Varför: Filer i ett nyare format kan betyda något annat än den här versionen tror. Då är det bättre att stanna än att läsa fel.

Fel:

    format: 2

Rätt: Skriv `format: 1`, eller byt till en version av vbgen som läser det format som filerna är skrivna i.
"""

CODE = "VB120"
