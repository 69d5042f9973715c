"""How far the cells of a workbook reach, before a reader makes room for all of them.

The reader keeps a sheet as one full rectangle. A single cell in the last row and column asks it
for half a terabyte, which ends the whole process: such a sheet is refused by its own XML.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator

MOST_CELLS = 25_000_000
_CHUNK = 4 << 20
_SEAM = 64
_CELL = re.compile(rb'<(?:\w+:)?c [^>]{0,60}?\br="([A-Z]{1,3})(\d{1,7})"')
_SHEET = re.compile(r"xl/(?:work)?sheets/[^/]+\.xml", re.IGNORECASE)
_MARKUP = (b"<!DOCTYPE", b"<!ENTITY")


def extent_troubles(archive: zipfile.ZipFile) -> Iterator[str]:
    """What makes a sheet unfit for reading, in words; nothing for a sound workbook."""
    for name in archive.namelist():
        if not name.lower().endswith((".xml", ".rels")):
            continue
        is_sheet = _SHEET.fullmatch(name) is not None
        first, last, width = 0, 0, (0, 0)
        for number, piece in enumerate(_pieces(archive, name)):
            if number == 0 and any(sign in piece[:4096] for sign in _MARKUP):
                yield f"{name} declares entities, which no workbook needs."
            for letters, row in _CELL.findall(piece) if is_sheet else ():
                column, line = column_number(letters), int(row)
                first = min(first or line, line)
                last = max(last, line)
                width = (min(width[0] or column, column), max(width[1], column))
        cells = (last - first + 1) * (width[1] - width[0] + 1) if last else 0
        if cells > MOST_CELLS:
            yield (
                f"its cells reach to row {last:,}, column {width[1]:,}: delete what stands far"
                " below or beside the table."
            )


def column_number(letters: bytes) -> int:
    """A to 1, Z to 26, AA to 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _pieces(archive: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """The part in pieces that share a seam, so that no cell is cut in two."""
    seam = b""
    with archive.open(name) as part:
        while chunk := part.read(_CHUNK):
            yield seam + chunk
            seam = chunk[-_SEAM:]
