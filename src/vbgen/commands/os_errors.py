"""Reasons for errors of the operating system, in Swedish."""

from __future__ import annotations

import errno

_REASONS = {
    errno.EACCES: "åtkomst nekad",
    errno.EPERM: "åtkomst nekad",
    errno.ENOSPC: "disken är full",
    errno.EDQUOT: "diskutrymmet är slut",
    errno.EFBIG: "filen får inte bli så stor",
    errno.EROFS: "platsen är skrivskyddad",
    errno.ENOENT: "filen finns inte",
    errno.ENOTDIR: "en del av sökvägen är ingen katalog",
    errno.EISDIR: "det är en katalog, inte en fil",
    errno.EEXIST: "det finns redan en fil med det namnet",
    errno.ENAMETOOLONG: "sökvägen är för lång",
    errno.EIO: "läs- eller skrivfel på disken",
}


def describe_os_error(error: OSError) -> str:
    """Return file and reason."""
    from vbgen.output import FileBusy
    from vbgen.render.pandoc import PandocError
    from vbgen.render.typesetter import TypesetError

    if isinstance(error, FileBusy):
        return f"{error.filename}: {error.strerror}"
    if isinstance(error, PandocError):
        return f"Word-filen kunde inte göras: {error}"
    if isinstance(error, TypesetError):
        return f"pdf-filen eller ett diagram kunde inte göras: {error}"
    cause = _REASONS.get(error.errno or 0, error.strerror or type(error).__name__)
    return f"{error.filename}: {cause}" if error.filename else cause
