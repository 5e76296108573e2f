"""En fil eller mapp ligger fel.

Vad: I mappen data ligger en fil eller mapp som vbgen inte vet vad den är: fel filändelse, fel mappnamn, en nämnd utan namnd.yaml, ett dokument utan dokument.yaml, eller en länk ut ur arbetsytan.

Varför: Det som ligger fel läses inte. Då saknas det i dokumentet utan att någon märkt det.

Fel:

    data/2021/regionstyrelsen/plan/mal.yml

Rätt: Flytta filen eller byt namn på den. Mapparna heter `data/<år>/<nämnd>/plan` och `data/<år>/<nämnd>/<ÅÅÅÅ-MM>`, filerna slutar på .yaml (tabeller på .tsv i mappen tabeller). Underlag som inte ska läsas läggs utanför data.
"""

CODE = "VB114"
