"""YAML:s egna förkortningar tillåts inte.

Vad: Ett värde börjar med `&` (ankare), `*` (hänvisning) eller `!` (tagg). YAML läser det som en instruktion, inte som text.

Varför: Det som stod efter tecknet skulle försvinna eller ersättas av något annat, och filen blir omöjlig att läsa för den som inte kan YAML.

Fel:

    namn: *viktigt

Rätt: Är det text, sätt citattecken om hela värdet: `namn: '*viktigt'`. Är det en förkortning, skriv ut det som menas.
"""

CODE = "VB111"
