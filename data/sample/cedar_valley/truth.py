"""truth.json: what a correct load must find, reckoned from the generator's own arrays.

Money is integer cents in natural sign (spending and revenue positive). Nothing here has passed
through a file that the loaders read.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from data.sample.cedar_valley.balances import requested
from data.sample.cedar_valley.book import Book
from data.sample.cedar_valley.chart import POOLS
from data.sample.cedar_valley.ledger_file import strays
from data.sample.cedar_valley.shape import (
    ADJUSTMENT,
    AS_OF,
    NEED_SLOPE,
    YEARS,
    Flags,
    Ints,
)
from data.sample.cedar_valley.tally import Tally
from data.sample.cedar_valley.template import Style


def truth(book: Book, tallies: dict[int, Tally], found: dict[str, Any]) -> dict[str, Any]:
    """Everything that tests compare; `found` is what the writers of the files counted."""
    return {
        "district": "cedar-valley",
        "as_of": AS_OF,
        "seed": book.shape.seed,
        "schools": len(book.schools.codes),
        "accounts": len(book.accounts),
        "ledger_lines": {str(year): tallies[year].lines for year in YEARS},
        "spent_by_location_fund_period": _by_period(book, tallies, _is_spending(book)),
        "received_by_location_fund_period": _by_period(book, tallies, _is_revenue(book)),
        "spent_by_object_family": _by_family(book, tallies),
        "totals": {str(year): _totals(book, tallies[year]) for year in YEARS},
        "budget_by_location_fund": _budgets(book, tallies),
        "encumbered_by_location_fund": _encumbered(book, tallies),
        "open_orders_by_location": {
            str(year): dict(sorted(tallies[year].open_orders.items())) for year in YEARS
        },
        "order_events": {str(year): tallies[year].events for year in YEARS},
        "requested_cents": int(requested(book).sum()),
        "quarantine": {
            f"gl_detail_fy{year}.txt": [
                {"reason": stray.reason, "count": 1, "cents": stray.cents} for stray in strays(year)
            ]
            for year in YEARS
        },
        "schools_by_code": _schools(book),
        "need": need_slope(book, tallies[2026]),
        "central_pools": _pools(book, tallies),
        **found,
    }  # fmt: skip


def write_truth(facts: dict[str, Any], path: Path) -> None:
    """Write truth.json."""
    path.write_text(json.dumps(facts, indent=1, ensure_ascii=True) + "\n", encoding="utf-8")


def _is_spending(book: Book) -> Flags:
    return ~np.isin(book.accounts.style, (Style.REVENUE, Style.BALANCE))


def _keys(book: Book, chosen: Ints) -> tuple[Ints, list[tuple[str, str]]]:
    """Group number of each chosen account, and (location, fund) of each group."""
    chart = book.accounts
    pairs = [(chart.location[i], chart.fund[i]) for i in chosen]
    groups = sorted(set(pairs))
    place = {pair: number for number, pair in enumerate(groups)}
    return np.array([place[pair] for pair in pairs]), groups


def _is_revenue(book: Book) -> Flags:
    is_revenue: Flags = book.accounts.style == Style.REVENUE
    return is_revenue


def _by_period(
    book: Book, tallies: dict[int, Tally], accounts: Flags
) -> dict[str, list[list[Any]]]:
    """Rows [location, fund, cents of period 1, ..., cents of period 13] of each year."""
    chosen = np.flatnonzero(accounts)
    group, names = _keys(book, chosen)
    found = {}
    for year, tally in tallies.items():
        sums = np.zeros((len(names), ADJUSTMENT), dtype=np.int64)
        np.add.at(sums, group, tally.spent[chosen, 1:])
        found[str(year)] = [
            [*names[row], *sums[row].tolist()] for row in np.flatnonzero(sums.any(axis=1))
        ]
    return found


def _by_family(book: Book, tallies: dict[int, Tally]) -> dict[str, dict[str, int]]:
    family = book.accounts.obj // 1000
    found = {}
    for year, tally in tallies.items():
        cents = tally.year_to_date
        found[str(year)] = {
            str(one): int(cents[family == one].sum())
            for one in np.unique(family)
            if one < 9  # noqa: PLR2004
        }
    return found


def _totals(book: Book, tally: Tally) -> dict[str, int]:
    spending, revenue = _is_spending(book), book.accounts.style == Style.REVENUE
    cents = tally.year_to_date
    return {
        "spent": int(cents[spending].sum()),
        "received": int(cents[revenue].sum()),
        "spent_period_13": int(tally.spent[spending, ADJUSTMENT].sum()),
        "transfers_out": int(cents[book.accounts.obj == 7610].sum()),  # noqa: PLR2004
        "budget": int(tally.current[spending].sum()),
        "budget_revenue": int(tally.current[revenue].sum()),
        "encumbered": int(tally.encumbered.sum()),
    }


def _budgets(book: Book, tallies: dict[int, Tally]) -> dict[str, list[list[Any]]]:
    """Rows [location, fund, original, adjusted, carry-forward] of spending accounts."""
    chosen = np.flatnonzero(_is_spending(book))
    group, names = _keys(book, chosen)
    found = {}
    for year, tally in tallies.items():
        sums = np.zeros((len(names), 3), dtype=np.int64)
        parts = np.stack([tally.original, tally.current, tally.carried], axis=1)
        np.add.at(sums, group, parts[chosen])
        found[str(year)] = [[*names[row], *sums[row].tolist()] for row in range(len(names))]
    return found


def _encumbered(book: Book, tallies: dict[int, Tally]) -> dict[str, list[list[Any]]]:
    """Rows [location, fund, cents open], where anything is open."""
    chosen = np.flatnonzero(_is_spending(book))
    group, names = _keys(book, chosen)
    found = {}
    for year, tally in tallies.items():
        sums = np.zeros(len(names), dtype=np.int64)
        np.add.at(sums, group, tally.encumbered[chosen])
        found[str(year)] = [[*names[row], int(sums[row])] for row in np.flatnonzero(sums)]
    return found


def _schools(book: Book) -> dict[str, dict[str, Any]]:
    """Pupils and need by school, `[FY2025, FY2026, FY2027]`, before small groups are hidden."""
    schools = book.schools
    return {
        code: {
            "name": schools.names[i],
            "level": schools.levels[i],
            "pupils": schools.pupils[i].tolist(),
            "frl": schools.frl[i].tolist(),
            "ell": schools.ell[i].tolist(),
            "sped": schools.sped[i].tolist(),
            "riders": schools.riders[i].tolist(),
            "meals": schools.meals[i].tolist(),
            "square_feet": int(schools.square_feet[i]),
        }
        for i, code in enumerate(schools.codes)
    }


def need_slope(book: Book, tally: Tally) -> dict[str, float]:
    """How FY2026 site spending per pupil rises with need: as designed, and as it came out."""
    cents = tally.year_to_date
    spending = _is_spending(book)
    location = np.array(book.accounts.location)
    per_pupil = np.array([
        cents[spending & (location == code)].sum() / 100 / book.schools.pupils[i, 1]
        for i, code in enumerate(book.schools.codes)
    ])  # fmt: skip
    share = book.schools.frl_share(2026)
    slope, intercept = np.polyfit(share, per_pupil, 1)
    levels = np.array(book.schools.levels)
    known = [np.where(levels == level, 1.0, 0.0) for level in np.unique(levels)]
    within, *_ = np.linalg.lstsq(np.column_stack([share, *known]), per_pupil, rcond=None)
    return {
        "designed_slope": NEED_SLOPE,
        "slope_within_level": round(float(within[0]), 4),
        "slope": round(float(slope), 4),
        "intercept": round(float(intercept), 4),
        "correlation": round(float(np.corrcoef(share, per_pupil)[0, 1]), 6),
    }


def _pools(book: Book, tallies: dict[int, Tally]) -> list[dict[str, Any]]:
    """Central costs to attribute: where they stand, the driver and the cents of each year."""
    chart = book.accounts
    location, function = np.array(chart.location), np.array(chart.function)
    return [
        {
            "pool": pool,
            "location": place,
            "function": code,
            "driver": driver,
            "cents": {
                str(year): int(tally.year_to_date[(location == place) & (function == code)].sum())
                for year, tally in tallies.items()
            },
        }
        for pool, (place, code, driver) in POOLS.items()
    ]
