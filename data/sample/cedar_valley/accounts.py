"""Every account of the three years with its budget and what it will have spent.

Arrays run over accounts in the order of the ledger file: location, fund, object, function.
Money is integer cents in its natural sign; `[account, year]` with years as in `shape.YEARS`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from data.sample.cedar_valley import maple_grove
from data.sample.cedar_valley.chart import (
    CENTRAL,
    OLD_OBJECT,
    RECODED_FROM,
    RECODED_OBJECT,
    UNDISTRIBUTED,
    account_title,
)
from data.sample.cedar_valley.schools import Schools
from data.sample.cedar_valley.shape import (
    BASE_PER_PUPIL,
    DEMO_SCHOOL,
    GROWTH,
    NEED_NOISE,
    NEED_SLOPE,
    YEARS,
    Floats,
    Ints,
    Shape,
)
from data.sample.cedar_valley.template import (
    CENTRAL_COSTS,
    GROUPS,
    REVENUE,
    Style,
    school_accounts,
    style,
)

TITLE1_FROM_SHARE, TITLE1_PER_PUPIL, TITLE3_FROM_SHARE = 0.40, 500.0, 0.18
NAMES = [*GROUPS, "central", "revenue", "balance"]


@dataclass(slots=True)
class Row:
    """One account while the list is being made."""

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
        return len(self.fund)

    def is_at(self, location: str) -> Ints:
        """Positions of the accounts of one location."""
        return np.flatnonzero(np.array(self.location) == location)

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
    rows = _school_rows(schools, random)
    rows += _central_rows(schools, random)
    rows += _revenue_rows(rows)
    rows += [_balance_row(fund, obj) for fund in ("100", "600") for obj in (9110, 9510, 9790)]
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


def _school_rows(schools: Schools, random: np.random.Generator) -> list[Row]:
    template = school_accounts()
    totals = _group_totals(schools, random)
    weights = _weights(template, schools, random)
    share = np.array([GROUPS[entry[0]].share8 for entry in template])
    shares = np.clip(
        share[:, None] + random.normal(0, 0.014, (len(schools.codes), len(template), 3)), 0, 1
    )
    opens = random.uniform(0.2, 1.8, weights.shape)
    rows = []
    for s, code in enumerate(schools.codes):
        if code == DEMO_SCHOOL:
            rows += _demo_rows(template, random)
            continue
        for r, (group, fund, function, obj, _, _) in enumerate(template):
            if weights[s, r] > 0 and totals[group][0][s, 2] > 0:
                budget, spent = (_dollars(part[s] * weights[s, r]) for part in totals[group])
                open_ = (
                    int(budget[2] * GROUPS[group].open_share * opens[s, r]) * 100 * (obj >= 4000)
                )  # noqa: PLR2004
                rows.append(
                    Row(code, fund, function, obj, group, budget * 100,
                        spent * 100 + s % 97, shares[s, r], open_)
                )  # fmt: skip
    return rows


def _dollars(amount: Floats) -> Ints:
    return np.rint(amount).astype(np.int64)


def _group_totals(
    schools: Schools, random: np.random.Generator
) -> dict[str, tuple[Floats, Floats]]:
    """Budget and spent dollars of each group, `[school, year]`; staff takes the rest."""
    growth = np.array([GROWTH[year] for year in YEARS])
    need = np.stack([schools.frl_share(year) for year in YEARS], axis=1)
    base = np.array([BASE_PER_PUPIL[level] for level in schools.levels])
    noise = random.normal(0, NEED_NOISE, len(base))
    left = schools.pupils * growth * ((base + noise)[:, None] + NEED_SLOPE * need)
    totals: dict[str, tuple[Floats, Floats]] = {}
    for name, group in GROUPS.items():
        if name == "staff":
            continue
        size = random.lognormal(0, 0.12, (len(base), 1))
        budget = schools.pupils * growth * group.per_pupil * size
        if name == "title1":
            has_title1 = need[:, 2:] >= TITLE1_FROM_SHARE
            budget = schools.frl * growth * TITLE1_PER_PUPIL * size * has_title1
        if name == "title3":
            budget *= (schools.ell / schools.pupils)[:, 2:] >= TITLE3_FROM_SHARE
        if name == "athletics":
            budget *= np.isin(schools.levels, ["middle", "high"])[:, None]
        used = np.clip(random.normal(group.used, 0.03, budget.shape), 0.6, 1.05)
        totals[name] = (np.rint(budget / 50) * 50, budget * used)
        left = left - budget * used
    totals["staff"] = (np.rint(left / GROUPS["staff"].used / 10) * 10, left)
    return totals


def _weights(
    template: list[tuple[str, str, str, int, float, str]],
    schools: Schools,
    random: np.random.Generator,
) -> Floats:
    """How each school splits a group over its accounts: `[school, template row]`."""
    weights = random.lognormal(0, 0.10, (len(schools.codes), len(template)))
    weights *= np.array([entry[4] for entry in template])
    for r, entry in enumerate(template):
        if entry[5]:
            weights[:, r] *= np.isin(schools.levels, entry[5].split())
    groups = np.array([entry[0] for entry in template])
    for name in GROUPS:
        columns = groups == name
        total = weights[:, columns].sum(axis=1, keepdims=True)
        weights[:, columns] /= np.where(total > 0, total, 1.0)
    return weights


def _demo_rows(
    template: list[tuple[str, str, str, int, float, str]], random: np.random.Generator
) -> list[Row]:
    rows = []
    for name, figures in maple_grove.FIGURES.items():
        entries = [entry for entry in template if entry[0] == name]
        weights = np.array([entry[4] for entry in entries])
        budget = np.stack([_split(figures[i], weights) for i in (8, 6, 0)], axis=1)
        share8 = figures[3]
        spent = np.stack([_split(figures[i], weights) for i in (9, 7, 1)], axis=1)
        if name == "title1":
            figures_of = [maple_grove.TITLE1[entry[2], entry[3]] for entry in entries]
            budget[:, 2] = [int(a * 100) for a, _ in figures_of]
            spent[:, 2] = [int(b * 100) for _, b in figures_of]
        wobble = np.array([-0.003, 0.003])
        for r, (_, fund, function, obj, _, _) in enumerate(entries):
            shares = np.array([*(share8 + wobble + random.normal(0, 0.002, 2)), 1.0])
            rows.append(Row(DEMO_SCHOOL, fund, function, obj, name, budget[r], spent[r], shares, 0))
    return rows


def _split(dollars: float, weights: Floats) -> Ints:
    """Cents by weight; the largest part takes what rounding leaves."""
    cents = round(dollars * 100)
    parts = np.floor(cents * weights / weights.sum()).astype(np.int64)
    parts[np.argmax(weights)] += cents - parts.sum()
    return parts


def _central_rows(schools: Schools, random: np.random.Generator) -> list[Row]:
    pupils = schools.pupils.sum(axis=0) * np.array([GROWTH[year] for year in YEARS])
    rows = []
    for location, fund, function, per_pupil, parts in CENTRAL_COSTS:
        for obj, weight in parts.items():
            spent = pupils * per_pupil * weight / sum(parts.values())
            budget = _dollars(spent / np.clip(random.normal(0.97, 0.015, 3), 0.8, 1.02) / 100) * 100
            early = 0.6506 if style(obj) is Style.PAY else 0.62
            rows.append(
                Row(location, fund, function, obj, "central", budget * 100, _dollars(spent * 100),
                    np.clip(random.normal(early, 0.01, 3), 0, 1),
                    int(budget[2] * 0.06) * 100 if style(obj) is Style.BUY else 0)
            )  # fmt: skip
    return rows


def _revenue_rows(rows: list[Row]) -> list[Row]:
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
        budget = _dollars(np.sum([row.budget for row in part], axis=0) * part_share / 100) * 100
        spent = _dollars(np.sum([row.spent for row in part], axis=0) * part_share)
        early = {8041: 0.585, 8611: 0.57, 8910: 0.62}.get(obj, 0.64)
        shares = (
            transfers[0].share8 if part is transfers else np.array([early - 0.01, early, early])
        )
        found.append(Row("000", fund, "0000", obj, "revenue", budget, spent, shares, 0))
    return found


def _balance_row(fund: str, obj: int) -> Row:
    nothing = np.zeros(3, dtype=np.int64)
    return Row("000", fund, "0000", obj, "balance", nothing, nothing, np.ones(3), 0)


def locations(schools: Schools) -> list[tuple[str, str, str]]:
    """(code, name, type) of every location, in the order of codes."""
    found = [(UNDISTRIBUTED[0], "District, revenue and balance sheet", "district")]
    found += [(c, n, "school") for c, n in zip(schools.codes, schools.names, strict=True)]
    found += [(code, name, "department") for code, name in CENTRAL.items()]
    return sorted([*found, (UNDISTRIBUTED[1], "Undistributed", "undistributed")])
