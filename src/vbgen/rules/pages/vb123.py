"""Ett tecken går inte att skriva i pdf.

Vad: En text har ett tecken som inte finns i det typsnitt som pdf-filen görs med, till exempel en emoji.

Varför: På sidan hade det blivit ett hål, och den som får dokumentet uppläst hade inte fått veta vad som stod där.

Fel:

    texter:
      inledning: |
        Bra jobbat 🎉 alla.

Rätt: Skriv det i ord, eller välj ett tecken som finns, till exempel `✓`, `●` eller `→`.
"""

CODE = "VB123"
