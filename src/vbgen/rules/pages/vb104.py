"""Nyckeln är okänd.

Vad: Ordet före kolonet är ingen nyckel som finns på det stället: det är felstavat, eller står i fel del av filen.

Varför: Det som står under en okänd nyckel skulle aldrig komma med i dokumentet, utan att någon märkte det.

Fel:

    indikatorer:
      - id: screening
        malvarde: 80 %

Rätt: Rätta stavningen (`målvärde`), eller flytta raden dit den hör. Meddelandet föreslår den nyckel som ligger närmast och räknar upp dem som finns på stället.
"""

CODE = "VB104"
