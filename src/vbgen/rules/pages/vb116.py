"""En cell är inte ett tal.

Vad: Kolumnen innehåller siffror, men i cellen står något annat: bokstaven O i stället för noll, ett ord, två tal, eller en enhet som inte är känd.

Varför: En cell som inte är ett tal kommer inte med i summor och andra kontroller.

Fel:

    | Belopp i mnkr | [budget] Budget 2021 |
    | ---
    | Kansliet      | -39G |

Rätt: Rätta siffran. Är cellen tom med avsikt, lämna den tom eller skriv `–`. Är det ord med avsikt, sätt citattecken om dem eller ge kolumnen `slag: text`. Är det en enhet som ni använder, lägg till den under `enheter:` i vbgen.yaml.
"""

CODE = "VB116"
