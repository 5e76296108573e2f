"""Värdet är inte något av dem som går att välja.

Vad: På det här stället finns ett fåtal ord att välja mellan, och det som står är inte ett av dem.

Varför: Ett ord som vbgen inte känner går inte att tolka: dokumentet skulle få fel slag, fel tecken på kostnader eller fel svar.

Fel:

    dokument: arsrapport

Rätt: Välj ett av de ord som meddelandet räknar upp, här `verksamhetsplan`, `delårsrapport` eller `verksamhetsberättelse`.
"""

CODE = "VB109"
