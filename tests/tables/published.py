"""Tables as published: regionstyrelsen, regionkansliet and servicenämnden 2021 (Örebro), regionstyrelsen 2021-08 (Värmland)."""

SICK_LEAVE = """
rk:
  typ: sjukfranvaro
  tabell: |
    |          | Utfall 2021 |     |        | Utfall 2020 |     |        | Förändring antal timmar, procent |     |        |
    | Kategori | Kvinnor     | Män | Totalt | Kvinnor     | Män | Totalt | Kvinnor                          | Män | Totalt |
    | ---
    | [schemalagt] Schemalagda timmar             | 157 966 | 53 683 | 211 649 | 162 081 | 60 691 | 222 771 | -4 115 | -7 008 | -11 122 |
    | [korttid] Sjukfrånvaro, korttid (tim)       |     908 |    385 |   1 293 |   2 010 |    533 |   2 543 | -1 102 |   -148 |  -1 250 |
    | [langtid] Sjukfrånvaro, långtid (tim)       |   2 218 |  3 388 |   5 605 |   3 017 |  1 410 |   4 427 |   -799 |  1 977 |   1 178 |
    | [franvaro] Sjukfrånvaro totalt (tim)        |   3 126 |  3 773 |   6 898 |   5 027 |  1 943 |   6 970 | -1 901 |  1 829 |     -72 |
    | [korttid-andel] Sjukfrånvaro, korttid %[^a] |  0,57 % | 0,72 % |  0,61 % |  1,24 % | 0,88 % |  1,14 % | -0,67 % | -0,16 % | -0,53 % |
    | [langtid-andel] Sjukfrånvaro, långtid %[^a] |  1,40 % | 6,31 % |  2,65 % |  1,86 % | 2,32 % |  1,99 % | -0,46 % |  3,99 % |  0,66 % |
    | [franvaro-andel] Sjukfrånvaro totalt %[^a]  |  1,98 % | 7,03 % |  3,26 % |  3,10 % | 3,20 % |  3,13 % | -1,12 % |  3,83 % |  0,13 % |
  fotnoter: {a: Procent av schemalagd tid}
service:
  typ: sjukfranvaro
  tabell: |
    |          | Utfall 2021 |     |        | Utfall 2020 |     |        | Förändring antal timmar, % |     |        |
    | Kategori | Kvinnor     | Män | Totalt | Kvinnor     | Män | Totalt | Kvinnor                    | Män | Totalt |
    | ---
    | [schemalagt] Schemalagda timmar       | 1 192 778 | 910 865 | 2 103 642 | 1 122 177 | 875 406 | 1 997 583 | 70 601 | 35 459 | 106 059 |
    | [korttid] Sjukfrånvaro, korttid (tim) | 37 564 | 21 488 |  59 052 | 37 854 | 22 531 |  60 385 |  -290 | -1 043 | -1 333 |
    | [langtid] Sjukfrånvaro, långtid (tim) | 51 097 | 20 695 |  71 792 | 48 920 | 23 307 |  72 227 | 2 177 | -2 612 |   -435 |
    | [franvaro] Sjukfrånvaro totalt (tim)  | 88 661 | 42 183 | 130 844 | 86 774 | 45 838 | 132 612 | 1 887 | -3 655 | -1 768 |
    | [korttid-andel] Sjukfrånvaro, korttid % | 3,15 % | 2,36 % | 2,81 % | 3,37 % | 2,57 % | 3,02 % | -0,22 % | -0,21 % | -0,22 % |
    | [langtid-andel] Sjukfrånvaro, långtid % | 4,28 % | 2,27 % | 3,41 % | 4,36 % | 2,66 % | 3,62 % | -0,08 % | -0,39 % | -0,20 % |
    | [franvaro-andel] Sjukfrånvaro totalt %  | 7,43 % | 4,63 % | 6,22 % | 7,73 % | 5,24 % | 6,64 % | -0,30 % | -0,61 % | -0,42 % |
"""

LISTED = """
listade:
  typ: antal-per-grupp
  tabell: |
    | Per åldersgrupp/samtliga vårdcentraler | Antal listade dec 2020 | Antal listade dec 2021 | Differens i antal | Differens i % per åldersgrupp |
    | ---
    | [g0] 0-4 år     |  17 255 |  17 031 | -224 | -1,3% |
    | [g5] 5-64 år    | 222 986 | 223 436 |  450 |  0,2% |
    | [g65] 65-79 år  |  48 937 |  49 083 |  146 |  0,3% |
    | [g80] 80 -      |  16 854 |  17 442 |  588 |  3,5% |
    | = [summa] Summa | 306 032 | 306 992 |  960 |  0,3% |
lansdel:
  kolumner:
    n0: {slag: antal}
    n5: {slag: antal}
    n65: {slag: antal}
    n80: {slag: antal}
    n: {slag: antal, formel: "summa(n0, n5, n65, n80)"}
    a0: {slag: andel, formel: "andel(n0, n)"}
    a5: {slag: andel, formel: "andel(n5, n)"}
    a65: {slag: andel, formel: "andel(n65, n)"}
    a80: {slag: andel, formel: "andel(n80, n)"}
    a: {slag: andel, formel: "andel(n, n)"}
  tabell: |
    | December 2021 | 0-4 år     |            | 5-64 år    |            | 65-79 år    |             | 80 år och äldre |             | Summa     |           |
    |               | [n0] Antal | [a0] Andel | [n5] Antal | [a5] Andel | [n65] Antal | [a65] Andel | [n80] Antal     | [a80] Andel | [n] Antal | [a] Andel |
    | ---
    | [norr] Norr                |  2 295 | 5,0% |  31 219 | 68,0% |  9 100 | 19,8% |  3 323 | 7,2% |  45 937 | 100% |
    | [soder] Söder              |  2 702 | 5,7% |  33 417 | 70,8% |  8 293 | 17,6% |  2 816 | 6,0% |  47 228 | 100% |
    | [vaster] Väster            |  2 242 | 4,9% |  31 671 | 69,0% |  8 616 | 18,8% |  3 362 | 7,3% |  45 891 | 100% |
    | [orebro] Örebro inkl Haga  |  9 787 | 5,8% | 127 134 | 75,7% | 23 074 | 13,7% |  7 942 | 4,7% | 167 936 | 100% |
    | = [summa] Summa            | 17 026 | 5,5% | 223 436 | 72,8% | 49 083 | 16,0% | 17 443 | 5,7% | 306 992 | 100% |
  samband:
    - summa/n0 = listade/g0/nu
    - summa/n5 = listade/g5/nu
    - summa/n65 = listade/g65/nu
    - summa/n80 = listade/g80/nu
    - summa/n = listade/summa/nu
"""

ACCOUNTS = """
rk:
  typ: kontogrupper
  tabell: |
    | Konto | Kategori | Utfall 2021, mnkr | Utfall 2020, mnkr | Förändring, mnkr | Förändring % |
    | ---
    | [k4011] 4011+ 4081 | Månadslöner                            |  -56,4 | -60,7 |   4,3 |  -7,1 |
    | [k4012] 4012       | Timanställda                           |   -1,3 |  -1,3 |   0,0 |     0 |
    | [k4031] 4031       | Obekväm arbetstid                      |   -0,5 |  -0,6 |   0,1 | -16,7 |
    | [k4032] 4032       | Övertid/mertid                         |   -0,1 |  -0,1 |   0,0 |     0 |
    | [k4033] 4033       | Jour och beredskap                     |    0,0 |  -0,5 |   0,5 |  -100 |
    | [k4040] 4040       | Förändring skuld jour                  |    0,0 |   0,0 |   0,0 |   0,0 |
    | [k4110] 4110+ 4150 | Semesterkostnad inkl. skuldförändring  |   -9,5 |  -7,0 |  -2,5 |  35,7 |
    | [k4120] 4120       | Sjuklön                                |   -0,3 |  -0,6 |   0,3 | -50,0 |
    | [ovrigt]           | Övrigt konto 40xx-41xx                 |  -36,1 | -12,1 | -24,0 | 198,3 |
    | = [totalt]         | Totalt kontoklass 40-41                | -104,2 | -82,9 | -21,3 |  25,7 |
service:
  typ: kontogrupper
  kostnader: positiva
  tabell: |
    | Konto | Kategori | Utfall 2021, mnkr | Utfall 2020, mnkr | Förändring, mnkr | Förändring % |
    | ---
    | [k4011] 4011+ 4081 | Månadslöner                            | 298,2 | 290,5 |  7,7 |  2,7 |
    | [k4012] 4012       | Timanställda                           |  10,2 |   9,3 |  0,9 |  9,7 |
    | [k4031] 4031       | Obekväm arbetstid                      |   7,1 |   6,5 |  0,6 |  9,2 |
    | [k4032] 4032       | Övertid/mertid                         |   8,2 |   6,4 |  1,8 | 28,1 |
    | [k4033] 4033       | Jour och beredskap                     |   0,0 |   4,5 | -4,5 | -100 |
    | [k4040] 4040       | Förändring skuld jour                  |   0,1 |     0 |  0,1 | "#DIVISION/0!" |
    | [k4110] 4110+ 4150 | Semesterkostnad inkl. skuldförändring  |  50,6 |  36,0 | 14,6 | 40,6 |
    | [k4120] 4120       | Sjuklön                                |   6,4 |   8,1 | -1,7 | -21,0 |
    | [ovrigt]           | Övrigt konto 40xx-41xx                 |   7,7 |   5,2 |  2,5 | 48,1 |
    | = [totalt]         | Totalt kontoklass 40-41                | 388,5 | 366,5 | 22,0 |  6,0 |
kostnad-rk:
  kolumner:
    utfall: {slag: belopp}
    utfall-fg: {slag: belopp}
  rader:
    takt: {slag: procent, enhet: "%"}
  tabell: |
    |                                          | [utfall] Utfall 2021 | [utfall-fg] Utfall 2020 |
    | ---
    | [takt] Lönekostnadsökningstakt (%)       | 25,6% | -3,3% |
    | [kostnad] Lönekostnad (40-41) (mnkr)     | -104,1 | -82,9 |
  samband:
    - takt/utfall = förändring(kostnad/utfall, kostnad/utfall-fg)
    - kostnad = rk/totalt
"""

TURNOVER = """
rs:
  typ: driftredovisning
  tabell: |
    | Belopp i mnkr                               | Budgetavvikelse 2021 | Omsättning[^a] 2021 | Relation (%) | Budgetavvikelse 2020 |
    | ---
    | [rs-rk] Regionstyrelsen och regionkansliet  | 117,6 |   493,2 | 23,8 |  89,2 |
    | [hv] Hälsovalsenheten                       |  53,0 | 2 034,2 |  2,6 |  49,9 |
    | [tv] Tandvårdsenheten                       |   4,8 |   246,4 |  1,9 |   3,4 |
    | = [resultat] Resultat                       | 175,4 | 2 773,8 |  6,3 | 142,5 |
  fotnoter: {a: Definition av omsättning är ackumulerade intäkter och ackumulerat budgeterat resultat.}
service:
  typ: driftredovisning
  tabell: |
    | Belopp i mnkr                               | Budgetavvikelse 2021 | Omsättning 2021 | Relation (%) | Budgetavvikelse 2020 |
    | ---
    | [fast] Område fastigheter                   |  3,4 |   939,4 |  0,4 |  7,5 |
    | [fors] Område försörjning                   | -1,0 |   378,8 | -0,3 | -6,5 |
    | [it] Område IT                              |  2,2 |   367,2 |  0,6 |  3,6 |
    | [aus] Område administrativ utveckling       |  8,3 |    88,7 |  9,4 |  9,3 |
    | [kund] Område kundtjänst                    |  2,4 |   119,1 |  2,0 |  0,3 |
    | [mt] Område medicinsk teknik                |  1,6 |    73,0 |  2,2 |  0,3 |
    | [gem] Förvaltningsgemensamt                 | 16,6 |    92,9 | 17,9 | 15,3 |
    | = [resultat] Resultat                       | 33,5 | 2 059,1 |  1,6 | 29,8 |
"""

BUILDING = """
hs:
  typ: byggprojekt
  kolumner:
    status: {slag: status, symboler: byggstatus}
  tabell: |
    | (mnkr) | Total investeringskalkyl | Beslutad budget tom 2021 | Totalt utfall tom dec 2021 | Utfall jan-dec 2021 | Status |
    | ---
    | Interimslösning kvinnokliniken, BB och neonatal USÖ |    67,7 |   20    |     0,3 |  0,2 | utredning |
    | Ambulansstation Berglunda inkl. markköp             |    91,9 |   64,5  |    56,6 | 42,6 | byggnation |
    | IVA-platser H-huset                                 |    34,4 |   24    |    36,1 |  2,4 | färdigställd |
    | L-huset, anpassn slutenvård psykiatri               |    18,9 |   24,4  |    22,7 |  0,0 | färdigställd |
    | Lindesbergs vårdcentral nybyggnad (inkl FTV-klinik) |   140   |  120    |   137,2 |  0,6 | färdigställd |
    | M-huset omstrukturering laboratoriemedicin          |    72   |   72    |    28,7 |  0,7 | färdigställd |
    | Neuro intermediär vårdavdelning (NIMA) H-huset      |    34,4 |   24,8  |    39,1 |  2,9 | färdigställd |
    | Ny hiss helikopterplattan, USÖ                      |    25   |   26,5  |    27,9 |  0,9 | färdigställd |
    | Etapp 2A Ny byggnad Högspec.hus                     | 1 404,2 | 1 404,2 | 1 245,4 | 15,6 | byggnation |
    | [reservvatten] Reservvatten USÖ                     |    41,2 |   41,2  |    41,9 |  0,7 | byggnation slutfas |
    | Byggnation reservkraft el, Lindesbergs lasarett     |    43,4 |   43,4  |     5,5 |  2,1 | byggnation startfas |
    | Cyclotron (MT 2615)                                 |    95,1 |   63,9  |    90,6 | 75,4 | byggnation |
    | Etapp 2C om- och tillbyggnad akuten                 |   301,8 |  301,8  |   291,1 | 29   | färdigställd |
    | Ombyggnad Rehab med bassäng, Karlskoga              |    65,4 |   65,4  |    80,7 |  9,5 | byggnation slutfas |
    | Ombyggnation forskningslab, T-huset                 |    26,5 |   26,5  |    24,7 |  0,4 | byggnation klar |
    | [pump] Pumpstation och dagvattenledning             |    12   |   12    |         |      | Inkl i [reservvatten] |
    | Reservvatten, Lindesbergs lasarett                  |    25,3 |   25,3  |    11,4 |  1,9 | byggnation slutfas |
    | Utbyggnad reservkraft del 1 2017-2021               |    53,8 |   53,8  |    22,3 | 14,4 | byggnation |
    | Nytt produktionsapotek USÖ                          |    32   |   32    |     7,7 |  4,7 | projektering |
    | Uppgradering fastighetsnät O-huset USÖ              |    11,6 |    2,5  |     0,2 |  0,2 | projektering |
    | Skyway G-huset USÖ                                  |    14   |   14    |     3,2 |  1,8 | projektering |
    | = [totalt] Hälso- och sjukvårdsnämnden totalt       | 2 610,6 | 2 462,2 | 2 173,3 | 206,0 | |
ovriga:
  typ: byggprojekt
  tabell: |
    | (mnkr) | Total investeringskalkyl | Beslutad budget tom 2021 | Totalt utfall tom dec 2021 | Utfall jan-dec 2021 | Status |
    | ---
    | # Folktandvårdsnämnden
    | Adolfsberg ombyggnad av klinik                |  18,6 |  18,6 |   2,2 |   0,2 | projektering |
    | = [ft] Folktandvårdsnämnden totalt            |  18,6 |  18,6 |   2,2 |   0,2 | |
    | # Regionala tillväxtnämnden
    | Kävsta Folkhögskola, Dansens hus              |  33,9 |  33,9 |   6,1 |   0,3 | projektering |
    | Fellingsbro Folkhögskola, ny aula             |  41,1 |  20,5 |   7,2 |   2,3 | projektering |
    | = [rt] Regionala tillväxtnämnden totalt       |  75,0 |  54,4 |  13,3 |   2,6 | |
    | # Servicenämnden
    | A-huset efter 2021                            |  23,1 |  23,1 |   0   |   0   | byggnation |
    | HIN åtgärder                                  |  30,9 |  30,9 |  26,8 |   1,3 | byggnation |
    | Ombyggnad T-huset                             |  95   |  65   |   0   |   0   | byggnation |
    | Ny datahall och kontor IT                     | 268,3 | 211,4 | 192,5 | 129,2 | byggnation |
    | Lokaler för fastighetsdrift T-huset, USÖ      |  52,8 |  25   |   6,4 |   5,8 | projektering |
    | Nytt system insamling mediaförbrukning länet  |  12   |   4   |   0,7 |   0,1 | projektering |
    | = [sn] Servicenämnden totalt                  | 149,0 | 119,0 |  26,8 |   1,3 | |
    | # Regionstyrelsen
    | Solpaneler                                    |  25   |  21   |  13   |   3   | byggnation |
    | = [rs] Regionstyrelsen totalt                 |  25   |  21   |  13   |   3   | |
    | # Externa hyresgäster
    | Tillbyggnad Campus etapp 3                    | 349,5 | 166,5 | 108,8 |   0   | byggnation |
    | Lekebergs VC, lokaler åt kommunen             |  21,1 |  21,1 |   8,2 |   7,7 | byggnation |
    | Örebro läns museum omdisponering lokaler      |  52,8 |  30   |   8,6 |   6,4 | projektering |
    | = [ext] Externa hyresgäster totalt            | 423,4 | 217,6 | 125,6 |  14,1 | |
"""

KEY_FIGURES = """
nyckeltal:
  kolumner:
    tal: {slag: text}
    nu: {slag: tal}
    fore: {slag: tal}
    andring: {slag: tal, formel: nu - fore, plustecken: ja}
    pil: {slag: status, symboler: trend}
  rader:
    personalmaltider: {slag: antal, enhet: st, förändring: procent}
    patientmaltider: {slag: antal, enhet: st, förändring: procent}
    vaxel: {enhet: sek, målvärde: 17 sekunder}
    support: {enhet: sek, målvärde: 15 sekunder}
    underhall: {slag: procent, enhet: "%", förändring: procentenheter, målvärde: minst 95 %}
    avvikelser: {slag: procent, enhet: "%", målvärde: 80 %}
    ekologiskt: {slag: procent, enhet: "%", förändring: procentenheter, målvärde: 48 %}
    matsvinn: {slag: procent, enhet: "%", förändring: procentenheter, målvärde: "15,5 %"}
    videomoten: {slag: antal, enhet: st, förändring: procent}
  tabell: |
    | [tal] Produktionstal/Nyckeltal                             | [nu] Utfall 2021 | [fore] Utfall 2020 | [andring] Förändr | [pil] Förändr |
    | ---
    | [personalmaltider] Antal personalmåltider                  | 138 642 st | 149 237 st | -7,1 %   | försämrats |
    | [patientmaltider] Antal patientmåltider                    | 342 254 st | 337 586 st | +1,4 %   | förbättrats |
    | [vaxel] Medelsvarstid i telefonväxeln, sekunder            | 25,8 sek   | 19,5 sek   | +6,3 sek | försämrats |
    | [support] Medelsvarstid i servicecenter 1:a linjens support | 13 sek    | 13 sek     | 0,0      | oförändrat |
    | [underhall] Andel utförda förebyggande underhåll (MT FU 2) | 92 %       | 93 %       | -1,0     | försämrats |
    | [avvikelser] Avvikelsehantering: Måluppfyllelse            | 84 %       | "saknar jämförelsetal" | | |
    | [ekologiskt] Andel ekologiska livsmedel                    | 46 %       | 45 %       | +1,0     | förbättrats |
    | [matsvinn] Matsvinn, tillagad mat                          | 13,7 %     | 15,7 %     | -2,0     | förbättrats |
    | [videomoten] Antal skype- och videomöten                   | 140 783 st | 83 579 st  | +68 %    | förbättrats |
"""

RESULT = """
enheter:
  typ: resultatrapport
  tabell: |
    | Belopp i mnkr                                       | Utfall 2021 | Budget 2021 | Utfall 2020 | Budgetavvikelse | Utfallsavvikelse |
    | ---
    | [rs-rk] Regionstyrelsen och regionkansliet, varav   |   -333,4 |   -451,0 |   -326,5 | 117,6 |   -6,9 |
    |   [kansliet] Regionkansliet                         |   -267,7 |   -382,8 |   -296,9 | 115,1 |   29,2 |
    | [hv] Hälsovalsenheten, varav                        | -1 864,1 | -1 917,1 | -1 746,7 |  53,0 | -117,4 |
    |   Vårdval Hälsoval                                  | -1 072,3 | -1 123,5 | -1 008,3 |  51,2 |  -64,0 |
    |   Privata vårdgivare                                |   -157,3 |   -164,3 |   -140,3 |   7,0 |  -17,0 |
    |   Läkemedel, förskrivna inom primärvården           |   -340,4 |   -346,7 |   -327,2 |   6,3 |  -13,2 |
    |   Köpt digital vård, externa utförare               |    -25,8 |    -23,3 |    -14,5 |  -2,5 |  -11,3 |
    |   AT/ST-läkare inom primärvården                    |    -83,0 |    -75,9 |    -75,3 |  -7,1 |   -7,7 |
    | [tv] Tandvårdsenheten, varav                        |   -237,2 |   -242,0 |   -239,1 |   4,8 |    1,9 |
    |   Tandvårdsstöd                                     |    -29,7 |    -31,7 |    -24,3 |   2,0 |   -5,4 |
    |   Ersättning barn- och unga                         |   -107,4 |   -109,7 |   -106,7 |   2,3 |   -0,7 |
    |   Överenskommelse Folktandvården                    |    -93,5 |    -97,3 |   -101,0 |   3,8 |    7,5 |
    | = [summa] Summa:                                    | -2 434,7 | -2 610,1 | -2 312,3 | 175,4 | -122,4 |
    | # Övrigt inom regionstyrelsens driftansvar:
    | Regionstyrelsens verksamhetskostnad                 |   -456,7 |   -185,1 |    168   | -271,6 | -624,7 |
    | Effekter tidigare års beslut                        |      0   |    -32,8 |    -72   |   32,8 |     72 |
    | Regionstyrelsens planeringsreserv                   |      0   |    -48,3 |    -28   |   48,3 |     28 |
    | Omställning                                         |      0   |    -78,0 |      0   |   78,0 |      0 |
    | == [totalt] Totalt resultat driftansvar:            | -2 891,4 | -2 954,3 | -2 244,3 |   62,9 | -647,1 |
  samband:
    - summa = kostnadsslag/resultat
kostnadsslag:
  typ: resultatrapport
  rader:
    netto: {formel: intakter + kostnader}
    resultat: {formel: "summa(netto, finans)"}
  tabell: |
    | Belopp i mnkr                      | Utfall 2021 | Budget 2021 | Utfall 2020 | Budgetavvikelse | Utfallsavvikelse |
    | ---
    | Övriga intäkter                    |    163,8 |     98,3 |    154,2 |  65,5 |    9,6 |
    | = [intakter] Summa intäkter        |    163,8 |     98,3 |    154,2 |  65,5 |    9,6 |
    | Personalkostnader                  |   -174,1 |   -189,0 |   -154,8 |  14,9 |  -19,3 |
    | Övriga kostnader                   | -2 424,3 | -2 519,3 | -2 311,6 |  95,0 | -112,7 |
    | Avskrivningar, inventarier         |     -0,1 |     -0,1 |     -0,1 |   0,0 |    0,0 |
    | = [kostnader] Summa kostnader      | -2 598,5 | -2 708,4 | -2 466,5 | 109,9 | -132,0 |
    | [netto] Verksamhetens nettokostnad | -2 434,7 | -2 610,1 | -2 312,3 | 175,4 | -122,4 |
    | [finans] Finansnetto               |          |          |          |       |        |
    | [resultat] Resultat                | -2 434,7 | -2 610,1 | -2 312,3 | 175,4 | -122,4 |
service:
  typ: resultatrapport
  rader:
    netto: {formel: intakter + kostnader}
    resultat: {formel: netto + finans}
  tabell: |
    | Belopp i mnkr                      | Utfall 2021 | Budget 2021 | Utfall 2020 | Budgetavvikelse | Utfallsavvikelse |
    | ---
    | Övriga intäkter                    |  2 059,1 |  2 058,3 |  1 990,0 |  0,8 |   69,1 |
    | = [intakter] Summa intäkter        |  2 059,1 |  2 058,3 |  1 990,0 |  0,8 |   69,1 |
    | Personalkostnader                  |   -576,3 |   -582,9 |   -542,8 |  6,6 |  -33,5 |
    | Övriga kostnader                   | -1 051,2 | -1 072,5 |   -984,9 | 21,3 |  -66,3 |
    | Avskrivningar, inventarier         |    -47,8 |    -48,6 |    -41,1 |  0,8 |   -6,7 |
    | Avskrivningar, fastigheter         |   -232,4 |   -237,2 |   -189,1 |  4,8 |  -43,3 |
    | = [kostnader] Summa kostnader      | -1 907,7 | -1 941,2 | -1 757,9 | 33,5 | -149,8 |
    | [netto] Verksamhetens nettokostnad |    151,4 |    117,1 |    232,1 | 34,3 |  -80,7 |
    | [finans] Finansnetto               |   -165,0 |   -164,2 |   -265,3 | -0,8 |  100,3 |
    | [resultat] Resultat                |    -13,6 |    -47,1 |    -33,2 | 33,5 |   19,6 |
"""

VARMLAND = """
netto:
  typ: delarsuppfoljning
  kostnader: positiva
  tabell: |
    | Regionstyrelsen                        | Utfall perioden 2021 | Budget perioden 2021 | Utfall jämfört med budget | Budget helår 2021 | Prognos helår 2021 | Prognos jämfört med budget |
    | ---
    | [rlk] 51 Regionledningskont avdelningar |   135 092 |   136 355 |    1 263 |   212 147 |   207 563 |    4 584 |
    | [gem] 52 Region Värmland Gemensamt      |   404 455 |   277 460 | -126 995 |   420 379 |   559 946 | -139 567 |
    | [it] 53 Regionlednk IT och Fastighet    |   568 956 |   579 944 |   10 988 |   876 885 |   905 804 |  -28 919 |
    | [hu] 65 Hållbar utveckling              |    12 886 |    17 340 |    4 455 |    26 937 |    23 775 |    3 162 |
    | [pol] 90 Politik och Revision           |    22 553 |    77 151 |   54 598 |   115 874 |    74 230 |   41 644 |
    | = [totalt] TOTALT                       | 1 143 942 | 1 088 251 |  -55 691 | 1 652 222 | 1 771 318 | -119 097 |
"""

INVESTMENTS = """
t:
  typ: investeringar
  tabell: |
    | Sammanställning av bruttoinvesteringar, mnkr            | Utfall 2021 | Budget 2021 | Utfall 2020 |
    | ---
    | Immateriella anläggningstillgångar                      |       |         |       |
    | Byggnadsinvesteringar innevarande års budget            | 549,1 |   895,3 | 427,8 |
    | Byggnadsinvesteringar överfört från tidigare års budget | "ingår i ovan" | 568,3 | "ingår i ovan" |
    | It-utrustning innevarande års budget                    |  50,0 |    71,8 |  50,1 |
    | It-utrustning överfört från tidigare års budget         | "ingår i ovan" |   4,9 | "ingår i ovan" |
    | Övrig utrustning innevarande års budget                 |   3,0 |     5,2 |   5,7 |
    | Övrig utrustning överfört från tidigare års budget      | "ingår i ovan" |   9,3 | "ingår i ovan" |
    | = [summa] Summa                                         | 602,1 | 1 554,8 | 483,6 |
"""
