"""Filen är inte sparad som UTF-8, eller innehåller osynliga tecken.

Vad: Filen är sparad med en annan teckenkodning (ofta ANSI eller Unicode/UTF-16 från Anteckningar eller Excel), eller innehåller ett osynligt styrtecken som följt med när text klistrats in.

Varför: Å, ä och ö skulle bli fel tecken i dokumentet, och osynliga tecken kan göra att Word inte kan öppna det.

Fel:

    namn: N�mnden f�r h�lsa

Rätt: Spara om filen som UTF-8: i Anteckningar, välj Arkiv, Spara som och Kodning UTF-8. En tabell som Excel har sparat som Unicode-text öppnas i Anteckningar och sparas om på samma sätt. Är det ett osynligt tecken: radera raden och skriv den för hand.
"""

CODE = "VB102"
