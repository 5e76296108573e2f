"""En notering träffar inget fynd.

Vad: `noterat:` säger att ett fynd är känt, men något sådant fynd finns inte på platsen: koden eller platsen är fel, siffrorna har ändrats eller felet är rättat.

Varför: En notering som ligger kvar skulle dölja nästa fel på samma ställe.

Fel:

    noterat:
      - {vid: summa/budget, kod: VB301, skäl: anges inte i källan}     # summan stämmer numera

Rätt: Ta bort noteringen, eller rätta `vid:`, `kod:`, `angivet:` och `beräknat:`.
"""

CODE = "VB205"
