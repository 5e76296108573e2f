"""Diagrams become charts: what they show, what they leave out, and what they say of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from vbgen.load.files import Files
from vbgen.load.loader import load
from vbgen.model.diagram import Diagram
from vbgen.reportset.context import Context
from vbgen.tables.small_groups import hide_small_groups
from vbgen.view.blocks import Block, Chart, Paragraph, Series, Span
from vbgen.view.charts.chart import Charts
from vbgen.view.charts.texts import MAX_LISTED_FIGURES, Plot, describe_plot
from vbgen.view.words import Words
from vbgen.workspace import FolderWorkspace

SETTINGS = """format: 1
organisation: Region Exempel
nivåer:
  effektmål: {namn: Effektmål, visas: rubrik}
symboler:
  bedömning:
    rubrik: Måluppfyllelse
    används för: [mål.bedömning, uppdrag.status]
    värden:
      uppnått: {tecken: ●, färg: grön, betydelse: nått}
      delvis: {betydelse: delvis nått}
      inte nått: {tecken: ■, färg: röd, betydelse: inte nått}
små grupper: {minst: 5, dölj: ja}
"""
PLAN = """mål:
  - {id: a, namn: Ett, nivå: effektmål}
  - {id: b, namn: Två, nivå: effektmål}
  - id: c
    namn: Tre
    indikatorer:
      - {id: svar, namn: Samtal som besvaras. Mäts varje dag., målvärde: 90 %}
      - {id: kostnad, namn: Kostnad, enhet: tkr, målvärde: "högst 1 200"}
      - {id: ord, namn: Ord, målvärde: Ökning}
      - {id: fjol, namn: Förra årets, målvärde: 3 st}
      - {id: annan, namn: Annan enhet, målvärde: 3 st}
"""
GOALS = """mål:
  - {id: a, bedömning: uppnått}
  - {id: b, bedömning: oläslig}
  - id: c
    bedömning: inte nått
    indikatorer:
      - {id: svar, utfall: 91 %, föregående: 83 %}
      - {id: kostnad, utfall: 1 250}
      - {id: ord, utfall: Helt}
      - {id: fjol, utfall: {värde: 4 st, avser: 2020}}
      - {id: annan, utfall: 4 %}
"""
TABLES = """tabeller:
  drift:
    enhet: mnkr
    källa: Bokslutet
    kolumner:
      avvikelse: {slag: belopp}
      avvikelse-fg: {slag: belopp}
      andel: {slag: procent}
    tabell: |
      | Område                      | [avvikelse] 2021 | [avvikelse-fg] 2020 | [andel] Andel |
      | ---
      | # Förvaltningar
      | [it] Område IT[^1]          |             12,3 |                 2,0 |           4,0 |
      |   [drift] Drift             |             -4,1 |                     |           1,0 |
      | [tom] Utan siffror          |                  |                     |               |
      | = [summa] Summa             |             12,3 |                 2,0 |               |
    fotnoter: {1: Ny}
  personal:
    kolumner:
      kvinnor: {slag: antal, enhet: anställda}
      man: {slag: antal, enhet: anställda}
    tabell: |
      |                  | 2021              |           |
      | Grupp            | [kvinnor] Kvinnor | [man] Män |
      | ---
      | [chef] Chefer    |                12 |         3 |
      | [lakare] Läkare  |                30 |        20 |
      | [kock] Kockar    |                 2 |         1 |
      | = [summa] Summa  |                44 |        24 |
  raknat:
    kolumner:
      natt: {slag: antal, räknar: uppnått}
      delvis: {slag: antal, räknar: delvis}
      inte: {slag: antal, räknar: inte nått}
    rader: {mal: {räknar: mål}, uppdrag: {räknar: uppdrag}}
    tabell: |
      |               | [natt] Nått | [delvis] Delvis | [inte] Inte |
      | ---
      | [mal] Mål     |           4 |                 |           1 |
      | [uppdrag] Uppdrag |         |                 |             |
"""


@pytest.fixture
def charts(tmp_path: Path) -> Charts:
    kinds = {"plan": ("verksamhetsplan", PLAN), "2021-12": ("verksamhetsberättelse", GOALS)}
    for folder, (kind, goals) in kinds.items():
        at = tmp_path / "data/2021/styrelsen" / folder
        at.mkdir(parents=True)
        (at / "dokument.yaml").write_text(f"dokument: {kind}\ntitel: T\nperiod: 2021\n", encoding="utf-8")
        (at / "mal.yaml").write_text(goals, encoding="utf-8")
    (at / "ekonomi.yaml").write_text(TABLES, encoding="utf-8")
    (tmp_path / "vbgen.yaml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "data/2021/styrelsen/namnd.yaml").write_text("namn: Styrelsen\n", encoding="utf-8")
    loaded = load(Files(FolderWorkspace(tmp_path)))
    assert [finding.message for finding in loaded.findings] == []
    context, organisation = Context(loaded.report), loaded.report.organisation
    document = loaded.report.units[2021, "styrelsen"].documents["2021-12"]
    small = hide_small_groups(list(context.evaluations(document)), organisation.small_groups.least)
    return Charts(context, document, Words.from_document(organisation, document), small)


def made(charts: Charts, **keys: object) -> Chart:
    (chart,) = charts.blocks(Diagram.model_validate({"rubrik": "Rubrik", **keys}), "diagram-x")
    assert isinstance(chart, Chart)
    return chart


def rows(chart: Chart) -> dict[str, list[str | None]]:
    return {row.label: [value.text if value is not None else None for value in row.values] for row in chart.rows}


def notes(blocks: tuple[Block, ...]) -> list[str]:
    return [part.text for one in blocks if isinstance(one, Paragraph) for part in one.content if isinstance(part, Span)]


# ---------------------------------------------------------------------- tables
def test_a_column_of_a_table(charts: Charts) -> None:
    chart = made(charts, tabell="drift", kolumner=["avvikelse"])
    assert (chart.kind, chart.anchor, chart.series) == ("bars", "diagram-x", (Series("2021"),))
    assert rows(chart) == {"Område IT": ["12,3"], "Drift": ["−4,1"]}
    assert chart.alt == "Stapeldiagram. Rubrik: Område IT 12,3; Drift −4,1."
    assert notes(chart.notes) == ["Belopp i mnkr.", "Rader utan siffror visas inte: 1 av 3.", "Källa: Bokslutet"]


def test_a_caption_that_says_the_unit_says_it_alone(charts: Charts) -> None:
    chart = made(charts, rubrik="Avvikelse, mnkr", tabell="drift", kolumner=["avvikelse"], rader=["summa", "it"])
    assert rows(chart) == {"Summa": ["12,3"], "Område IT": ["12,3"]}
    assert notes(chart.notes) == ["Källa: Bokslutet"]


def test_several_columns_are_series_and_other_units_stay_out(charts: Charts) -> None:
    chart = made(charts, tabell="drift", kolumner=["avvikelse", "avvikelse-fg", "andel"])
    assert rows(chart) == {"Område IT": ["12,3", "2,0", None], "Drift": ["−4,1", None, None]}
    assert chart.alt == "Stapeldiagram. Rubrik: Område IT: 2021 12,3, 2020 2,0; Drift: 2021 −4,1."
    assert "Siffror i annan enhet visas inte: 2 av 3 rader." in notes(chart.notes)


def test_small_groups_are_hidden_and_cannot_be_computed(charts: Charts) -> None:
    chart = made(charts, tabell="personal", kolumner=["kvinnor", "man"])
    assert rows(chart) == {
        "Läkare": ["30\u00a0anställda", "20\u00a0anställda"]
    }  # of chiefs both, or the sum would tell
    assert "Kockar" not in chart.alt and "Chefer" not in chart.alt
    assert notes(chart.notes)[-1].startswith("Grupper med färre än fem personer visas inte")


def test_a_row_with_a_hidden_figure_keeps_the_others(charts: Charts) -> None:
    small = {charts.document.tables["personal"]: frozenset({(1, 1)})}
    chart = made(charts._replace(small=small), tabell="personal", kolumner=["kvinnor", "man"], rader=["lakare"])
    assert rows(chart) == {"Läkare": [None, "20\u00a0anställda"]}
    assert chart.alt == "Stapeldiagram. Rubrik: Läkare: Män 20\u00a0anställda."


def test_with_everything_hidden_there_is_no_chart_but_a_reason(charts: Charts) -> None:
    blocks = charts.blocks(
        Diagram.model_validate({"rubrik": "R", "tabell": "personal", "kolumner": ["kvinnor"], "rader": ["kock"]}), ""
    )
    assert notes(blocks)[:2] == ["R: ", "siffrorna visas inte"]
    assert notes(blocks)[2].startswith("Grupper med färre än fem")


def test_columns_that_count_statuses_are_stacked(charts: Charts) -> None:
    chart = made(charts, tabell="raknat", kolumner=["natt", "delvis", "inte"], rader=["mal"])
    assert chart.kind == "stacked"
    assert chart.series == (Series("●\u00a0uppnått", "grön"), Series("■\u00a0inte nått", "röd"))
    assert rows(chart) == {"Mål (5)": ["4", "1"]}
    assert chart.alt == "Staplat stapeldiagram. Rubrik: Mål (5): 4 uppnått, 1 inte nått."


@pytest.mark.parametrize(
    "keys",
    [
        {"tabell": "drift", "kolumner": ["avvikelse"], "rader": ["tom"]},
        {"tabell": "raknat", "kolumner": ["natt", "delvis"], "rader": ["uppdrag"]},
        {"antal": ["uppdrag"]},
    ],
)
def test_without_data_a_notice_stands_in_its_place(charts: Charts, keys: dict[str, object]) -> None:
    (notice,) = charts.blocks(Diagram.model_validate({"rubrik": "Rubrik", **keys}), "")
    assert isinstance(notice, Paragraph) and notice.role == "notice"
    why = notice.content[1]
    assert notice.content[0] == Span("Rubrik: ", "strong") and isinstance(why, Span) and why.text.endswith("saknas")


def test_a_table_that_is_not_there_is_missing(charts: Charts) -> None:
    diagram = Diagram.model_validate({"rubrik": "R", "tabell": "borta", "kolumner": ["x"]})
    assert notes(charts.blocks(diagram, "")) == ['tabellen "borta" saknas']


def test_the_reason_why_it_is_not_there_stands_as_before(charts: Charts) -> None:
    diagram = Diagram.model_validate({"rubrik": "R", "saknas": "framgår inte av källan"})
    assert charts.blocks(diagram, "") == (Paragraph((Span("R: ", "strong"), Span("framgår inte av källan")), "notice"),)


def test_of_many_figures_the_ends_are_told(charts: Charts) -> None:
    chart = made(charts, tabell="personal", kolumner=["kvinnor", "man"])
    row = chart.rows[0]
    many = Plot("bars", chart.series, tuple(row._replace(label=f"Rad {at}") for at in range(MAX_LISTED_FIGURES)), [])
    assert describe_plot("T.", many) == (
        "Stapeldiagram. T: 24 värden; störst är Rad 0, Kvinnor med 30\u00a0anställda och minst Rad 0, Män med 20\u00a0anställda."
    )


# ---------------------------------------------------------------------- counts
def test_counts_by_status(charts: Charts) -> None:
    chart = made(charts, antal=["mål", {"slag": "mål", "nivå": "effektmål"}, "uppdrag"])
    assert chart.kind == "stacked"
    assert chart.series == (
        Series("●\u00a0uppnått", "grön"),
        Series("■\u00a0inte nått", "röd"),
        Series("visas inte", "grå"),
    )
    assert rows(chart) == {"Mål (3)": ["1", "1", "1"], "Effektmål (2)": ["1", None, "1"]}
    assert notes(chart.notes) == [
        "Saknas i dokumentet och visas inte: Uppdrag.",
        "Visas inte: källan visar ingen bedömning eller status.",
    ]
    assert chart.alt.endswith("Effektmål (2): 1 uppnått, 1 visas inte.")
    assert charts.words.used_sets == {"bedömning": False}


# ------------------------------------------------------------------ indicators
def test_outcomes_against_targets(charts: Charts) -> None:
    chart = made(charts, indikatorer="alla")
    assert chart.kind == "targets"
    assert [one.name for one in chart.series] == ["Utfall", "Målvärde", "Föregående"]
    assert rows(chart) == {
        "Samtal som besvaras": ["91\u00a0%", "90\u00a0%", "83\u00a0%"],
        "Kostnad": ["1\u00a0250\u00a0tkr", "högst 1\u00a0200\u00a0tkr", None],
    }
    assert notes(chart.notes) == ["Indikatorer utan utfall och målvärde i tal som går att jämföra visas inte: 3 av 5."]
    assert "Samtal som besvaras: utfall 91\u00a0%, målvärde 90\u00a0%, föregående 83\u00a0%; Kostnad" in chart.alt


def test_chosen_indicators_in_their_order(charts: Charts) -> None:
    chart = made(charts, indikatorer=["kostnad", "svar"])
    assert list(rows(chart)) == ["Kostnad", "Samtal som besvaras"] and chart.notes == ()
    assert len(made(charts, indikatorer="kostnad").series) == 2  # no last value, no column for it


def test_where_no_indicator_can_be_compared_that_is_said(charts: Charts) -> None:
    (notice,) = charts.blocks(Diagram.model_validate({"rubrik": "R", "indikatorer": ["ord", "fjol"]}), "")
    assert notes((notice,))[1] == "inga indikatorer har utfall och målvärde i tal som går att jämföra"
