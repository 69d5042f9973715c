"""Ledger lines and order events as parallel arrays, before any of it is text."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import IntEnum
from typing import Self

import numpy as np

from data.sample.cedar_valley.shape import Ints


class Source(IntEnum):
    """ERP journal sources."""

    PRJ = 0
    API = 1
    GEN = 2
    CRP = 3
    ACR = 4
    REV = 5
    TRF = 6
    SOY = 7


class Event(IntEnum):
    """What happens to an order."""

    ENCUMBER = 0
    CHANGE = 1
    LIQUIDATE = 2
    CANCEL = 3
    ROLL_OUT = 4
    ROLL_IN = 5


@dataclass(slots=True)
class Table:
    """Arrays of equal length, one a field."""

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(getattr(self, fields(self)[0].name))

    def take(self, order: Ints) -> Self:
        """The rows at those positions."""
        return type(self)(**{f.name: getattr(self, f.name)[order] for f in fields(self)})

    @classmethod
    def joined(cls, parts: list[Self]) -> Self:
        """One table below the other."""
        return cls(**{f.name: np.concatenate([getattr(p, f.name) for p in parts])
                      for f in fields(cls)})  # fmt: skip


@dataclass(slots=True)
class Lines(Table):
    """Posting lines; cents as the ERP has them: debit positive, credit negative."""

    account: Ints
    period: Ints
    day: Ints
    cents: Ints
    source: Ints
    vendor: Ints
    order: Ints
    invoice: Ints
    text: Ints

    @classmethod
    def of(cls, account: Ints, **given: Ints | int) -> Lines:
        """Lines of those accounts; what is not given is 0, a single number holds for all."""
        size = len(account)
        columns = {f.name: np.broadcast_to(np.asarray(given.get(f.name, 0), dtype=np.int64), size)
                   for f in fields(cls) if f.name != "account"}  # fmt: skip
        return cls(account=account.astype(np.int64), **{k: v.copy() for k, v in columns.items()})


@dataclass(slots=True)
class Events(Table):
    """Events of orders; the sum of cents is what is still open."""

    account: Ints
    period: Ints
    day: Ints
    cents: Ints
    kind: Ints
    order: Ints
    line: Ints
    vendor: Ints
    text: Ints

    @classmethod
    def of(cls, account: Ints, **given: Ints | int) -> Events:
        """Events on those accounts; what is not given is 0, a single number holds for all."""
        size = len(account)
        columns = {f.name: np.broadcast_to(np.asarray(given.get(f.name, 0), dtype=np.int64), size)
                   for f in fields(cls) if f.name != "account"}  # fmt: skip
        return cls(account=account.astype(np.int64), **{k: v.copy() for k, v in columns.items()})
