"""En mall går inte att använda.

Vad: En egen mall i arbetsytans mapp templates har ett skrivfel, använder ett namn som inte finns, eller hämtar in en mall som inte finns.

Varför: Dokumentet kan inte göras utan mallen, och ett halvt dokument är värre än inget.

Fel:

    {{ document.titel }}

Rätt: Rätta raden som anges; namnen står i handboken. Ta bort den egna mallen om den inte behövs, så används den som följer med vbgen.
"""

CODE = "VB119"
