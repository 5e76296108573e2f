"""What an author writes about any item is printed, wherever the item is shown; figures of other boards are found."""

from __future__ import annotations

from pathlib import Path

from vbgen import pipeline
from vbgen.load import choices
from vbgen.load.files import Files
from vbgen.workspace import FolderWorkspace

DOCUMENT = """dokument: {kind}
titel: {kind} 2026
period: 2026
disposition:
  - rubrik: Mål
    innehåll: [{{perspektiv: alla}}]
  - rubrik: Kontroll
    innehåll: [{{internkontroll: alla}}]
"""
PLAN = """perspektiv:
  - id: invanare
    namn: Invånare
    strategier: [{id: s, namn: Att samverka, text: Ord om strategin}]
    mål:
      - id: m
        namn: Fler nås.
        indikatorer: [{id: i, namn: "Andel[^2]", målvärde: 80 %}]
fotnoter: {2: Ord om namnet}
"""
FOLLOW_UP = """perspektiv:
  - id: invanare
    utgår: Ord om området
    strategier: [{id: s, utgår: Ord om varför strategin utgår}]
    mål:
      - id: m
        indikatorer:
          - id: i
            utfall: 83 %
            text: |
              Se tabellen[^1].
              [tabell: t]
fotnoter: {1: Ord om mätningen}
tabeller:
  t:
    tabell: |
      | År | Andel |
      | ---
      | Tabellen i kommentaren | 83 |
"""
CONTROL = """områden:
  - id: hr
    {name}text: Ord om kontrollområdet
    risker:
      - id: r
        {risk}text: Ord om risken
        åtgärder: [{{id: a, {measure}text: Ord om åtgärden}}]
"""


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / f"{name.replace('__', '/')}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def printed(root: Path, board: str, kind: str) -> str:
    files = Files(FolderWorkspace(root))
    (job,) = choices.list_jobs(files, 2026, board, (kind,))
    made = pipeline.render(files, job, ("md",))
    assert "md" in made.files, [finding.message for finding in made.checked.findings]
    return made.files["md"].decode("utf-8")


def test_words_about_any_item_are_printed(tmp_path: Path) -> None:
    board = "data/2026/styrelsen"
    named = {"name": "namn: HR\n    ", "risk": "namn: Risken\n        ", "measure": "namn: Åtgärden, "}
    write(
        tmp_path,
        vbgen="format: 1\norganisation: R\n",
        **{
            f"{board}/namnd": "namn: Styrelsen\n",
            f"{board}/plan/dokument": DOCUMENT.format(kind="verksamhetsplan"),
            f"{board}/plan/mal": PLAN,
            f"{board}/plan/internkontroll": CONTROL.format(**named),
            f"{board}/2026-12/dokument": DOCUMENT.format(kind="verksamhetsberattelse"),
            f"{board}/2026-12/mal": FOLLOW_UP,
            f"{board}/2026-12/internkontroll": CONTROL.format(name="", risk="", measure=""),
        },
    )
    plan = printed(tmp_path, "styrelsen", "verksamhetsplan")
    control = ("Ord om kontrollområdet", "Ord om risken", "Ord om åtgärden")
    assert [
        words for words in ("Att samverka", "Ord om strategin", "Ord om namnet", *control) if words not in plan
    ] == []
    follow_up = printed(tmp_path, "styrelsen", "verksamhetsberattelse")
    wanted = ("Ord om området", "Ord om varför strategin utgår", "Tabellen i kommentaren", "Ord om mätningen", *control)
    assert [words for words in wanted if words not in follow_up] == []
    assert "saknas" not in follow_up


def test_a_figure_of_another_board_is_found_and_its_faults_are_not_ours(tmp_path: Path) -> None:
    """`render` loads one board; what it refers to is read too, so that a cell computed from it is not blank."""
    grid = "tabell: |\n      | Post | [k] Kr |\n      | ---\n"
    write(tmp_path, vbgen="format: 1\norganisation: R\n")
    for board, table in (
        ("ena", f"    rader: {{x: {{formel: andra:t/x/k}}}}\n    {grid}      | [x] Samma | |\n"),
        ("andra", f"    {grid}      | [x] Samma | 417 |\n      | = Fel summa | 1 |\n"),
    ):
        document = (
            "dokument: verksamhetsplan\ntitel: P\nperiod: 2026\ndisposition: [{rubrik: R, innehåll: [{tabell: t}]}]\n"
        )
        folder = f"data/2026/{board}"
        files = {
            f"{folder}/namnd": "namn: N\n",
            f"{folder}/plan/dokument": document,
            f"{folder}/plan/budget": f"tabeller:\n  t:\n{table}",
        }
        write(tmp_path, **files)
    assert "417" in printed(tmp_path, "ena", "verksamhetsplan")
