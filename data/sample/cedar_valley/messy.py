"""How an ERP writes: numbers, dates, repeated headings, rows that nobody can use.

Text is made column by column with Arrow, joined to whole rows, and written as bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.sample.cedar_valley.shape import Flags, Ints

_FRACTIONS = pa.array([f".{cents:02d}" for cents in range(100)])
_THREE = pa.array([f"{number:03d}" for number in range(1000)])
_THOUSAND, _GROUPS = 1_000, (1, 2, 3)


def numbers(values: Ints) -> pa.Array:
    """Whole numbers as text."""
    return pa.array(values).cast(pa.string())


def joined(separator: str, *columns: pa.Array | str) -> pa.Array:
    """Columns side by side; a text stands for the same text in every row."""
    return pc.binary_join_element_wise(*columns, separator)


def padded(values: Ints, width: int) -> pa.Array:
    """Whole numbers with leading zeros up to that width."""
    return pc.utf8_lpad(numbers(values), width, "0")


def where(condition: Flags, yes: pa.Array | str, no: pa.Array | str) -> pa.Array:
    """Row by row the one or the other text."""
    return pc.if_else(pa.array(condition), yes, no)


def money(cents: Ints) -> pa.Array:
    """Dollars of the absolute amount with thousands commas and two decimals."""
    whole, fraction = np.divmod(np.abs(cents), 100)
    text = joined("", numbers(whole % _THOUSAND), _FRACTIONS.take(pa.array(fraction)))
    groups = sum((whole >= _THOUSAND**count).astype(np.int64) for count in _GROUPS)
    for count in _GROUPS:
        rows = np.flatnonzero(groups == count)
        if len(rows):
            large = _grouped(whole[rows], fraction[rows], count)
            text = pc.replace_with_mask(text, pa.array(groups == count), large)
    return text


def _grouped(whole: Ints, fraction: Ints, count: int) -> pa.Array:
    """Amounts with `count` groups of three digits after the leading one."""
    rest = [
        _THREE.take(pa.array(whole // _THOUSAND**place % _THOUSAND))
        for place in range(count - 1, -1, -1)
    ]
    front = joined(",", numbers(whole // _THOUSAND**count), *rest)
    return joined("", front, _FRACTIONS.take(pa.array(fraction)))


def signed(cents: Ints) -> pa.Array:
    """Dollars with a trailing minus where negative."""
    return joined("", money(cents), where(cents < 0, "-", ""))


def dates(days: Ints) -> pa.Array:
    """Days since 1970-01-01 as MM/DD/YYYY."""
    first = int(days.min()) if len(days) else 0
    span = np.arange(first, (int(days.max()) if len(days) else 0) + 1)
    table = pc.strftime(pa.array(span.astype("datetime64[D]")), format="%m/%d/%Y")
    return table.take(pa.array(days - first))


def picked(table: Sequence[str] | pa.Array, places: Ints) -> pa.Array:
    """Entries of a list of texts by position."""
    entries = table if isinstance(table, pa.Array) else pa.array(list(table))
    return entries.take(pa.array(places))


def order_text(order: Ints) -> pa.Array:
    """Order numbers as printed, `27-00158`; empty for 0."""
    year, sequence = np.divmod(order, 10**8)
    text = joined("-", padded(year, 2), padded(sequence, 5))
    return where(order > 0, text, "")


@dataclass(slots=True)
class Report:
    """A printed report: heading and column names again on every page, rows between them."""

    file: BinaryIO
    title: str
    heading: str
    page_lines: int
    page: int = 0
    left: int = 0

    def rows(self, text: pa.Array, strays: list[str] | None = None) -> None:
        """Write rows; after a page's heading comes one stray line, as long as there are any."""
        ended = joined("", text, "\n")
        _, offsets, data = ended.buffers()
        ends = np.frombuffer(offsets, dtype=np.int32)[ended.offset : ended.offset + len(ended) + 1]
        body = memoryview(data) if data is not None else memoryview(b"")
        row = 0
        while row < len(ended):
            if self.left == 0:
                self._turn()
                if strays and self.page > 1:
                    self.file.write(strays.pop(0).encode() + b"\n")
            upto = min(row + self.left, len(ended))
            self.file.write(body[ends[row] : ends[upto]])
            self.left -= upto - row
            row = upto

    def _turn(self) -> None:
        self.page += 1
        self.left = self.page_lines
        head = f"CEDAR VALLEY UNIFIED\nREPORT {self.title}  PAGE {self.page}\n\n{self.heading}\n"
        self.file.write(head.encode())

    def close(self, total: str, strays: list[str] | None = None) -> None:
        """The grand total and the last words."""
        for stray in strays or []:
            self.file.write(stray.encode() + b"\n")
        self.file.write(f"{total}\nEnd of report\n".encode())


def dollars(cents: int) -> str:
    """One amount as the report's totals print it."""
    return f"{abs(cents) // 100:,}.{abs(cents) % 100:02d}{'-' if cents < 0 else ''}"


def write_text(path: Path, rows: Sequence[Sequence[object]], *, encoding: str = "utf-8") -> None:
    """A small comma-separated file with quotes where they are needed."""
    lines = [",".join(_quoted(str(cell)) for cell in row) for row in rows]
    path.write_bytes(("\r\n".join(lines) + "\r\n").encode(encoding))


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\n') else cell
