"""What departments spend, and the revenue that pays for everything."""

from __future__ import annotations

import numpy as np

from data.sample.cedar_valley.rows import Row, dollars
from data.sample.cedar_valley.schools import Schools
from data.sample.cedar_valley.shape import GROWTH, YEARS
from data.sample.cedar_valley.template import CENTRAL_COSTS, REVENUE, Style, style


def central_rows(schools: Schools, random: np.random.Generator) -> list[Row]:
    """Accounts of the departments, by dollars a pupil of the whole district."""
    pupils = schools.pupils.sum(axis=0) * np.array([GROWTH[year] for year in YEARS])
    rows = []
    for location, fund, function, per_pupil, parts in CENTRAL_COSTS:
        for obj, weight in parts.items():
            spent = pupils * per_pupil * weight / sum(parts.values())
            budget = dollars(spent / np.clip(random.normal(0.97, 0.015, 3), 0.8, 1.02) / 100) * 100
            early = 0.6506 if style(obj) is Style.PAY else 0.62
            rows.append(
                Row(location, fund, function, obj, "central", budget * 100, dollars(spent * 100),
                    np.clip(random.normal(early, 0.01, 3), 0, 1),
                    int(budget[2] * 0.06) * 100 if style(obj) is Style.BUY else 0)
            )  # fmt: skip
    return rows


def revenue_rows(rows: list[Row]) -> list[Row]:
    """Revenue that pays for the spending of each fund; transfers in equal transfers out."""
    rows_of: dict[str, list[Row]] = {}
    for row in rows:
        rows_of.setdefault(row.fund, []).append(row)
    transfers = [row for row in rows if row.obj == 7610]  # noqa: PLR2004
    found = []
    for fund, obj, share in REVENUE:
        if fund not in rows_of:
            continue
        part = transfers if obj == 8910 else rows_of[fund]  # noqa: PLR2004
        part_share = 1.0 if part is transfers else share
        budget = dollars(np.sum([row.budget for row in part], axis=0) * part_share / 100) * 100
        spent = dollars(np.sum([row.spent for row in part], axis=0) * part_share)
        early = {8041: 0.585, 8611: 0.57, 8910: 0.62}.get(obj, 0.64)
        shares = (
            transfers[0].share8 if part is transfers else np.array([early - 0.01, early, early])
        )
        found.append(Row("000", fund, "0000", obj, "revenue", budget, spent, shares, 0))
    return found


def balance_row(fund: str, obj: int) -> Row:
    """An account of the balance sheet, without budget."""
    nothing = np.zeros(3, dtype=np.int64)
    return Row("000", fund, "0000", obj, "balance", nothing, nothing, np.ones(3), 0)
