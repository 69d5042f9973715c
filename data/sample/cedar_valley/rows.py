"""One account while the list of accounts is being made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.cedar_valley.shape import Floats, Ints


@dataclass(slots=True)
class Row:
    """Cents by year; `share8` is the part that falls into periods 1 to 8."""

    location: str
    fund: str
    function: str
    obj: int
    group: str
    budget: Ints
    spent: Ints
    share8: Floats
    open: int

    @property
    def key(self) -> tuple[str, str, int, str]:
        """Place in the ledger file."""
        return (self.location, self.fund, self.obj, self.function)


def dollars(amount: Floats) -> Ints:
    """Whole dollars."""
    whole: Ints = np.rint(amount).astype(np.int64)
    return whole
