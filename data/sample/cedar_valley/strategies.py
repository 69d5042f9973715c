"""What Title I money is spent for: the strategy that the ERP carries on each line."""

from __future__ import annotations

from typing import Final

from data.sample.cedar_valley.accounts import Accounts

_FUND: Final = "210"
# By object: a strategy, or several with their percentages; what is left of 100 is not tagged.
_TAGS: Final = {
    1140: "READ", 2100: "READ", 3202: "READ", 3402: "READ", 4200: "READ:60;BOOKS:40",
    5810: "TUTOR", 4410: "MATH:50", 4310: "FAMILY",
}  # fmt: skip


def tags(accounts: Accounts) -> list[str]:
    """The text of the strategy column by account; empty where nothing is tagged."""
    pairs = zip(accounts.fund, accounts.obj.tolist(), strict=True)
    return [_TAGS.get(obj, "") if fund == _FUND else "" for fund, obj in pairs]
