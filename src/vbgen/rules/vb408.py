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
from vbgen.reportset.data import Adopted, DocumentData
from vbgen.reportset.differences import Difference, Tree, squeeze

CODE = "VB408"
_SHOWN = 5  # differences of a file that are told one by one
_LENGTH = 60
_AROUND = 2  # words before and after the first that differ


def check(context: Context) -> Iterator[Finding]:
    """What was adopted against itself and, the last of it, against the document."""
    for document in context.data.documents():
        for adopted in document.adopted:
            yield from _damage(document, adopted)
            yield from _changes(document, adopted)
        if document.adopted:
            yield from _decision(document, document.adopted[-1])


def _damage(document: DocumentData, adopted: Adopted) -> Iterator[Finding]:
    folder, _, own = adopted.place.file.removeprefix(f"{document.path}/").rpartition("/")
    for name in (*adopted.damaged, *adopted.missing):
        place = adopted.place.below("kontrollsumma") if name == own else adopted.place.below("filer", name)
        what = "filen saknas" if name in adopted.missing else "kontrollsumman stämmer inte"
        message = f"{name} är inte längre som när dokumentet antogs {adopted.decision.shown}: {what}"
        hint = "hämta tillbaka mappen från före ändringen: det som är antaget ändras aldrig"
        yield Finding(CODE, "error", place, message, hint, address=f"{folder}/{name}", owner=document.place)


def _changes(document: DocumentData, adopted: Adopted) -> Iterator[Finding]:
    """The first differences of each file, and how many more there are."""
    files: dict[str, list[Difference]] = {}
    for found in adopted.differences:
        files.setdefault(found.place.file, []).append(found)
    decided = f"ändrat sedan beslutet {adopted.decision.shown}"
    hint = "ändra tillbaka, eller ta ett nytt beslut: skriv det i beslut: och kör vbgen adopt igen"
    new = document.info.decision
    if new is not None and new.is_other_than(adopted.decision):
        hint = f"beslutet {new.shown} i beslut: är inte antaget än: kör vbgen adopt"
    for file, changes in files.items():
        for change in changes[:_SHOWN]:
            now, was = _figure(change.now), _figure(change.was)
            stated, decided_then = (now.plain(), was.plain()) if now is not None and was is not None else (None, None)
            message = f"{decided}: {_told(change)}"
            yield Finding(
                CODE, "error", change.place, message, hint, stated, decided_then, change.address, change.owner
            )
        if rest := changes[_SHOWN:]:
            message = f"{decided}: ytterligare {len(rest)} {'ställe' if len(rest) == 1 else 'ställen'} i filen"
            yield Finding(CODE, "error", rest[0].place, message, hint, owner=Place(file))


def _decision(document: DocumentData, adopted: Adopted) -> Iterator[Finding]:
    """Another decision than the adopted one, where nothing else is told of it."""
    now, told = document.info.decision, adopted.damaged or adopted.missing or adopted.differences
    if now is not None and now.is_other_than(adopted.decision) and not told:
        message = f"beslutet {now.shown} är inte antaget: det senast antagna är {adopted.decision.shown}"
        place = document.place.below("beslut")
        yield Finding(CODE, "warning", place, message, "kör vbgen adopt, eller rätta beslut:", owner=place)


# ---------------------------------------------------------------------- words
def _told(change: Difference) -> str:
    place = change.place
    where = change.what or place.dotted
    if change.owner is not None and change.owner.path[:1] == ("tabeller",):
        where = f'tabellen "{change.owner.path[1]}": {change.what}'
    if isinstance(change.now, bytes):
        return f"{where} är en annan"
    if change.was is None:
        return f"{where} har lagts till" + ("" if _brief(change.now) in where else f": {_brief(change.now)}")
    if change.now is None:
        return f"{where} har tagits bort" + ("" if _brief(change.was) in where else f", där stod {_brief(change.was)}")
    if isinstance(change.was, str) and isinstance(change.now, str):
        was, now = _excerpt(change.was, change.now), _excerpt(change.now, change.was)
        return f"{where} var {was} och är {now}"
    return f"{where} var {_brief(change.was)} och är {_brief(change.now)}"


def _figure(tree: Tree) -> Figure | None:
    return parse(tree) if isinstance(tree, str) else None


def _brief(tree: Tree) -> str:
    """What stands somewhere, in a few words: of an object its id or its first text."""
    if isinstance(tree, dict):
        return _brief(tree.get("id") or next(iter(tree.values()), None))
    if isinstance(tree, list):
        return _brief(tree[0] if tree else None) + (" …" if len(tree) > 1 else "")
    text = squeeze(tree) if isinstance(tree, str) else ""
    return f'"{text[:_LENGTH]}…"' if len(text) > _LENGTH else f'"{text}"'


def _excerpt(text: str, other: str) -> str:
    """A text where it differs from another: a figure as it is, a long text from the first word that differs."""
    if (figure := _figure(text)) is not None:
        return figure.show()
    if not text.strip():
        return "tomt"
    words, others = text.split(), other.split()
    if len(squeeze(text)) <= _LENGTH:
        return f'"{text.rstrip()}"' if "\n" not in text.strip() else f'"{squeeze(text)}"'
    first = next(
        (i for i, (a, b) in enumerate(zip(words, others, strict=False)) if a != b), min(len(words), len(others))
    )
    start = max(0, first - _AROUND)
    shown = " ".join(words[start:])
    end = "…" if len(shown) > _LENGTH else ""
    return f'"{"… " if start else ""}{shown[:_LENGTH]}{end}"'
