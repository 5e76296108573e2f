"""Text skulle gå förlorad.

Vad: YAML läser ett nummertecken efter ett blanksteg som början på en kommentar och slänger resten av raden. Tecknet `>` efter kolonet fogar ihop raderna, och det gör även punkter som skrivits direkt under ett värde.

Varför: Texten försvinner eller flyter ihop utan att det syns förrän någon läser dokumentet.

Fel:

    namn: Följ upp rutin #4 varje kvartal

Rätt: Sätt citattecken om värdet: `namn: 'Följ upp rutin #4 varje kvartal'`. Text i flera rader skrivs med `|` efter kolonet. En riktig kommentar har två blanksteg före `#` och ett efter.
"""

CODE = "VB110"
