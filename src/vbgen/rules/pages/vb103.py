"""Samma nyckel står två gånger.

Vad: En nyckel förekommer två gånger på samma ställe, t.ex. två `namn:` i samma mål eller två texter med samma id.

Varför: Bara det ena värdet kan gälla, och vbgen kan inte veta vilket. Ofta är det en rad som blivit kvar efter kopiering.

Fel:

    namn: Regionstyrelsen
    namn: Regionkansliet

Rätt: Behåll den rätta raden och ta bort den andra. Är det två olika saker ska de ha var sitt namn.
"""

CODE = "VB103"
