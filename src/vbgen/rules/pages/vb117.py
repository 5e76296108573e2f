"""En formel går inte att läsa.

Vad: En `formel:` eller ett `samband:` följer inte formlernas skrivsätt: ett räknetecken saknar blanksteg eller led, en parentes saknas, eller funktionen finns inte.

Varför: En formel som inte går att läsa kontrollerar ingenting.

Fel:

    kolumner:
      avvikelse: {formel: utfall - }

Rätt: Skriv t.ex. `utfall - budget`, `summa(kvinnor, man)`, `förändring(nu, fore)`, `andel(avvikelse, omsattning)`, med blanksteg på båda sidor om + - * och /. Det är kolumnernas (eller radernas) id som räknas, inte deras rubriker. Samband skrivs `rad/kolumn = formel`.
"""

CODE = "VB117"
