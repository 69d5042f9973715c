"""What a read model is: a named question with documented columns and arguments.

Screens call the function of a read model with typed arguments. The command line and the export
route know only its name: `ReadModel.arguments_from` reads their text by the declared arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Run = Callable[..., pa.Table]
_MONEY, _CENTS = pa.decimal128(20, 2), pa.int64()


class Kind(StrEnum):
    """What the values of a column are."""

    YEAR = "year"
    TEXT = "text"
    MONEY = "money"
    COUNT = "count"
    NUMBER = "number"
    SHARE = "share"
    DATE = "date"
    FLAG = "flag"


_ARROW: dict[Kind, pa.DataType] = {
    Kind.YEAR: pa.int16(),
    Kind.TEXT: pa.string(),
    Kind.MONEY: _MONEY,
    Kind.COUNT: pa.int64(),
    Kind.NUMBER: pa.float64(),
    Kind.SHARE: pa.float64(),
    Kind.DATE: pa.date32(),
    Kind.FLAG: pa.bool_(),
}


class ArgumentError(ValueError):
    """An argument that a read model does not know or cannot read; the message is for a person."""


class UnknownFieldError(ArgumentError):
    """A field that rows do not have; `fields` are those they have, to be said in own words."""

    def __init__(self, trouble: str, fields: Iterable[str]) -> None:
        self.trouble, self.fields = trouble, tuple(dict.fromkeys(fields))
        super().__init__(f"{trouble}; there are {', '.join(self.fields)}")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an answer: money is exact dollars, a share lies between 0 and 1."""

    name: str
    kind: Kind
    doc: str


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: `kind` is year, text, texts, years, whole, money, date or flag."""

    name: str
    kind: str
    default: Any
    help: str


@dataclass(frozen=True, slots=True)
class ReadModel:
    """A named question; `permission` is the right a reader needs, `run` the function behind it.

    `batches`, where there is one, gives the same rows in parts for long exports; `count` says how
    many there are by the same filters, where that may be very many.
    """

    name: str
    title: str
    grain: str
    permission: str
    columns: tuple[Column, ...]
    arguments: tuple[Argument, ...]
    run: Run
    batches: Callable[..., Iterator[pa.Table]] | None = None
    count: Callable[..., int] | None = None

    def arguments_from(self, given: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """Typed arguments from text, as a query string or command line gives it."""
        known = {argument.name: argument for argument in self.arguments}
        if surplus := sorted(set(given) - set(known)):
            raise ArgumentError(
                f"{self.name} has no argument {', '.join(surplus)}; it has {', '.join(known)}"
            )
        return {name: _read(known[name], list(texts)) for name, texts in given.items() if texts}


def in_batches(run: Run, size: int) -> Callable[..., Iterator[pa.Table]]:
    """The rows of a question in parts of at most `size`, for long exports; the first may be empty.

    The question takes `offset` and `limit`, and orders its rows without ties.
    """

    def parts(warehouse: Any, scope: Any, **arguments: Any) -> Iterator[pa.Table]:
        offset, left = arguments.pop("offset", 0), arguments.pop("limit", None)
        while True:
            most = size if left is None else min(left, size)
            part = run(warehouse, scope, offset=offset, limit=most, **arguments)
            yield part
            offset, left = offset + most, None if left is None else left - most
            if part.num_rows < most or left == 0:
                return

    return parts


def columns(*lines: str) -> tuple[Column, ...]:
    """Columns from lines of the form `name kind | meaning`."""
    parsed = []
    for line in lines:
        head, _, doc = line.partition("|")
        name, kind = head.split()
        parsed.append(Column(name, Kind(kind), doc.strip()))
    return tuple(parsed)


def shaped(raw: pa.Table, declared: Sequence[Column], **reckoned: Sequence[Any]) -> pa.Table:
    """The declared columns in order and type: `x_usd` is made from integer `x_cents`.

    Values given by name stand for columns that Python reckoned.
    """
    arrays = []
    for column in declared:
        kind = _ARROW[column.kind]
        cents = column.name.removesuffix("_usd") + "_cents"
        if column.name in reckoned:
            arrays.append(_typed(reckoned[column.name], kind))
        elif column.kind is Kind.MONEY and cents in raw.column_names:
            arrays.append(dollars(raw.column(cents)))
        else:
            arrays.append(_typed(raw.column(column.name), kind))
    return pa.table(arrays, names=[column.name for column in declared])


def _typed(values: Any, kind: pa.DataType) -> pa.Array:
    if not isinstance(values, pa.Array | pa.ChunkedArray):
        return pa.array(values, kind)
    return values if values.type == kind else values.cast(kind)


def dollars(cents: pa.ChunkedArray | pa.Array) -> pa.Array:
    """Whole cents as exact decimal dollars; missing stays missing."""
    if isinstance(cents, pa.ChunkedArray):
        cents = cents.combine_chunks()
    cents = _typed(cents, _CENTS)
    has_missing = cents.null_count > 0
    low = (cents.fill_null(0) if has_missing else cents).to_numpy(zero_copy_only=False)
    # A decimal128 is a 16-byte integer of its last unit: the cents with their sign carried on.
    words = np.empty((len(low), 2), dtype=np.int64)
    words[:, 0], words[:, 1] = low, low >> 63
    is_known = cents.is_valid().buffers()[1] if has_missing else None
    return pa.Array.from_buffers(_MONEY, len(low), [is_known, pa.py_buffer(words)])


def whole_cents(money: pa.ChunkedArray) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]:
    """Exact decimal dollars as whole cents, and where there is a figure; the way back."""
    if not len(money):
        return np.zeros(0, np.int64), np.zeros(0, np.bool_)
    exact = money.combine_chunks()
    words = np.frombuffer(exact.buffers()[1], np.int64).reshape(-1, 2)
    low = words[exact.offset : exact.offset + len(exact), 0]
    is_known = exact.is_valid().to_numpy(zero_copy_only=False)
    return np.where(is_known, low, 0), is_known


def cents_of(dollar_text: str | Decimal | None) -> int | None:
    """Whole cents of a dollar amount; more than two decimals are refused."""
    if dollar_text is None:
        return None
    cents = Decimal(dollar_text) * 100
    if cents != cents.to_integral_value():
        raise ArgumentError(f"{dollar_text} is not an amount in dollars and cents")
    return int(cents)


_LARGEST: Final = (1 << 62) - 1
_LAST_YEAR: Final = 9_999


def _read(argument: Argument, texts: list[str]) -> Any:
    try:
        return _READERS[argument.kind](texts)
    except (ValueError, InvalidOperation, KeyError):
        raise ArgumentError(
            f"{argument.name}: {texts[-1]!r} is not a {argument.kind}; {argument.help}"
        ) from None


def _texts(texts: list[str]) -> tuple[str, ...]:
    return tuple(part for text in texts for part in text.split(",") if part)


def _whole(text: str, most: int = _LARGEST) -> int:
    """A whole number from 0 that a database can hold; ValueError for any other."""
    if not 0 <= (number := int(text)) <= most:
        raise ValueError(text)
    return number


def _money(text: str) -> Decimal:
    if not abs(amount := Decimal(text)) <= _LARGEST // 100:
        raise ValueError(text)
    return amount


_FLAGS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False}
_READERS: dict[str, Callable[[list[str]], Any]] = {
    "year": lambda texts: _whole(texts[-1], _LAST_YEAR),
    "years": lambda texts: tuple(_whole(text, _LAST_YEAR) for text in _texts(texts)),
    "whole": lambda texts: _whole(texts[-1]),
    "text": lambda texts: texts[-1],
    "texts": _texts,
    "money": lambda texts: _money(texts[-1]),
    "date": lambda texts: date.fromisoformat(texts[-1]),
    "flag": lambda texts: _FLAGS[texts[-1].lower()],
}
