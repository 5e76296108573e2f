"""Files that cannot be what they should be: exit 1, file and line, no traceback, the old document untouched."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.bad_input.conftest import OLD
from tests.cli.support import BOARD, PLAN, Result, Ws, no_bug, outputs

GOALS = f"{PLAN}/mal.yaml"
OTHERS = ["vbgen.yaml", "data/2021/gemensamt.yaml", f"{BOARD}/namnd.yaml", f"{PLAN}/dokument.yaml"]


def refused(ws: Ws, folder: Path, place: str, *said: str) -> None:
    """validate and render both stop at `place` and say the words; what was there before is still there."""
    before = outputs(folder)
    for result in (ws.validate(), made := ws.plan("--format", "md", "--format", "docx")):
        no_bug(result)
        assert result.code == 1, result.said
        assert place in result.said
        for word in said:
            assert word in result.said
    assert made.out == ""
    assert outputs(folder) == before
    assert set(before.values()) == {OLD}


def deep_flow(_: str) -> bytes:
    return b"x: " + b"[" * 3000 + b"]" * 3000 + b"\n"


def deep_block(_: str) -> bytes:
    return "".join(f"{' ' * level}a:\n" for level in range(3000)).encode()


def deep_dashes(_: str) -> bytes:
    return b"x:\n  " + b"- " * 3000 + b"a\n"


def bomb(_: str) -> bytes:
    lines = ['a0: &a0 ["ha", "ha"]']
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    return "\n".join(lines).encode() + b"\n"


WHOLE: dict[str, tuple[Callable[[str], bytes], int, str]] = {
    "empty": (lambda _: b"", 1, "filen är tom"),
    "blanks": (lambda _: b"\n  \n\n", 1, "filen är tom"),
    "comment only": (lambda _: b"# bara en kommentar\n", 1, "filen är tom"),
    "BOM only": (lambda _: b"\xef\xbb\xbf", 1, "filen är tom"),
    "Latin-1": (lambda text: (f"# först\n{text}# Hälsonämnden\n").encode("latin-1", "replace"), 0, "inte UTF-8"),
    "UTF-16": (lambda text: text.encode("utf-16"), 1, "UTF-16"),
    "UTF-16 without BOM": (lambda text: text.encode("utf-16-le"), 0, ""),
    "UTF-32": (lambda text: text.encode("utf-32"), 1, ""),
    "NUL": (lambda text: b"# rad 1\n# rad 2 \0\n" + text.encode(), 2, "NUL"),
    "NUL only": (lambda _: b"\0" * 5000, 1, "NUL"),
    "a Word file": (lambda _: b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", 1, ""),
    "escape sequence": (lambda text: text.encode() + b"# \x1b[31m\n", -1, "styrtecken"),
    "line separator": (lambda text: text.encode() + "# a\u2028b\n".encode(), -1, "styrtecken"),
    "tab": (lambda text: b"a:\n\tb: 1\n" + text.encode(), 2, "tabb"),
    "two documents": (lambda text: text.encode() + b"---\n" + text.encode(), -1, "två YAML-dokument"),
    "list": (lambda _: b"- namn: A\n- namn: B\n", 1, "en lista"),
    "scalar": (lambda _: b"bara text\n", 1, "en text"),
    "number": (lambda _: b"42\n", 1, "en text"),
    "duplicate key": (lambda text: text.encode() + b"noterat: []\nnoterat: []\n", -2, "två gånger"),
    "unknown key": (lambda text: text.encode() + "okänd: 1\n".encode(), -1, 'okänd nyckel "okänd"'),
    "complex key": (lambda text: text.encode() + b"? [a, b]\n: c\n", -1, "nyckel"),
    "null key": (lambda text: text.encode() + b": c\n", -1, ""),
    "merge key": (lambda text: text.encode() + b"<<: {a: 1}\n", -1, ""),
    "alias bomb": (bomb, 1, "ankare"),
    "alias cycle": (lambda _: b"x: &x [*x]\n", 1, "ankare"),
    "alias to nothing": (lambda text: text.encode() + b"x: *inget\n", -1, ""),
    "Python tag": (lambda text: text.encode() + b"x: !!python/object/apply:os.system ['exit 3']\n", -1, "tagg"),
    "own tag": (lambda text: text.encode() + b"x: !include /etc/passwd\n", -1, "tagg"),
    "deep flow": (deep_flow, 1, "djupare"),
    "deep block": (deep_block, 0, "djupare"),
    "deep dashes": (deep_dashes, 2, "djupare"),
    "open quote": (lambda text: text.encode() + b'x: "y\n', -1, ""),
    "open bracket": (lambda text: text.encode() + b"x: [a, b\n", 0, ""),
    "bad indent": (lambda text: text.encode() + b"x:\n   a: 1\n  b: 2\n", 0, ""),
    "directive": (lambda text: b"%YAML 9.9\n---\n" + text.encode(), 1, ""),
}


COMMON = ["empty", "Latin-1", "UTF-16", "two documents", "list", "duplicate key", "open quote", "deep block"]


@pytest.mark.parametrize(
    ("kind", "file"), [*((kind, GOALS) for kind in WHOLE), *((kind, file) for kind in COMMON for file in OTHERS)]
)
def test_a_file_that_is_spoilt(ws: Ws, untouched: Path, file: str, kind: str) -> None:
    spoil, line, said = WHOLE[kind]
    text = ws.read(file)
    content = spoil(text)
    ws.write(file, content)
    if line < 0:  # from the end of the text that was there
        added = content[len(text.encode()) :].count(b"\n") if kind not in {"two documents", "duplicate key"} else 1
        line = text.count("\n") + (2 if kind == "duplicate key" else 1) * bool(added)
    refused(ws, untouched, f"{file}:{line}:" if line else f"{file}:", said)


@pytest.mark.parametrize("kind", COMMON)
@pytest.mark.parametrize("file", ["vbgen.yaml", f"{BOARD}/namnd.yaml", f"{PLAN}/dokument.yaml"])
def test_list_goes_on(ws: Ws, file: str, kind: str) -> None:
    """`list` shows what it can read."""
    ws.write(file, WHOLE[kind][0](ws.read(file)))
    result = ws.run("list", "--format", "json")
    no_bug(result)
    assert [b["board"] for b in json.loads(result.out)["boards"]] == ["halsonamnden", "kulturnamnden"]


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("    namn: Vård: nu\n", "citattecken"),
        ('    namn: "Vård\n', ""),
        ("    namn: [Vård\n", ""),
        ("   namn: Vård\n", ""),
        ("\tnamn: Vård\n", "tabb"),
        ("    namn: @vård\n", "citattecken"),
        ("    namn: 'Vård' och omsorg\n", "citattecken"),
    ],
)
def test_a_syntax_error_in_line_300(ws: Ws, untouched: Path, bad: str, said: str) -> None:
    good = "".join(f"  - id: mal-{n}\n    namn: Mål {n}\n" for n in range(148))
    ws.write(GOALS, f"# rad 1\nmål:\n{good}  - id: mal\n{bad}  - id: sist\n    namn: Sist\n")
    assert ws.read(GOALS).splitlines()[299] == bad.rstrip("\n")
    refused(ws, untouched, f"{GOALS}:300:", said)


def test_a_missing_key(ws: Ws, untouched: Path) -> None:
    ws.write(f"{BOARD}/namnd.yaml", "# utan namn\nbilagor: [tandvarden]\n")
    refused(ws, untouched, f"{BOARD}/namnd.yaml:2:", '"namn" saknas')


@pytest.mark.parametrize("code", ["import os; os.mkdir('{}')", "open('{}', 'w')"])
def test_nothing_in_a_file_is_run(ws: Ws, tmp_path: Path, code: str) -> None:
    trace = tmp_path / "spår"
    tag = f'x: !!python/object/apply:builtins.exec ["{code.format(trace)}"]\n'
    ws.write(GOALS, ws.read(GOALS) + tag)
    assert ws.validate().code == 1
    assert not trace.exists()


# -------------------------------------------------------- what must pass too
@pytest.mark.parametrize("change", ["BOM", "CRLF", "BOM and CRLF", "no last newline", "old Mac", "---"])
def test_harmless_forms_make_no_difference(ws: Ws, change: str) -> None:
    ws.render("--format", "md")
    before = outputs(ws.out)
    for path in ws.root.rglob("*.yaml"):
        raw = path.read_bytes()
        if change == "no last newline" and not raw.rstrip(b"\n").endswith(b"|"):
            raw = raw.removesuffix(b"\n")
        if "CRLF" in change:
            raw = raw.replace(b"\n", b"\r\n")
        if change == "old Mac":
            raw = raw.replace(b"\n", b"\r")
        if change == "---":
            raw = b"---\n" + raw
        path.write_bytes((b"\xef\xbb\xbf" if "BOM" in change else b"") + raw)
    assert ws.validate("--strict").code == 0
    assert ws.render("--format", "md").code == 0
    assert outputs(ws.out) == before


def test_crlf_in_a_table_file(ws: Ws) -> None:
    grid = "Belopp i mnkr\tBudget 2021\tPrognos 2020\tBudget 2020\r\n---\r\n[vard] Vård\t-100\t-90\t-95\r\n"
    ws.write(f"{PLAN}/budget.yaml", "tabeller:\n  driftbudget: {typ: driftbudget}\n")
    ws.write(f"{PLAN}/tabeller/driftbudget.tsv", b"\xef\xbb\xbf" + grid.encode())
    assert ws.validate("--strict").said.count("fel VB") == 0
    assert ws.plan().code == 0


# ------------------------------------------------------------------ too large
def large(ws: Ws, file: str, size: int) -> None:
    """A file of `size` bytes that would be sound: its rest is a comment, which no one should read."""
    raw = ws.file(file).read_bytes()
    raw += b"# " + b"x" * (size - len(raw) - 3) + b"\n"
    assert len(raw) == size
    ws.file(file).write_bytes(raw)


@pytest.mark.parametrize("file", [GOALS, f"{BOARD}/namnd.yaml", f"{PLAN}/dokument.yaml", "data/2021/gemensamt.yaml"])
def test_the_limit_of_the_workspace(ws: Ws, untouched: Path, file: str) -> None:
    ws.write("vbgen.yaml", ws.read("vbgen.yaml") + "gränser: {filstorlek: 1}\n")
    large(ws, file, 1_100_000)
    refused(ws, untouched, f"{file}:1:", "för stor", "filstorlek")


def test_up_to_the_limit_all_is_well(ws: Ws) -> None:
    ws.write("vbgen.yaml", ws.read("vbgen.yaml") + "gränser: {filstorlek: 1}\n")
    large(ws, GOALS, 999_999)
    assert ws.validate().code == 0


@pytest.mark.parametrize("file", [GOALS, "vbgen.yaml", f"{PLAN}/tabeller/driftbudget.tsv"])
def test_too_large_is_refused_before_it_is_read(
    ws: Ws, untouched: Path, file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if file.endswith(".tsv"):
        ws.write(f"{PLAN}/budget.yaml", "tabeller:\n  driftbudget: {typ: driftbudget}\n")
        ws.write(file, "a\n")
    with ws.file(file).open("ab") as hole:
        hole.truncate(10_000_001)
    real, opened = Path.read_bytes, []

    def watched(path: Path) -> bytes:
        opened.append(path)
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", watched)
    refused(ws, untouched, f"{file}:1:", "för stor")
    assert ws.file(file) not in opened
    assert opened, "no file was read in the way that is watched"


@pytest.mark.parametrize("limit", ["0", "stor", "-1", "1,5", "99999999999"])
def test_a_limit_that_is_none(ws: Ws, untouched: Path, limit: str) -> None:
    ws.write("vbgen.yaml", ws.read("vbgen.yaml") + f"gränser: {{filstorlek: {limit}}}\n")
    number = ws.read("vbgen.yaml").count("\n")
    refused(ws, untouched, f"vbgen.yaml:{number}:" if limit != "0" else ":1:")


# --------------------------------------------------------- out of the workspace
@pytest.mark.parametrize("file", [GOALS, f"{BOARD}/namnd.yaml", f"{PLAN}/dokument.yaml", "data/2021/gemensamt.yaml"])
@pytest.mark.parametrize("absolute", [True, False])
def test_a_link_out_of_the_workspace(ws: Ws, untouched: Path, tmp_path: Path, file: str, *, absolute: bool) -> None:
    outside = tmp_path / "utanför.yaml"
    outside.write_bytes(ws.file(file).read_bytes())
    ws.file(file).unlink()
    ws.file(file).symlink_to(outside if absolute else os.path.relpath(outside, ws.file(file).parent))
    refused(ws, untouched, f"{file}:1:", "ut ur arbetsytan")


@pytest.mark.parametrize("folder", [BOARD, PLAN, "data/2021/tandvarden", f"{PLAN}/tabeller"])
def test_a_linked_folder_out_of_the_workspace(ws: Ws, tmp_path: Path, folder: str) -> None:
    ws.file(folder).mkdir(exist_ok=True)
    ws.file(folder).rename(tmp_path / "utanför")
    ws.file(folder).symlink_to(tmp_path / "utanför")
    result = ws.validate()
    no_bug(result)
    assert result.code == 1
    assert f"{folder}:1:1: fel VB114" in result.out


def test_a_link_inside_the_workspace_is_followed(ws: Ws) -> None:
    ws.file(GOALS).rename(ws.file("mal-i-roten.yaml"))
    ws.file(GOALS).symlink_to(ws.file("mal-i-roten.yaml"))
    assert ws.validate().code == 0


@pytest.mark.parametrize("target", ["finns-inte.yaml", "mal.yaml"])
def test_a_link_to_nothing_and_to_itself(ws: Ws, untouched: Path, target: str) -> None:
    ws.file(GOALS).unlink()
    ws.file(GOALS).symlink_to(target)
    before = outputs(untouched)
    for result in (ws.validate(), ws.plan()):
        no_bug(result)
        assert result.code in {1, 4}
        assert GOALS in result.said
    assert outputs(untouched) == before


@pytest.mark.posix
def test_a_pipe_is_not_waited_for(ws: Ws, untouched: Path) -> None:
    ws.file(GOALS).unlink()
    os.mkfifo(ws.file(GOALS))
    refused(ws, untouched, f"{GOALS}:1:", "ingen vanlig fil")


def test_a_folder_where_a_file_should_be(ws: Ws, untouched: Path) -> None:
    ws.file(GOALS).unlink()
    ws.file(GOALS).mkdir()
    refused(ws, untouched, f"{GOALS}:1:")


@pytest.mark.parametrize("name", ["../tandvarden", "../../../../etc", "/etc", "tandvarden/../tandvarden", "Tandvarden"])
def test_a_path_instead_of_a_name(ws: Ws, untouched: Path, name: str) -> None:
    ws.write(f"{BOARD}/namnd.yaml", f"namn: Hälsonämnden\nbilagor: [{name}]\n")
    refused(ws, untouched, f"{BOARD}/namnd.yaml:2:")


# ---------------------------------------------------------- folders and names
def test_a_board_folder_without_its_file(ws: Ws) -> None:
    ws.file(f"{BOARD}/namnd.yaml").unlink()
    result = ws.validate()
    no_bug(result)
    assert result.code == 1
    assert f"{BOARD}:1:1: fel VB114" in result.out
    assert "namnd.yaml" in result.out
    made = ws.plan()
    assert (made.code, made.out) == (2, "")
    assert "kulturnamnden" in made.err


@pytest.mark.parametrize(
    ("name", "said"),
    [
        (f"{PLAN}/mal.yml", ".yaml"),
        (f"{PLAN}/MAL.YAML", ".yaml"),
        (f"{BOARD}/mal.yaml", "ingen plats"),
        ("data/2021/mal.yaml", "ingen plats"),
        ("data/mal.yaml", "ingen plats"),
        ("data/1821/x/namnd.yaml", "årtal"),
        ("data/mallar/x/namnd.yaml", "årtal"),
        ("data/2021/Nämnden/namnd.yaml", "mappnamn"),
        ("data/2021/tom/plan/mal.yaml", "namnd.yaml"),
        (f"{BOARD}/2021-13/dokument.yaml", "dokument"),
        (f"{BOARD}/planen/dokument.yaml", "dokument"),
        (f"{BOARD}/2021-04/mal.yaml", "dokument.yaml"),
        (f"{PLAN}/under/mal.yaml", "ingen plats"),
    ],
)
def test_what_has_no_place_is_not_passed_over(ws: Ws, name: str, said: str) -> None:
    ws.write(name, "texter: {}\n")
    result = ws.validate()
    no_bug(result)
    assert result.code == 1
    assert any(
        line.startswith(f"{place}:1:1: fel") and said in result.out
        for line in result.out.splitlines()
        for place in [name, *(str(parent) for parent in Path(name).parents)]
    ), result.out


@pytest.mark.parametrize("name", [".mal.yaml.swp", "~$mal.yaml", ".DS_Store", "__pycache__/x.pyc"])
def test_traces_of_editors_are_passed_over(ws: Ws, name: str) -> None:
    ws.write(f"{PLAN}/{name}", b"\0")
    assert ws.validate("--strict").code == 0


def test_the_same_thing_in_two_files(ws: Ws, untouched: Path) -> None:
    ws.write(f"{PLAN}/extra.yaml", "texter:\n  inledning: En gång till.\n")
    refused(ws, untouched, f"{PLAN}/texter.yaml:2:", "två gånger")


@pytest.mark.parametrize(
    ("file", "place"),
    [
        ("data/2021/tandvarden/plan/dokument.yaml", "data/2021/tandvarden/plan:1:1: fel VB114"),
        ("data/2021/tandvarden/enhet.yaml", f"{BOARD}/namnd.yaml:2:11: fel VB201"),
    ],
)
def test_an_appendix_is_not_left_out_in_silence(ws: Ws, untouched: Path, file: str, place: str) -> None:
    """Its folder lacks what makes it a document: the board's document is stopped, not printed with a gap."""
    ws.file(file).unlink()
    refused(ws, untouched, place)


def test_a_stray_file_of_the_appendix_is_told_too(ws: Ws, untouched: Path) -> None:
    ws.write("data/2021/tandvarden/plan/mal.yml", "texter: {}\n")
    refused(ws, untouched, "data/2021/tandvarden/plan/mal.yml:1:1: fel VB114")


def test_every_fault_of_a_file_is_told_at_once(ws: Ws) -> None:
    ws.change(GOALS, "    namn: Invånare", "    nam: Invånare")
    ws.change(GOALS, "nivå: mål", "nivå: målet")
    ws.change(f"{PLAN}/texter.yaml", "texter:", "texterna:")
    result: Result = ws.validate()
    for place in (f"{GOALS}:3:", f"{GOALS}:11:", f"{PLAN}/texter.yaml:1:"):
        assert place in result.out
