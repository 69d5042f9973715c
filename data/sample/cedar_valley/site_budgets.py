"""What schools have to spend: a total that rises with need, and how it goes over accounts."""

from __future__ import annotations

import numpy as np

from data.sample.cedar_valley.rows import Row, dollars
from data.sample.cedar_valley.schools import Schools
from data.sample.cedar_valley.shape import (
    BASE_PER_PUPIL,
    CURRENT,
    DEMO_SCHOOL,
    GROWTH,
    NEED_NOISE,
    NEED_SLOPE,
    YEARS,
    Floats,
    Ints,
)
from data.sample.cedar_valley.template import GROUPS, Entry, school_accounts

_TITLE1_FROM_SHARE, _TITLE1_PER_PUPIL, _TITLE3_FROM_SHARE = 0.40, 500.0, 0.18
_FIRST_ORDERED = 4000


def site_rows(schools: Schools, random: np.random.Generator) -> list[Row]:
    """Accounts of all schools but the demonstration school."""
    template = school_accounts()
    totals = _group_totals(schools, random)
    weights = _weights(template, schools, random)
    share = np.array([GROUPS[entry.group].share8 for entry in template])
    noise = random.normal(0, 0.014, (*weights.shape, len(YEARS)))
    shares = np.clip(share[:, None] + noise, 0, 1)
    opens = random.uniform(0.2, 1.8, weights.shape)
    rows = []
    for s, code in enumerate(schools.codes):
        for r, entry in enumerate(template):
            if code != DEMO_SCHOOL and weights[s, r] > 0 and totals[entry.group][0][s, 2] > 0:
                parts = [dollars(part[s] * weights[s, r]) for part in totals[entry.group]]
                rows.append(_row(code, entry, parts, shares[s, r], opens[s, r], odd_cents=s % 97))
    return rows


def _row(
    code: str, entry: Entry, parts: list[Ints], share8: Floats, open_: float, *, odd_cents: int
) -> Row:
    budget, spent = parts
    is_ordered = entry.obj >= _FIRST_ORDERED
    on_order = int(budget[2] * GROUPS[entry.group].open_share * open_) * 100 * is_ordered
    return Row(code, entry.fund, entry.function, entry.obj, entry.group, budget * 100,
               spent * 100 + odd_cents, share8, on_order)  # fmt: skip


def _group_totals(
    schools: Schools, random: np.random.Generator
) -> dict[str, tuple[Floats, Floats]]:
    """Budget and spent dollars of each group, `[school, year]`; staff takes the rest."""
    growth = np.array([GROWTH[year] for year in YEARS])
    need = np.stack([schools.frl_share(year) for year in YEARS], axis=1)
    base = np.array([BASE_PER_PUPIL[level] for level in schools.levels])
    noise = _unrelated(random.normal(0, NEED_NOISE, len(base)), base, need[:, 1])
    left = schools.pupils * growth * ((base + noise)[:, None] + NEED_SLOPE * need)
    totals: dict[str, tuple[Floats, Floats]] = {}
    for name, group in GROUPS.items():
        if name == "staff":
            continue
        size = random.lognormal(0, 0.12, (len(base), 1))
        budget = _per_pupil(schools, name) * growth * size
        used = np.clip(random.normal(group.used, 0.03, budget.shape), 0.6, 1.05)
        totals[name] = (np.rint(budget / 50) * 50, budget * used)
        left = left - budget * used
    totals["staff"] = (np.rint(left / GROUPS["staff"].used / 10) * 10, left)
    return totals


def _unrelated(noise: Floats, base: Floats, need: Floats) -> Floats:
    """The noise without what chance relates to need or level: the slope stays the known one."""
    levels = [np.where(base == value, 1.0, 0.0) for value in np.unique(base)]
    known = np.column_stack([*levels, need])
    fit, *_ = np.linalg.lstsq(known, noise, rcond=None)
    rest: Floats = noise - known @ fit
    return rest


def _per_pupil(schools: Schools, name: str) -> Floats:
    """Dollars of a group before growth, `[school, year]`; grants go to schools with need."""
    budget = np.multiply(schools.pupils, GROUPS[name].per_pupil, dtype=np.float64)
    has_it = np.ones(len(schools.codes), dtype=bool)
    if name == "title1":
        budget = np.multiply(schools.frl, _TITLE1_PER_PUPIL, dtype=np.float64)
        has_it = schools.frl_share(CURRENT) >= _TITLE1_FROM_SHARE
    if name == "title3":
        has_it = schools.ell[:, -1] >= _TITLE3_FROM_SHARE * schools.pupils[:, -1]
    if name == "athletics":
        has_it = np.isin(schools.levels, ["middle", "high"])
    return budget * has_it[:, None]


def _weights(template: list[Entry], schools: Schools, random: np.random.Generator) -> Floats:
    """How each school splits a group over its accounts: `[school, template row]`."""
    weights = random.lognormal(0, 0.10, (len(schools.codes), len(template)))
    weights *= np.array([entry.weight for entry in template])
    for r, entry in enumerate(template):
        if entry.levels:
            weights[:, r] *= np.isin(schools.levels, entry.levels.split())
    groups = np.array([entry.group for entry in template])
    for name in GROUPS:
        columns = groups == name
        total = weights[:, columns].sum(axis=1, keepdims=True)
        weights[:, columns] /= np.where(total > 0, total, 1.0)
    return weights
