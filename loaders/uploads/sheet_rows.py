"""The rows of an uploaded table, packed by column; a row is made when it is looked at.

Two hundred thousand rows take about twenty megabytes this way, and some three hundred as tuples.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, overload

import pyarrow as pa

_BATCH: Final = 5_000
_NUMBER: Final = "number"
_TROUBLE: Final = "trouble"


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row below the headings: the number under which Excel shows it, and its cells.

    `trouble` says why the row has not the columns of the headings.
    """

    number: int
    cells: tuple[str, ...]
    trouble: str = ""


class SheetRows(Sequence[SheetRow]):
    """Every row of one table in its order: number, trouble, then the cells."""

    def __init__(self, packed: pa.Table) -> None:
        self._packed = packed

    def __len__(self) -> int:
        """How many rows there are."""
        return int(self._packed.num_rows)

    def __iter__(self) -> Iterator[SheetRow]:
        """The rows in their order, some thousands unpacked at a time."""
        for batch in self._packed.to_batches(max_chunksize=_BATCH):
            numbers, troubles, *cells = (column.to_pylist() for column in batch.columns)
            for number, trouble, *texts in zip(numbers, troubles, *cells, strict=True):
                yield SheetRow(number, tuple(texts), trouble)

    @overload
    def __getitem__(self, place: int) -> SheetRow: ...

    @overload
    def __getitem__(self, place: slice) -> SheetRows: ...

    def __getitem__(self, place: int | slice) -> SheetRow | SheetRows:
        """One row by its place from 0, or a stretch of them."""
        if isinstance(place, slice):
            start, stop, step = place.indices(len(self))
            if step != 1:
                raise ValueError("rows are given in their order")
            return SheetRows(self._packed.slice(start, max(stop - start, 0)))
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return next(iter(SheetRows(self._packed.slice(place % len(self), 1))))

    def cell(self, place: int, column: int) -> str:
        """One cell, by the places of its row and its column from 0."""
        text: str = self._packed.column(column + 2)[place].as_py()
        return text

    def without(self, places: Iterable[int]) -> SheetRows:
        """The same rows, the cells in the given columns empty."""
        packed = self._packed
        for place in places:
            empty = _strings([""] * len(self))
            packed = packed.set_column(place + 2, str(place), empty)
        return SheetRows(packed)

    def to_bytes(self) -> bytes:
        """The rows as compressed Arrow."""
        sink = pa.BufferOutputStream()
        options = pa.ipc.IpcWriteOptions(compression="zstd")
        with pa.ipc.new_stream(sink, self._packed.schema, options=options) as writer:
            writer.write_table(self._packed, max_chunksize=_BATCH)
        content: bytes = sink.getvalue().to_pybytes()
        return content

    @classmethod
    def from_bytes(cls, content: bytes, *, most: int | None = None) -> SheetRows:
        """What `to_bytes` made; with `most`, the first rows up to at least that many."""
        with pa.ipc.open_stream(content) as reader:
            if most is None:
                return cls(reader.read_all())
            batches, count = [], 0
            for batch in reader:
                batches.append(batch)
                count += batch.num_rows
                if count >= most:
                    break
            return cls(pa.Table.from_batches(batches, reader.schema))


class RowsBuilder:
    """Takes rows one by one; `width` is the number of their cells."""

    def __init__(self, width: int) -> None:
        cells = [(str(place), pa.string()) for place in range(width)]
        self._schema = pa.schema([(_NUMBER, pa.int32()), (_TROUBLE, pa.string()), *cells])
        self._batches: list[pa.RecordBatch] = []
        self._open: list[tuple[int, str, tuple[str, ...]]] = []
        self._count = 0

    def __len__(self) -> int:
        """How many rows were taken."""
        return self._count

    def add(self, row: SheetRow) -> None:
        """Take one more row."""
        self._open.append((row.number, row.trouble, row.cells))
        self._count += 1
        if len(self._open) == _BATCH:
            self._pack()

    def rows(self) -> SheetRows:
        """Everything that was taken."""
        if self._open:
            self._pack()
        return SheetRows(pa.Table.from_batches(self._batches, self._schema))

    def _pack(self) -> None:
        numbers, troubles, cells = zip(*self._open, strict=True)
        places = pa.py_buffer(array("i", numbers).tobytes())
        arrays = [
            pa.Array.from_buffers(pa.int32(), len(numbers), [None, places]),
            *map(_strings, (troubles, *zip(*cells, strict=True))),
        ]
        self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        self._open = []


def _strings(texts: Sequence[str]) -> pa.StringArray:
    """The texts as Arrow; `pa.array` would load pandas, forty megabytes that stay."""
    octets = [text.encode() for text in texts]
    ends = array("i", accumulate(map(len, octets), initial=0))
    buffers = (pa.py_buffer(ends.tobytes()), pa.py_buffer(b"".join(octets)))
    return pa.StringArray.from_buffers(len(octets), *buffers)


def rows_of(rows: Iterable[SheetRow], width: int) -> SheetRows:
    """Rows with `width` cells each, packed."""
    builder = RowsBuilder(width)
    for row in rows:
        builder.add(row)
    return builder.rows()
