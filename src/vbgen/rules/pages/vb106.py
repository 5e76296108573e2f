"""Det som står här har fel form.

Vad: vbgen väntade sig text men fick en lista eller nycklar och värden, eller tvärtom, eller så är texten tom. Vanligast är en punkt med kolon i: det som står före kolonet läses då som en nyckel.

Varför: En text som läses som något annat skulle skrivas ut fel eller inte alls.

Fel:

    anmärkning:
      - Summa: exklusive internhyror

Rätt: Sätt citattecken om text som innehåller kolon följt av blanksteg:

    anmärkning:
      - 'Summa: exklusive internhyror'

Väntas en lista: skriv varje del på en egen rad med `-` framför. Väntas nycklar: skriv `id: …` och så vidare, en per rad.
"""

CODE = "VB106"
