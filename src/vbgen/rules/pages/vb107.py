"""Ett datum, årtal, en period eller ett tal går inte att läsa.

Vad: Värdet är inte skrivet så som slaget av uppgift kräver, eller datumet finns inte i almanackan.

Varför: Ett datum eller tal som vbgen gissar sig till kan bli fel i dokumentet.

Fel:

    slutdatum: 31/12 2021

Rätt: Skriv datum som `2021-12-31`, årtal som `2021`, perioder som `2021`, `2021-08` eller `2021-01/2021-08`, och tal som `-2 434,7`.
"""

CODE = "VB107"
