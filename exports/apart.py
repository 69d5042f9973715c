"""A sheet of paper laid out in a process of its own: `python -m exports.apart`.

The engine that lays out pages takes some 100 MB and keeps them. A web process would hold them for
the rest of its life for a sheet now and then, so a child does it and ends.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from typing import Final

from config import ROOT
from exports.report import NoPdfEngine, pages_and_pdf

SECONDS: Final = 90
_NO_ENGINE: Final = 3


def one_page(sizes: Sequence[str]) -> bytes:
    """The PDF of the first document that takes one page, else of the last; tagged.

    Raises `NoPdfEngine`, and `RuntimeError` where the child fails otherwise.
    """
    child = subprocess.run(
        [sys.executable, "-m", "exports.apart"],
        input=json.dumps(list(sizes)).encode(),
        capture_output=True,
        cwd=ROOT,
        timeout=SECONDS,
        check=False,
    )
    if child.returncode == _NO_ENGINE:
        raise NoPdfEngine
    if child.returncode or not child.stdout.startswith(b"%PDF-"):
        raise RuntimeError(f"the sheet was not laid out: {child.stderr[-500:]!r}")
    return child.stdout


def first_that_fits(sizes: Sequence[str]) -> bytes:
    """The same in this process."""
    for html in sizes:
        pages, write = pages_and_pdf(html)
        if pages == 1:
            break
    return write()


def main() -> int:
    """Read documents, write one PDF; the exit code says when there is no engine."""
    try:
        made = first_that_fits(json.loads(sys.stdin.buffer.read()))
    except NoPdfEngine:
        return _NO_ENGINE
    sys.stdout.buffer.write(made)
    return 0


if __name__ == "__main__":
    sys.exit(main())
