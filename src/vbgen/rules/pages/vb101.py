"""Filen går inte att läsa.

Vad: Filen följer inte skrivreglerna för YAML: ett värde innehåller kolon eller börjar med ett tecken som betyder något särskilt utan att stå inom citattecken, en rad är indragen med tabb, eller rader är klistrade från Excel utan indrag.

Varför: vbgen kan inte veta vad som är nyckel och vad som är värde. Inget i filen kan användas förrän den går att läsa.

Fel:

    namn: Mål: fler ska screenas

Rätt: Gå till raden som anges. Sätt citattecken om hela värdet:

    namn: 'Mål: fler ska screenas'

Dra in med blanksteg, aldrig med tabb. Rader från Excel dras in under `tabell: |` eller sparas som en egen fil i mappen tabeller.
"""

CODE = "VB101"
