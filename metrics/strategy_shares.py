"""Strategies that a line of the ledger carries, and their parts of an amount, to the cent."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from metrics.rounding import largest_remainder

MOST = 5
NOT_TAGGED = ""
_ONE = re.compile(r"\s*([A-Za-z0-9][A-Za-z0-9._/-]{0,19})\s*(?::\s*(\d{1,3})\s*%?)?\s*")
Shares = Sequence[tuple[str, Fraction]]


def shares_of(text: str) -> Shares | None:
    """Strategies and their shares from `READ`, or from `READ:60;BOOKS:40`.

    A single strategy without a percentage has all of it. At most five, whole percentages that
    sum to at most 100, each strategy once; None for a text that says anything else.
    """
    parts = [part for part in re.split(r"[;,|]", text) if part.strip()]
    found = [_ONE.fullmatch(part) for part in parts]
    if not parts or len(parts) > MOST or None in found:
        return None
    pairs = [(match[1].upper(), match[2]) for match in found if match]
    if len({code for code, _ in pairs}) < len(pairs):
        return None
    if len(pairs) == 1 and pairs[0][1] is None:
        return ((pairs[0][0], Fraction(1)),)
    if any(percent is None for _, percent in pairs):
        return None
    shares = tuple((code, Fraction(int(percent or 0), 100)) for code, percent in pairs)
    return shares if sum(share for _, share in shares) <= 1 else None


def split(cents: int, shares: Shares) -> dict[str, int]:
    """The parts of an amount by strategy and what is not tagged; they sum to the amount."""
    rest = 1 - sum((share for _, share in shares), Fraction(0))
    weights = [*(share for _, share in shares), rest]
    codes = [*(code for code, _ in shares), NOT_TAGGED]
    return dict(zip(codes, largest_remainder(cents, weights), strict=True))


def by_plan(cents: int, plan: Mapping[str, int], budget: int) -> dict[str, int]:
    """An amount without a tag in the proportions of what its account is planned for, in cents.

    `plan` holds the planned cents of each strategy; what of the `budget` is planned for none stays
    not tagged, and all of it where nothing is planned. The parts sum to the amount.
    """
    weights = {code: max(part, 0) for code, part in plan.items() if code != NOT_TAGGED}
    planned = sum(weights.values())
    if planned == 0:
        return {NOT_TAGGED: cents}
    weights[NOT_TAGGED] = max(budget - planned, 0)
    whole = sum(weights.values())
    shares = [Fraction(weight, whole) for weight in weights.values()]
    return dict(zip(weights, largest_remainder(cents, shares), strict=True))
