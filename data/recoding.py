"""One account that carries on under another, as a district has recorded it."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple


class Recoding(NamedTuple):
    """From an account, with its last year, to one that carries on; `share` is a part of 1."""

    from_account: str
    from_fy: int
    to_account: str
    to_fy: int
    share: Decimal
