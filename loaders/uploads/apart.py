"""Reads a workbook in a process of its own, with limits of memory and time.

A workbook of ten megabytes takes several hundred while it is unpacked; the process that serves
pages must neither grow by them nor end with them.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from loaders.errors import FileUnreadableError
from loaders.uploads.packed import packed_sheet
from loaders.uploads.sheet import WORKBOOK, read_sheet

APART: Final = 500_000
"""Workbooks with more bytes than this are read apart."""
_MEMORY: Final = 1 << 30
_SECONDS: Final = 30
_UNREADABLE: Final = 3
_ROOT: Final = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Brought:
    """A file as it is kept: its name, the packed table, and how many rows that has."""

    name: str
    packed: bytes
    row_count: int


def brought(content: bytes, name: str, *, sheet: str = "") -> Brought:
    """The file, read here or apart. Raises `FileUnreadableError` as `read_sheet` does."""
    if content.startswith(WORKBOOK) and len(content) > APART:
        return _apart(content, name, sheet)
    read = read_sheet(content, name, sheet=sheet)
    return Brought(read.name, packed_sheet(read), len(read.rows))


def _apart(content: bytes, name: str, sheet: str) -> Brought:
    with tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "source", Path(folder) / "packed"
        source.write_bytes(content)
        # What the sender calls file and sheet goes in as text, not as arguments.
        done = subprocess.run(  # noqa: S603 - this very module
            [sys.executable, "-m", __name__],
            input=json.dumps([str(source), str(target), name, sheet]),
            cwd=_ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode == 0:
            told = json.loads(done.stdout)
            return Brought(told["name"], target.read_bytes(), told["rows"])
        if done.returncode == _UNREADABLE:
            raise FileUnreadableError(**json.loads(done.stdout))
    raise FileUnreadableError(
        "the workbook takes too much memory or time to read.",
        file=name,
        expected="a smaller workbook, or the sheet as CSV",
    )


def _main(source: str, target: str, name: str, sheet: str) -> None:
    resource.setrlimit(resource.RLIMIT_DATA, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    try:
        read = read_sheet(Path(source).read_bytes(), name, sheet=sheet)
    except FileUnreadableError as error:
        facts = ("message", "file", "row", "column", "found", "expected")
        sys.stdout.write(json.dumps({fact: getattr(error, fact) for fact in facts}, default=str))
        sys.exit(_UNREADABLE)
    Path(target).write_bytes(packed_sheet(read))
    sys.stdout.write(json.dumps({"name": read.name, "rows": len(read.rows)}))


if __name__ == "__main__":
    _main(*json.loads(sys.stdin.read()))
