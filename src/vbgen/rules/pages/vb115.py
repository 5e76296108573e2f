"""Tabellens rader och kolumner går inte ihop.

Vad: En rad har fler eller färre celler än rubriken, saknar tecknet `|` mellan cellerna, eller så saknas rubrikraden eller hela innehållet.

Varför: Ett streck för mycket eller för lite flyttar alla siffror till höger om det till fel kolumn.

Fel:

    | Belopp i mnkr | [budget] Budget 2021 | [prognos] Prognos 2020 |
    | ---
    | Kansliet      | -396 |

Rätt: Ge raden lika många celler som rubriken. En tom cell lämnas tom mellan två streck: `| Kansliet | -396 | |`. I en fil från Excel räknas varje kolumn, även de tomma.
"""

CODE = "VB115"
