"""Ett id är fel skrivet.

Vad: Ett id får bestå av små bokstäver a–z, siffror och bindestreck, och börjar med en bokstav. Här finns något annat, t.ex. blanksteg, stor bokstav eller å, ä, ö.

Varför: Id:t används för hänvisningar, i formler och som filnamn. Det ska fungera lika på alla datorer och aldrig behöva ändras när namnet ändras.

Fel:

    mål:
      - id: Effektmål 1
        namn: Länets invånare har en god hälsa.

Rätt: Skriv t.ex. `id: effektmal-1`. Det som läsaren ser står i `namn:` och får se ut hur som helst.
"""

CODE = "VB108"
