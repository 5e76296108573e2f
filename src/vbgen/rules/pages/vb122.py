"""En färg syns för dåligt.

Vad: En färg i `templates/tema.yaml` är för ljus för att synas mot vitt papper. Text behöver kontrasten 4,5:1, staplar i diagram 3:1.

Varför: Den som ser dåligt kan inte läsa texten, och lagen om tillgänglighet till digital offentlig service kräver att det går.

Fel:

    rubrikfärg: "7FB2D6"

Rätt: Välj en mörkare färg, till exempel `rubrikfärg: "1B4B5A"`. Ljusa färger går bra som fyllning och linjer.
"""

CODE = "VB122"
