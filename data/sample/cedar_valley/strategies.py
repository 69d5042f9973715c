"""What money is meant and spent for: the strategies that the ERP carries on each line.

Expenses are tagged when they are approved: the budget journal carries the tags of an account, and
so does whatever is paid from it.
"""

from __future__ import annotations

from typing import Final

from data.sample.cedar_valley.accounts import Accounts
from data.sample.cedar_valley.chart import CENTRAL

# By fund and object: a strategy, or several with their percentages; the rest is not tagged.
_TITLE_1: Final = {
    1140: "READ", 2100: "READ", 3202: "READ", 3402: "READ", 4200: "READ:60;BOOKS:40",
    5810: "TUTOR", 4410: "MATH:50", 4310: "FAMILY",
}  # fmt: skip
_SCHOOLS: Final = {4200: "BOOKS", 4410: "MATH:40;READ:20", 5210: "READ:40;MATH:30"}
_TAGS: Final = {"210": _TITLE_1, "100": _SCHOOLS}


def tags(accounts: Accounts) -> list[str]:
    """The text of the strategy column by account; empty where nothing is tagged."""
    places = zip(accounts.fund, accounts.location, accounts.obj.tolist(), strict=True)
    return [
        _TAGS.get(fund, {}).get(obj, "") if fund == "210" or location not in CENTRAL else ""
        for fund, location, obj in places
    ]
