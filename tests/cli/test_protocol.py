"""vbgen protocol: the record of the checks of each document."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cli.support import BOARD, FOLLOW_UP, FORMATS, PLAN, Result, Ws, outputs, parts, plain, run, word_text
from vbgen import __version__
from vbgen.render import pandoc

pytestmark = pytest.mark.process

CASES = Path(__file__).parents[1] / "cases"
GOLDEN = Path(__file__).parent / "protokoll.md"
SPOILED = (  # file, what stands there, what comes instead
    ("vbgen.yaml", "kostnader: negativa", "kostnader: negativa\nexempel: Ett exempel"),
    (
        "vbgen.yaml",
        "kostnader: negativa",
        """kostnader: negativa
regler:
  VB402: {skäl: budgeten ändras under året}
  VB5: {allvar: upplysning, skäl: nämnden avgör}""",
    ),
    (f"{PLAN}/budget.yaml", "-150 |         -135", "-155 |         -140"),
    (
        f"{PLAN}/budget.yaml",
        "    typ: driftbudget",
        '    typ: driftbudget\n    noterat:\n      - {vid: summa/budget, kod: VB301, angivet: "-155", skäl: så står det}',
    ),
    (
        f"{FOLLOW_UP}/dokument.yaml",
        "period: 2021\n",
        "period: 2021\nbeslut: {organ: Hälsonämnden, datum: 2022-03-01, paragraf: § 12, diarienummer: 22HN7, version: 2}\n",
    ),
    (
        f"{FOLLOW_UP}/mal.yaml",
        "            status: uppnått",
        "            utgår: {skäl: inga köer, beslut: {paragraf: § 3}}",
    ),
    (
        f"{FOLLOW_UP}/mal.yaml",
        "      - id: kortare-koer\n",
        "      - id: kortare-koer\n        lydelse: {text: Köerna är kortare., skäl: tydligare}\n",
    ),
)


def protocol(ws: Ws, *arguments: str) -> Result:
    return ws.run("protocol", "--year", "2021", "--nämnd", "halsonamnden", "--output", ws.out, *arguments)


def spoil(ws: Ws) -> None:
    for change in SPOILED:
        ws.change(*change)


def record(ws: Ws, kind: str = "verksamhetsberattelse") -> str:
    return ws.markdown(f"{kind}-protokoll")


def told(text: str) -> str:
    """Without what Markdown needs."""
    return text.replace("\\", "").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def hashes(text: str) -> dict[str, str]:
    """What stands in the tables of hashes, by file."""
    found, folder = {}, ""
    for first, second in re.findall(r"^\| (\S+) +\| (\S*(?: \S+)*) *\|$", text.partition("SHA-256 ")[2], re.MULTILINE):
        if first.startswith("**"):
            folder = "" if first == "**Arbetsytan**" else first.strip("*") + "/"
        elif first == "Fil":
            folder = ""
        elif not first.startswith(":"):
            found[folder + told(first)] = second
    return found


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# ------------------------------------------------------------------ the record
def test_the_record_is_as_accepted(ws: Ws, update_golden: bool) -> None:
    spoil(ws)
    assert protocol(ws, "--format", "md").code == 1
    made = record(ws).replace(f"{__version__} ", "X ").replace(f"{pandoc.version()} ", "X ")
    made = re.sub(r"^- \*\*VB\d.*\n", "", made, flags=re.MULTILINE)  # rules without findings: new ones come
    made = re.sub(r"^\d+ regler", "N regler", made, flags=re.MULTILINE)
    if update_golden:
        GOLDEN.write_text(made, encoding="utf-8", newline="\n")
    assert made == GOLDEN.read_text(encoding="utf-8")


def test_each_document_of_the_year_has_a_record_in_both_formats(ws: Ws) -> None:
    result = protocol(ws)
    assert result.code == 0
    kinds = ("verksamhetsplan", "delarsrapport", "verksamhetsberattelse")
    wanted = [ws.target(f"{kind}-protokoll.{form}") for kind in kinds for form in ("md", "docx")]
    assert result.paths == wanted
    assert all(path.is_file() for path in wanted)
    chosen = protocol(ws, "--document", "delårsrapport", "--format", "docx", "--quiet")
    assert (chosen.paths, chosen.err) == ([ws.target("delarsrapport-protokoll.docx")], "")


def test_the_same_data_give_the_same_bytes_wherever_they_lie(ws: Ws, tmp_path: Path) -> None:
    spoil(ws)
    ws.render("--draft")
    protocol(ws)
    other = Ws(Path(shutil.copytree(ws.root, tmp_path / "annan" / "plats")), tmp_path / "annat")
    other.render("--draft")
    protocol(other)
    assert outputs(ws.out) == outputs(other.out)
    assert len(outputs(ws.out)) == 3 * (len(FORMATS) + 2)


def test_the_title_says_which_document_and_decision(ws: Ws) -> None:
    spoil(ws)
    protocol(ws)
    head = record(ws).partition("## 1")[0]
    for words in (
        *("# Kontrollprotokoll", "**Berättelse 2021**", "Hälsonämnden", "Period: 2021", "Provregionen", "Version 2"),
        "Hälsonämnden, beslutad 1 mars 2022, § 12, 22HN7",
        "> **Ett exempel**",
    ):
        assert words in told(head)
    assert "Beslut: anges inte" in record(ws, "verksamhetsplan").partition("## 1")[0]
    headers = parts(ws.target("verksamhetsberattelse-protokoll.docx"), r"word/header\d\.xml")
    assert headers and all("Ett exempel" in xml for xml in headers.values())


# -------------------------------------------------------------------- findings
def _findings(root: Path) -> list[dict[str, str | int | bool | None]]:
    found: list[dict[str, str | int | bool | None]] = json.loads(run("-C", root, "validate", "--format", "json").out)[
        "diagnostics"
    ]
    return found


def test_every_finding_is_told_with_its_figures_and_reason(ws: Ws) -> None:
    spoil(ws)
    found = _findings(ws.root)
    known = {("VB301", True), ("VB301", False), ("VB204", True), ("VB401", True)}
    assert {(one["code"], one["acknowledged"]) for one in found} == known
    found = [one for one in found if "/2021-12/" not in str(one["file"])]  # the report's own
    protocol(ws)
    open_ones, _, explained = told(record(ws, "verksamhetsplan")).partition("### 3.2")
    for one in found:
        text = explained if one["acknowledged"] else open_ones
        (line,) = [row for row in text.splitlines() if row.startswith(f"| {one['line']}:{one['column']} ")]
        for word in (one["code"], one["message"], one["hint"] if not one["acknowledged"] else one["reason"]):
            assert str(word) in line
        assert [cell.strip() for cell in plain(line).split("|")][4:6] == [one["stated"] or "", one["computed"] or ""]
        assert f"**{one['file']}**" in text
    said = word_text(ws.target("verksamhetsplan-protokoll.docx"))
    assert all(str(one["message"]) in said for one in found) and "så står det" in said


@pytest.mark.parametrize(
    "name",
    [
        *("VB301-delsumma-arvs", "VB301-sankt-i-vbgen-yaml", "VB309-division-med-noll", "VB102-nul", "VB104-versaler"),
        *(
            "VB401-uppdrag",
            "VB402-budget",
            "VB103-i-klamrar",
            "VB207-fotnot-i-tabell",
            "VB201-bilaga",
            "VB404-risk-som-forsvann",
        ),
        "valid-plan-och-uppfoljning",
    ],
)
def test_what_validate_says_of_a_board_is_in_its_records(name: str, tmp_path: Path) -> None:
    listed = json.loads(run("-C", CASES / name, "list", "--format", "json").out)["boards"]
    code = 0
    for one in listed:
        result = run(
            *("-C", CASES / name, "protocol", "--year", one["year"].__str__(), "--nämnd", one["board"]),
            *("--output", tmp_path, "--format", "md"),
        )
        code = max(code, result.code)
    text = told("".join(path.read_text(encoding="utf-8") for path in sorted(tmp_path.rglob("*.md"))))
    found = _findings(CASES / name)
    for finding in found:
        assert str(finding["message"]) in text and f"**{finding['file']}**" in text
        assert re.search(rf"^\| {finding['line']}:{finding['column']} +\| {finding['code']}\b", text, re.MULTILINE)
    assert code == (1 if any(f["severity"] == "error" and not f["acknowledged"] for f in found) else 0)


def test_open_errors_are_said_plainly(ws: Ws) -> None:
    spoil(ws)
    result = protocol(ws, "--format", "md")
    assert result.code == 1
    assert "verksamhetsplan: öppna fel: 1, se protokollet" in result.err
    assert "har 1 öppet fel som ska rättas eller förklaras" in record(ws)
    ws.change(f"{PLAN}/budget.yaml", "-155 |         -140", "-155 |         -135")
    assert protocol(ws, "--format", "md").code == 0
    assert "öppet fel" not in record(ws)


def test_a_later_document_is_not_spoken_of(ws: Ws) -> None:
    ws.change(f"{FOLLOW_UP}/mal.yaml", "bedömning: avvikelse", "bedömning: okänd")
    assert protocol(ws, "--format", "md", "--document", "verksamhetsplan").code == 0
    assert protocol(ws, "--format", "md", "--document", "verksamhetsberättelse").code == 1
    assert "2021-12" not in record(ws, "verksamhetsplan")


def test_a_file_that_could_not_be_read_is_named(ws: Ws) -> None:
    ws.write(f"{FOLLOW_UP}/mal.yaml", "perspektiv: [")
    protocol(ws, "--format", "md")
    assert f"Gick inte att läsa i sin helhet: {FOLLOW_UP}/mal.yaml." in told(record(ws, "verksamhetsplan"))


# ---------------------------------------------------------------------- hashes
def test_the_hashes_are_those_of_every_file(ws: Ws) -> None:
    ws.write("templates/titelsida.j2", "{{ document.title_block }}\n")
    ws.write("templates/~$ppen.docx", "")
    ws.write(f"{PLAN}/bilder/karta.png", b"\x89PNG")
    ws.write(f"{PLAN}/bilder.yaml", "bilder:\n  karta: {fil: bilder/karta.png, alt: En karta}\n")
    protocol(ws, "--format", "md")
    found = hashes(record(ws, "verksamhetsplan"))
    shared = {"vbgen.yaml", "data/2021/gemensamt.yaml", f"{BOARD}/namnd.yaml", "templates/titelsida.j2"}
    inside = {f"data/2021/tandvarden/{name}" for name in ("enhet.yaml", "plan/dokument.yaml", "plan/texter.yaml")}
    own = {f"{PLAN}/{name}.yaml" for name in ("bilder", "budget", "dokument", "mal", "texter")}
    made = {f"verksamhetsplan.{form}" for form in FORMATS}
    assert set(found) - made == {*shared, *inside, *own, f"{PLAN}/bilder/karta.png"}
    for file in set(found) - made:
        assert found[file] == sha256(ws.file(file))
    assert f"{FOLLOW_UP}/mal.yaml" in hashes(record(ws)) and f"{PLAN}/mal.yaml" in hashes(record(ws))


def test_a_table_of_another_board_that_is_referred_to_is_hashed(ws: Ws) -> None:
    table = ws.read(f"{PLAN}/budget.yaml")
    ws.write("data/2021/kulturnamnden/plan/budget.yaml", table)
    samband = "    samband: [vard = kulturnamnden:driftbudget/vard]\n"
    ws.change(f"{PLAN}/budget.yaml", "    typ: driftbudget\n", f"    typ: driftbudget\n{samband}")
    assert protocol(ws, "--format", "md").code == 0
    found = hashes(record(ws, "verksamhetsplan"))
    file = "data/2021/kulturnamnden/plan/budget.yaml"
    assert found[file] == sha256(ws.file(file))


def test_rendered_documents_have_a_hash_while_they_are_what_the_data_give(ws: Ws) -> None:
    def made() -> dict[str, str]:
        assert protocol(ws, "--format", "md").code in (0, 1)
        return {name: text for name, text in hashes(record(ws, "verksamhetsplan")).items() if "/" not in name}

    names = ("verksamhetsplan.md", "verksamhetsplan.docx")
    assert [made()[name] for name in names] == ["finns inte"] * 2
    ws.plan("--format", "md", "--format", "docx")
    assert [made()[name] for name in names] == [sha256(ws.target(name)) for name in names]
    ws.target("verksamhetsplan.md").write_text("ändrad", encoding="utf-8")
    assert made()["verksamhetsplan.md"].startswith("är inte gjord av dessa data")
    assert made()["verksamhetsplan.docx"] == sha256(ws.target("verksamhetsplan.docx"))
    ws.plan("--draft")
    assert made()["verksamhetsplan.md"].startswith("är inte gjord av dessa data")
    ws.plan()
    assert made()["verksamhetsplan.md"] == sha256(ws.target("verksamhetsplan.md"))
    ws.change(f"{PLAN}/texter.yaml", "Nämnden svarar", "Nämnden ansvarar")
    assert made()["verksamhetsplan.docx"].startswith("är inte gjord av dessa data")


# ------------------------------------------------------------------- wrong use
def test_what_is_not_there(ws: Ws) -> None:
    assert protocol(ws, "--document", "rapport").code == 2
    assert ws.run("protocol", "--year", "2021").code == 2
    assert ws.run("protocol", "--year", "1999", "--nämnd", "halsonamnden").code == 2
    ws.change(f"{PLAN}/dokument.yaml", "period: 2021", "period: 2021\nåterskapad ur: 2021-12")
    result = protocol(ws, "--format", "md")
    assert "återskapad ur 2021-12, görs inte" in result.err
    assert not ws.target("verksamhetsplan-protokoll.md").exists()


def test_a_look_that_cannot_be_used_stops_the_word_file_only(ws: Ws) -> None:
    ws.write("templates/referens.docx", "inget Word-dokument")
    result = protocol(ws)
    assert result.code == 1 and "Word-mallen går inte att använda" in result.err
    assert [path.suffix for path in result.paths] == [".md"] * 3
