"""Compile the Swedish translations (messages.po) to what gettext reads (messages.mo).

python scripts/compile_locale.py          writes each messages.mo beside its messages.po
python scripts/compile_locale.py --check  writes nothing; fails when one of them is out of date
"""

from __future__ import annotations

import io
import sys
from pathlib import Path

from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent / "src" / "vbgen" / "locale"


def compiled(po: Path) -> bytes:
    """Compile a .po file; return the bytes of the .mo file."""
    with po.open("rb") as source:
        catalog = read_po(source, locale=po.parent.parent.name)
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def entries(mo: bytes) -> dict[tuple[str, ...], object]:
    """Return the translations in a .mo file, without its header, which names the version of the program that wrote it."""
    messages = [message for message in read_mo(io.BytesIO(mo)) if message.id]
    return {(message.id,) if isinstance(message.id, str) else tuple(message.id): message.string for message in messages}


def up_to_date(po: Path) -> bool:
    """Tell whether the .mo file beside a .po file has the same translations."""
    mo = po.with_suffix(".mo")
    return mo.is_file() and entries(mo.read_bytes()) == entries(compiled(po))


def main(arguments: list[str]) -> int:
    """Compile or check every language; return the exit code."""
    if arguments not in ([], ["--check"]):
        print(__doc__, file=sys.stderr)
        return 2
    stale = [po for po in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")) if not up_to_date(po)]
    for po in stale:
        if arguments:
            print(f"{po.with_suffix('.mo')} is out of date: run python scripts/compile_locale.py", file=sys.stderr)
        else:
            po.with_suffix(".mo").write_bytes(compiled(po))
    return 1 if stale and arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
