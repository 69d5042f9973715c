"""Every account of the three years with its budget and what it will have spent.

Arrays run over accounts in the order of the ledger file: location, fund, object, function.
Money is integer cents in its natural sign; `[account, year]` with years as in `shape.YEARS`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.cedar_valley.central_budgets import balance_row, central_rows, revenue_rows
from data.sample.cedar_valley.chart import (
    CENTRAL,
    OLD_OBJECT,
    RECODED_FROM,
    RECODED_OBJECT,
    UNDISTRIBUTED,
    account_title,
)
from data.sample.cedar_valley.demo_budget import demo_rows
from data.sample.cedar_valley.schools import Schools
from data.sample.cedar_valley.shape import Ints, Shape
from data.sample.cedar_valley.site_budgets import site_rows
from data.sample.cedar_valley.template import GROUPS, style

NAMES = [*GROUPS, "central", "revenue", "balance"]


@dataclass(frozen=True, slots=True)
class Accounts:
    """Parallel arrays over accounts; `spent` is of the whole year, `early` of periods 1 to 8."""

    location: list[str]
    fund: list[str]
    function: list[str]
    obj: Ints
    style: Ints
    group: Ints
    budget: Ints
    spent: Ints
    early: Ints
    open: Ints

    def __len__(self) -> int:
        """Return the number of accounts."""
        return len(self.fund)

    def display(self, year: int) -> list[str]:
        """Accounts as printed in that year: object 5840 was 5845 before FY2026."""
        objects = self.obj.copy()
        if year < RECODED_FROM:
            objects[objects == RECODED_OBJECT] = OLD_OBJECT
        parts = zip(self.fund, self.location, objects.tolist(), self.function, strict=True)
        return [f"{fund}-{loc}-{obj:04d}-{function}" for fund, loc, obj, function in parts]

    def titles(self) -> list[str]:
        """Descriptions of the account master."""
        return [account_title(o, f) for o, f in zip(self.obj.tolist(), self.function, strict=True)]


def accounts(shape: Shape, schools: Schools) -> Accounts:
    """All accounts of the district."""
    random = shape.random(2)
    rows = site_rows(schools, random) + demo_rows(random)
    rows += central_rows(schools, random)
    rows += revenue_rows(rows)
    rows += [balance_row(fund, obj) for fund in ("100", "600") for obj in (9110, 9510, 9790)]
    rows.sort(key=lambda row: row.key)
    spent = np.array([row.spent for row in rows])
    early = np.rint(spent * np.array([row.share8 for row in rows])).astype(np.int64)
    return Accounts(
        location=[row.location for row in rows],
        fund=[row.fund for row in rows],
        function=[row.function for row in rows],
        obj=np.array([row.obj for row in rows]),
        style=np.array([int(style(row.obj)) for row in rows]),
        group=np.array([NAMES.index(row.group) for row in rows]),
        budget=np.array([row.budget for row in rows]),
        spent=spent,
        early=early,
        open=np.array([row.open for row in rows]),
    )


def locations(schools: Schools) -> list[tuple[str, str, str]]:
    """(code, name, type) of every location, in the order of codes."""
    found = [(UNDISTRIBUTED[0], "District, revenue and balance sheet", "district")]
    found += [(c, n, "school") for c, n in zip(schools.codes, schools.names, strict=True)]
    found += [(code, name, "department") for code, name in CENTRAL.items()]
    return sorted([*found, (UNDISTRIBUTED[1], "Undistributed", "undistributed")])
