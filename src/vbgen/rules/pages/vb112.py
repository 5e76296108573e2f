"""Filen är för stor eller för djupt indragen.

Vad: Filen är större än gränsen (förval 10 MB), eller har fler nivåer av indrag än 40.

Varför: Så stora filer är nästan alltid ett misstag, t.ex. ett helt bokföringsutdrag. Gränsen skyddar den som ska kontrollera filen från att vänta i onödan.

Fel:

    områden:
      - områden:
          - områden:  # … och så vidare i 41 nivåer

Rätt: Dela filen eller ta bort det som inte hör hemma där. Behövs en större fil, höj gränsen i vbgen.yaml: `gränser: {filstorlek: 20}`. Är det indragen: kontrollera att raderna inte flyttats inåt vid klistring.
"""

CODE = "VB112"
