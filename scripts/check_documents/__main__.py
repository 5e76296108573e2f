"""Check the documents, print what was found, and end with 1 if one of them is not valid."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import scripts.check_documents as package
from scripts.check_documents import documents as rendering
from scripts.check_documents import planted, tools
from scripts.check_documents.documents import Document, Result
from scripts.check_documents.validators import check

_MAX_PROBLEMS = 20  # messages of one validator for one document


def lines(result: Result) -> Iterator[str]:
    """Yield a line for the result, and one for each problem."""
    count = len(result.problems)
    outcome = f"{count} error{'' if count == 1 else 's'}" if count else "ok"
    if result.skipped:
        outcome = f"not checked: {result.skipped}"
    yield f"{result.document.kind:5} {result.validator:14} {result.document.name}  {outcome}"
    yield from (f"      {problem}" for problem in result.problems[:_MAX_PROBLEMS])
    if count > _MAX_PROBLEMS:
        yield f"      … and {count - _MAX_PROBLEMS} more"


def report(documents: Sequence[Document]) -> int:
    """Print all results and their sums; return the exit code."""
    results = failed = 0
    for result in check(documents):
        print(*lines(result), sep="\n", flush=True)
        results += 1
        failed += bool(result.problems)
    print(f"\nchecks: {results}, failed: {failed}")
    return 1 if failed or not results else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Prepare, render, check; return the exit code: 1 for documents that are not valid, 2 if they cannot be checked."""
    parser = argparse.ArgumentParser(prog="check_documents", description=(package.__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path, help="files to check; without: everything that vbgen makes")
    parser.add_argument("--planted", action="store_true", help="check the validators with planted faults")
    options = parser.parse_args(arguments)
    for path in options.files:
        if not path.is_file():
            parser.error(f"there is no {path}")
    try:
        tools.prepare()
        if options.planted:
            return planted.report()
        return report(rendering.given(options.files) if options.files else rendering.render())
    except (tools.ToolError, rendering.RenderingError) as error:
        print(error, file=sys.stderr)
        return 2


if __name__ == "__main__":
    sys.exit(main())
