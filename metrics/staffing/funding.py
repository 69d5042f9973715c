"""Who pays for a person: the own accounts stand in for those of the position.

Shares are percentages from 0 to 100. What the lines leave of a hundred has no account, and is
told as such: no dollar is moved to an account that nobody named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

from metrics.rounding import half_away, largest_remainder

UNFUNDED: Final = ""
"""The account of the share that no line names."""

_WHOLE: Final = Decimal(100)
Shares = Mapping[str, Decimal]


def holding(position: Shares, own: Shares) -> Shares:
    """The shares by account that count for a person: the own ones, where there are any."""
    return own or position


def split(cents: int, shares: Shares) -> dict[str, int]:
    """An amount by account, in whole cents that add up to it exactly.

    Shares below a hundred leave the rest to `UNFUNDED`; shares above are taken in proportion.
    """
    named = {account: share for account, share in shares.items() if share > 0}
    rest = _WHOLE - sum(named.values(), Decimal(0))
    if rest > 0:
        named[UNFUNDED] = rest
    parts = largest_remainder(cents, [Fraction(share) for share in named.values()])
    return dict(zip(named, parts, strict=True))


def funded_fte(fte: Decimal, shares: Shares, accounts: frozenset[str]) -> Fraction:
    """The part of the FTE that some accounts pay for: FTE times their shares, exact."""
    paid = sum((share for account, share in shares.items() if account in accounts), Decimal(0))
    return Fraction(fte) * Fraction(paid) / 100


def in_turn(total: int, weights: Sequence[int]) -> list[int]:
    """Whole parts that add up to the total: each is what the sum up to it grows by, rounded.

    An amount that is due once, whatever the FTE, is shared so over the positions of a person.
    """
    whole, before, parts = sum(weights), 0, []
    for weight in weights:
        after = before + weight
        parts.append(half_away(total * after, whole) - half_away(total * before, whole))
        before = after
    return parts
