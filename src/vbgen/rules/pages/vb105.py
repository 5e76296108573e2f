"""Något som måste finnas saknas.

Vad: En nyckel som alltid ska finnas är inte ifylld, t.ex. `titel:` i dokument.yaml, `id:` på ett mål, `rubrik:` på ett kapitel eller innehållet i en tabell.

Varför: Utan den går det inte att göra dokumentet, eller att hänvisa till det som står där.

Fel:

    dokument: verksamhetsplan
    period: 2021

Rätt: Lägg till nyckeln (här `titel: …`). Finns det inget värde, säg varför där det går, t.ex. `saknas: mäts vartannat år`.
"""

CODE = "VB105"
