"""Filen innehåller inte det den ska.

Vad: Filen är tom, består av en lista eller bara en text, eller innehåller två dokument efter varandra med en rad `---` emellan.

Varför: Varje fil ska bestå av nycklar och värden, t.ex. `namn: …`. Det som står efter `---` skulle aldrig läsas.

Fel:

    namn: Regionstyrelsen
    ---
    namn: Regionkansliet

Rätt: Fyll i filen eller ta bort den. Börja med nycklar, inte med streck. Ta bort raden `---`, eller lägg det andra i en egen fil.
"""

CODE = "VB113"
