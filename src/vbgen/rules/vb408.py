"""Dokumentet är ändrat sedan det antogs.

Vad: Dokumentet säger något annat än det som `vbgen adopt` sparade när det antogs, eller så är det sparade ändrat. Ord och siffror räknas. Kommentarer, blanktecken, `noterat:` och `beslut:` räknas inte. Står ett annat beslut i `beslut:` än det som är antaget, utan att något annat är ändrat, är det en varning.

Varför: Det nämnden beslutade gäller tills den beslutar något annat. En siffra som ändras efteråt syns annars inte.

Fel:

    # antaget 2020-12-01 § 123 med -451,0
    | [kansliet] Regionkansliet | -450,0 |

Rätt: Ändra tillbaka. Är ändringen beslutad, skriv det nya beslutet i `beslut:` och kör `vbgen adopt` igen. Är det ett skrivfel som får rättas utan beslut, notera det: `noterat: - {kod: VB408, skäl: …}`. Är det sparade ändrat, hämta tillbaka mappen `antaget`.
"""

from __future__ import annotations

from collections.abc import Iterator

from vbgen.findings import Finding, Place
from vbgen.model.numbers import Figure, parse
from vbgen.reportset.context import Context
from vbgen.reportset.data import AdoptedVersion, DocumentData
from vbgen.reportset.differences import Difference, Tree, squeeze

CODE = "VB408"
_SHOWN = 5  # differences of a file that are told one by one
_LENGTH = 60
_AROUND = 2  # words before and after the first that differ


def check(context: Context) -> Iterator[Finding]:
    """Adopted snapshots against their checksums and, the last, against the document."""
    for document in context.data.documents():
        for adopted in document.adopted_versions:
            yield from _report_damage(document, adopted)
            yield from _report_changes(document, adopted)
        if document.adopted_versions:
            yield from _report_decision(document, document.adopted_versions[-1])


def _report_damage(document: DocumentData, adopted: AdoptedVersion) -> Iterator[Finding]:
    folder, _, own_name = adopted.place.file.removeprefix(f"{document.path}/").rpartition("/")
    for name in (*adopted.damaged_files, *adopted.missing_files):
        place = adopted.place.child("kontrollsumma") if name == own_name else adopted.place.child("filer", name)
        fault = "filen saknas" if name in adopted.missing_files else "kontrollsumman stämmer inte"
        message = f"{name} är inte längre som när dokumentet antogs {adopted.decision.day_and_paragraph}: {fault}"
        hint = "hämta tillbaka mappen från före ändringen: det som är antaget ändras aldrig"
        yield Finding(CODE, "error", place, message, hint, address=f"{folder}/{name}", owner=document.place)


def _report_changes(document: DocumentData, adopted: AdoptedVersion) -> Iterator[Finding]:
    """Report the first differences of each file, and the number of the others."""
    files: dict[str, list[Difference]] = {}
    for difference in adopted.differences:
        files.setdefault(difference.place.file, []).append(difference)
    prefix = f"ändrat sedan beslutet {adopted.decision.day_and_paragraph}"
    hint = "ändra tillbaka, eller ta ett nytt beslut: skriv det i beslut: och kör vbgen adopt igen"
    decision = document.info.decision
    if decision is not None and decision.is_other_than(adopted.decision):
        hint = f"beslutet {decision.day_and_paragraph} i beslut: är inte antaget än: kör vbgen adopt"
    for file, changes in files.items():
        for change in changes[:_SHOWN]:
            own_figure, adopted_figure = _parse_figure(change.after), _parse_figure(change.before)
            own_number, adopted_number = (
                (own_figure.plain(), adopted_figure.plain())
                if own_figure is not None and adopted_figure is not None
                else (None, None)
            )
            message = f"{prefix}: {_format_change(change)}"
            yield Finding(
                CODE, "error", change.place, message, hint, own_number, adopted_number, change.address, change.owner
            )
        if remaining := changes[_SHOWN:]:
            message = f"{prefix}: ytterligare {len(remaining)} {'ställe' if len(remaining) == 1 else 'ställen'} i filen"
            yield Finding(CODE, "error", remaining[0].place, message, hint, owner=Place(file))


def _report_decision(document: DocumentData, adopted: AdoptedVersion) -> Iterator[Finding]:
    """Report another decision than the adopted one, where nothing else is reported of it."""
    decision, is_reported = (
        document.info.decision,
        adopted.damaged_files or adopted.missing_files or adopted.differences,
    )
    if decision is not None and decision.is_other_than(adopted.decision) and not is_reported:
        message = f"beslutet {decision.day_and_paragraph} är inte antaget: det senast antagna är {adopted.decision.day_and_paragraph}"
        place = document.place.child("beslut")
        yield Finding(CODE, "warning", place, message, "kör vbgen adopt, eller rätta beslut:", owner=place)


# ---------------------------------------------------------------------- words
def _format_change(change: Difference) -> str:
    place = change.place
    subject = change.label or place.dotted_path
    if change.owner is not None and change.owner.path[:1] == ("tabeller",):
        subject = f'tabellen "{change.owner.path[1]}": {change.label}'
    if isinstance(change.after, bytes):
        return f"{subject} är en annan"
    if change.before is None:
        return f"{subject} har lagts till" + (
            "" if _shorten(change.after) in subject else f": {_shorten(change.after)}"
        )
    if change.after is None:
        return f"{subject} har tagits bort" + (
            "" if _shorten(change.before) in subject else f", där stod {_shorten(change.before)}"
        )
    if isinstance(change.before, str) and isinstance(change.after, str):
        was, now = _cut_excerpt(change.before, change.after), _cut_excerpt(change.after, change.before)
        return f"{subject} var {was} och är {now}"
    return f"{subject} var {_shorten(change.before)} och är {_shorten(change.after)}"


def _parse_figure(tree: Tree) -> Figure | None:
    return parse(tree) if isinstance(tree, str) else None


def _shorten(tree: Tree) -> str:
    """Return a value in a few words: of an object its id or its first text."""
    if isinstance(tree, dict):
        return _shorten(tree.get("id") or next(iter(tree.values()), None))
    if isinstance(tree, list):
        return _shorten(tree[0] if tree else None) + (" …" if len(tree) > 1 else "")
    text = squeeze(tree) if isinstance(tree, str) else ""
    return f'"{text[:_LENGTH]}…"' if len(text) > _LENGTH else f'"{text}"'


def _cut_excerpt(text: str, other: str) -> str:
    """Return a text where it differs from another: a figure as it is, a long text from the first word that differs."""
    if (figure := _parse_figure(text)) is not None:
        return figure.show()
    if not text.strip():
        return "tomt"
    words, others = text.split(), other.split()
    if len(squeeze(text)) <= _LENGTH:
        return f'"{text.rstrip()}"' if "\n" not in text.strip() else f'"{squeeze(text)}"'
    first_index = next(
        (index for index, (word, other_word) in enumerate(zip(words, others, strict=False)) if word != other_word),
        min(len(words), len(others)),
    )
    start = max(0, first_index - _AROUND)
    excerpt = " ".join(words[start:])
    end = "…" if len(excerpt) > _LENGTH else ""
    return f'"{"… " if start else ""}{excerpt[:_LENGTH]}{end}"'
