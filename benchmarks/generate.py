"""Makes a workspace of any size: boards × years with plans, annual reports, realistic tables and texts.

    python benchmarks/generate.py FOLDER BOARDS YEARS [SEED]

The same seed gives the same bytes. Every table adds up, so `vbgen validate` finds nothing: what is measured is the work that
is done when all is well.
"""

from __future__ import annotations

import random
import shutil
import sys
from pathlib import Path

FIRST_YEAR = 2021
_NOUNS = (
    *("vården", "tillgängligheten", "bemanningen", "digitaliseringen", "ekonomin", "budgeten", "uppföljningen"),
    *("verksamheten", "regionen", "nämnden", "förvaltningen", "patienterna", "medarbetarna", "cheferna", "invånarna"),
)
_VERBS = ("ökade", "minskade", "förbättrades", "utvecklades", "följdes", "redovisades", "planerades", "prövades")
_WHEN = (
    "under året",
    "under våren",
    "i september",
    "jämfört med föregående år",
    "enligt planen",
    "inom ramen för budget",
)
_UNITS = ("Kansliet", "Ekonomi", "HR", "Kommunikation", "Fastigheter", "IT", "Service", "Logistik", "Medicinsk teknik")
_STATUS = ("helt", "delvis", "inte alls")
_JUDGED = ("uppnått", "mindre avvikelse", "större avvikelse")
_TREND = ("förbättrats", "oförändrat", "försämrats")


def generate(root: Path, boards: int, years: int, seed: int = 1) -> None:
    """A workspace with `boards` × `years` board-years, in Region Örebro län's words (its vbgen.yaml)."""
    here = Path(__file__).resolve().parent.parent
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(here / "vbgen.yaml", root / "vbgen.yaml")
    for year in range(FIRST_YEAR, FIRST_YEAR + years):
        _write(root / f"data/{year}/gemensamt.yaml", _shared())
        for number in range(1, boards + 1):
            board = _Board(seed, year, number)
            board.write(root / f"data/{year}/namnd-{number:03}")


def _shared() -> str:
    goals = [
        f"  - {{id: effektmal-{n}, nivå: effektmål, nummer: {n}, ursprung: regionfullmäktige, namn: Länets invånare har {_NOUNS[n]}}}"
        for n in range(1, 6)
    ]
    return "mål:\n" + "\n".join(goals) + "\n"


class _Board:
    """One board in one year: all that is drawn at random comes from `rng`, but for what next year's documents repeat (`drawn`)."""

    def __init__(self, seed: int, year: int, number: int) -> None:
        self.rng = rng = random.Random(f"{seed}/{year}/{number}")  # noqa: S311 - data, no secret
        self.seed = seed
        self.year = year
        self.number = number
        self.targets = {(goal, n): rng.randint(50, 95) for goal in range(1, 6) for n in range(1, 5)}

    def write(self, folder: Path) -> None:
        _write(folder / "namnd.yaml", f"namn: Nämnd {self.number}\n")
        head = "dokument: {}\ntitel: {} {}\nperiod: {}\n"
        _write(
            folder / "plan/dokument.yaml",
            head.format("verksamhetsplan", "Verksamhetsplan", self.year, self.year) + _PLAN_DISPOSITION,
        )
        _write(folder / "plan/mal.yaml", self.plan())
        _write(folder / "plan/budget.yaml", f"tabeller:\n  driftbudget:\n    typ: driftbudget\n{self.budget()}")
        _write(folder / "plan/texter.yaml", self.texts(("inledning", "uppfoljning", "intern-styrning")))
        _write(folder / "plan/internkontroll.yaml", self.control(follow_up=False))
        report = f"{self.year}-12"
        _write(
            folder / report / "dokument.yaml",
            head.format("verksamhetsberättelse", "Verksamhetsberättelse", self.year, self.year) + _DISPOSITION,
        )
        _write(folder / report / "mal.yaml", self.follow_up())
        _write(folder / report / "ekonomi.yaml", f"tabeller:\n{self.result()}{self.staff()}{self.sick_leave()}")
        _write(folder / report / "texter.yaml", self.texts(("inledning", "handelser", "utmaningar", "styrning")))
        _write(folder / report / "internkontroll.yaml", self.control(follow_up=True))

    # ------------------------------------------------------------- words
    def sentence(self) -> str:
        rng = self.rng
        first = rng.choice(_NOUNS).capitalize()
        # larger than all figures of the tables, so that it is near none by chance
        amount = f"{rng.randint(2, 9)},{rng.randint(0, 9)} miljarder kronor"
        return f"{first} {rng.choice(_VERBS)} {rng.choice(_WHEN)}, och {rng.choice(_NOUNS)} kostade {amount}."

    def text(self, indent: int, paragraphs: int) -> str:
        blank = " " * indent
        lengths = [self.rng.randint(3, 6) for _ in range(paragraphs)]
        return "\n\n".join("\n".join(blank + self.sentence() for _ in range(n)) for n in lengths) + "\n"

    def texts(self, ids: tuple[str, ...]) -> str:
        listed = "\n".join(f"    - {self.sentence()}" for _ in range(4))
        return "texter:\n" + "".join(
            f"  {name}: |\n{self.text(4, 5)}\n    # {self.rng.choice(_NOUNS).capitalize()}\n\n{listed}\n\n{self.text(4, 3)}"
            for name in ids
        )

    # ------------------------------------------------------------- goals
    def plan(self) -> str:
        made = ["perspektiv:\n  - id: invanare\n    namn: Invånare och samhälle\n    mål:\n"]
        for goal in range(1, 6):
            made.append(f"      - id: effektmal-{goal}\n        indikatorer:\n")
            made += [
                f"          - id: indikator-{goal}-{indicator}\n            namn: Andelen där {self.rng.choice(_NOUNS)} "
                f"{self.rng.choice(_VERBS)} ska öka\n            önskad: öka\n            målvärde: {self.targets[goal, indicator]} %\n"
                for indicator in range(1, 5)
            ]
        made.append("    uppdrag:\n")
        made += [
            f"      - {{id: uppdrag-{n}, namn: Att utreda {self.rng.choice(_NOUNS)}, ursprung: regionfullmäktige, nummer: {n}}}\n"
            for n in range(1, 9)
        ]
        made.append("områden:\n  - id: omrade\n    namn: Prioriterat område\n    aktiviteter:\n")
        made += [
            f"      - {{id: aktivitet-{n}, namn: Genomföra {self.rng.choice(_NOUNS)}, slutdatum: {self.year}-12-31}}\n"
            for n in range(1, 7)
        ]
        return "".join(made)

    def follow_up(self) -> str:
        rng = self.rng
        made = ["perspektiv:\n  - id: invanare\n    mål:\n"]
        for goal in range(1, 6):
            outcomes = {n: rng.randint(40, 99) for n in range(1, 5)}
            missed = [n for n, outcome in outcomes.items() if outcome < self.targets[goal, n]]
            judged = rng.choice(_JUDGED if len(missed) <= 2 else _JUDGED[1:])  # as a board would: reached if most are
            made.append(
                f"      - id: effektmal-{goal}\n        bedömning: {judged}\n        text: |\n{self.text(10, 2)}"
                "        indikatorer:\n"
            )
            made += [
                f"          - id: indikator-{goal}-{n}\n            utfall: {outcome} %\n"
                f"            status: {rng.choice(_STATUS[1:]) if n in missed else _STATUS[0]}\n"
                f"            trend: {rng.choice(_TREND)}\n            text: |\n{self.text(14, 2)}"
                for n, outcome in outcomes.items()
            ]
        made.append("    uppdrag:\n")
        made += [
            f"      - id: uppdrag-{n}\n        status: {rng.choice(_JUDGED)}\n        text: |\n{self.text(10, 1)}"
            for n in range(1, 9)
        ]
        made.append("områden:\n  - id: omrade\n    aktiviteter:\n")
        made += [
            f"      - id: aktivitet-{n}\n        status: avslutad\n        text: |\n{self.text(10, 1)}"
            for n in range(1, 7)
        ]
        return "".join(made)

    def control(self, *, follow_up: bool) -> str:
        made = ["områden:\n"]
        for area in range(1, 6):
            name = "" if follow_up else f"    namn: Område {area}\n"
            risk = "" if follow_up else f"        namn: Risken att {self.rng.choice(_NOUNS)} inte räcker\n"
            made.append(
                f"  - id: kontroll-{area}\n{name}    risker:\n      - id: risk-{area}\n{risk}        åtgärder:\n"
            )
            for measure in range(1, 4):
                made.append(f"          - id: atgard-{area}-{measure}\n")
                if follow_up:
                    made.append(f"            status: avslutad\n            text: |\n{self.text(14, 1)}")
                else:
                    made.append(f"            namn: Följa upp {self.rng.choice(_NOUNS)} {self.rng.choice(_WHEN)}\n")
        if follow_up:
            made.append(f"isk:\n  tillräcklig: ja\n  text: |\n{self.text(4, 1)}")
        return "".join(made)

    # ------------------------------------------------------------- tables
    def drawn(self, year: int, what: str, low: int, high: int, count: int) -> list[int]:
        """What is the same whichever year's documents tell it."""
        rng = random.Random(f"{self.seed}/{year}/{self.number}/{what}")  # noqa: S311 - data, no secret
        return [rng.randint(low, high) for _ in range(count)]

    def amounts(self, count: int) -> list[int]:
        """Tenths of a million."""
        return [-self.rng.randint(50, 9000) for _ in range(count)]

    def budget(self) -> str:
        columns = [self.amounts(len(_UNITS)) for _ in range(3)]
        rows = [
            [f"[{_id(unit)}] {unit}", *(_tenths(column[at]) for column in columns)] for at, unit in enumerate(_UNITS)
        ]
        rows.append(["= [summa] Summa", *(_tenths(sum(column)) for column in columns)])
        return _grid(["Belopp i mnkr", "Budget", "Prognos", "Budget föregående år"], rows)

    def result(self) -> str:
        budget = self.amounts(len(_UNITS))
        outcome, before = (self.drawn(year, "utfall", -9000, -50, len(_UNITS)) for year in (self.year, self.year - 1))
        rows = []
        for at, unit in enumerate(_UNITS):
            a, b, c = outcome[at], budget[at], before[at]
            rows.append([f"[{_id(unit)}] {unit}", *map(_tenths, (a, b, c, a - b, a - c))])
        a, b, c = sum(outcome), sum(budget), sum(before)
        rows.append(["= [summa] Summa", *map(_tenths, (a, b, c, a - b, a - c))])
        head = ["Belopp i mnkr", "Utfall", "Budget", "Utfall föregående år", "Budgetavvikelse", "Utfallsavvikelse"]
        said = f"    anmärkning: Volymerna blev andra än väntat hos {', '.join(_UNITS)}.\n"
        return f"  resultatrapport:\n    typ: resultatrapport\n    översikt: summa\n{said}{_grid(head, rows)}"

    def people(self) -> list[list[int]]:
        """Women, men, total for two years and the change, in tenths, a row for each unit and their sum."""
        rows = []
        women, men, women_before, men_before = (
            self.drawn(year, sex, 10, 900, len(_UNITS)) for year in (self.year, self.year - 1) for sex in ("w", "m")
        )
        for w, m, ww, mm in zip(women, men, women_before, men_before, strict=True):
            rows.append([w, m, w + m, ww, mm, ww + mm, w - ww, m - mm, w + m - ww - mm])
        rows.append([sum(column) for column in zip(*rows, strict=True)])
        return rows

    def staff(self) -> str:
        names = [*(f"[{_id(unit)}] {unit}" for unit in _UNITS), "= [summa] Summa"]
        rows = [[name, *map(_tenths, row)] for name, row in zip(names, self.people(), strict=True)]
        return f"  arsarbetare:\n    typ: arsarbetare\n{_grid(_SEXES, rows, _YEARS)}"

    def sick_leave(self) -> str:
        short, long = ([self.rng.randint(1000, 9000) for _ in range(4)] for _ in range(2))
        both = [a + b for a, b in zip(short, long, strict=True)]
        rows = [
            ["[korttid] Korttidsfrånvaro (tim)", *map(_whole, _spread(short))],
            ["[langtid] Långtidsfrånvaro (tim)", *map(_whole, _spread(long))],
            ["[franvaro] Sjukfrånvaro totalt (tim)", *map(_whole, _spread(both))],
        ]
        kinds = '    rader:\n      franvaro: {formel: "summa(korttid, langtid)"}\n    kolumner:\n'
        kinds += "".join(f"      {name}: {spec}\n" for name, spec in _HOURS.items())
        return f"  sjukfranvaro:\n{kinds}{_grid(_NAMED, rows, _YEARS)}"


_YEARS = ["", "I år", "", "", "Föregående år", "", "", "Förändring", "", ""]
_SEXES = ["Grupp", *("Kvinnor", "Män", "Totalt") * 3]
_IDS = ("kvinnor", "man", "totalt")
_NAMED = [
    "Kategori",
    *(f"[{name}{end}] {name.capitalize()}" for end in ("", "-fg", "-andring") for name in _IDS),
]
_HOURS = {
    **{f"{name}{end}": "{slag: timmar}" for end in ("", "-fg") for name in _IDS[:2]},
    **{f"totalt{end}": f'{{slag: timmar, formel: "summa(kvinnor{end}, man{end})"}}' for end in ("", "-fg")},
    **{f"{name}-andring": f'{{slag: timmar, formel: "{name} - {name}-fg"}}' for name in _IDS},
}
_PLAN_DISPOSITION = """disposition:
  - rubrik: Inledning
    innehåll: [{text: inledning}]
  - rubrik: Mål och uppdrag
    kapitel:
      - perspektiv: alla
      - områden: alla
  - rubrik: Budget
    innehåll: [{tabell: driftbudget}]
  - rubrik: Uppföljning
    innehåll: [{text: uppfoljning}]
  - rubrik: Intern styrning och kontroll
    innehåll: [{text: intern-styrning}, {internkontroll: alla}]
"""
_DISPOSITION = """disposition:
  - rubrik: Inledning
    innehåll: [{text: inledning}]
  - rubrik: Väsentliga händelser
    innehåll: [{text: handelser}]
  - rubrik: Mål och uppdrag
    innehåll: [{symboler: ja}]
    kapitel:
      - perspektiv: alla
      - områden: alla
  - rubrik: Ekonomi och personal
    innehåll: [{tabell: resultatrapport}, {tabell: arsarbetare}, {tabell: sjukfranvaro}]
  - rubrik: Framtida utmaningar
    innehåll: [{text: utmaningar}]
  - rubrik: Intern styrning och kontroll
    innehåll: [{text: styrning}, {internkontroll: alla}, {isk: ja}]
"""


def _spread(four: list[int]) -> list[int]:
    w, m, ww, mm = four
    return [w, m, w + m, ww, mm, ww + mm, w - ww, m - mm, w + m - ww - mm]


def _grid(head: list[str], rows: list[list[str]], groups: list[str] | None = None) -> str:
    lines = [*([groups] if groups else []), head]
    made = "".join(f"      | {' | '.join(line)} |\n" for line in lines)
    return "    tabell: |\n" + made + "      | ---\n" + "".join(f"      | {' | '.join(row)} |\n" for row in rows)


def _tenths(value: int) -> str:
    whole, tenth = divmod(abs(value), 10)
    return f"{'-' if value < 0 else ''}{_whole(whole)},{tenth}"


def _whole(value: int) -> str:
    return f"{value:,}".replace(",", " ")


def _id(name: str) -> str:
    return name.lower().replace(" ", "-")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    folder, boards, years, *rest = sys.argv[1:]
    generate(Path(folder), int(boards), int(years), *map(int, rest))
