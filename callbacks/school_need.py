"""Schools by need and spending per pupil, the fit through them, and what stands out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import numpy as np

from metrics.regression import Line, TooFewSchoolsError, line
from pages.figures.need_scatter import Fitted, Pattern, School
from pages.format import count, money, share
from pages.home.schools_to_look_at import Look

STRONG: Final = 0.5
_POINTS: Final = 40
_LABELLED: Final = 3
_ROOM: Final = 0.055
_WIDE: Final = 0.35
UNSPENT: Final = Decimal("0.1")
FALL: Final = 0.05
COMPARED: Final = ("elementary", "middle", "high", "k12")
_FIFTHS: Final = 5
Rows = Sequence[dict[str, Any]]
"""Rows of the read model per-pupil."""


def compared(rows: Rows) -> list[dict[str, Any]]:
    """Schools of a level. Programs that are none (adult, home study ...) are no peers of them."""
    return [row for row in rows if row["level"] in COMPARED and row["pupils"]]


def schools(rows: Rows) -> list[School]:
    """Schools with both figures; a few at the ends are labelled."""
    found = [
        School(
            row["location_name"],
            row["level"],
            row["pupils"],
            row["frl_share"],
            float(row["per_pupil_usd"]),
        )
        for row in compared(rows)
        if row["frl_share"] is not None and row["per_pupil_usd"] is not None
    ]
    labelled = named(found)
    return [
        replace(school, label=short_name(school.name) if school.name in labelled else "")
        for school in found
    ]


def short_name(name: str) -> str:
    """A school's name as people say it: without its kind at the end."""
    for ending in (" School", " Elementary", " Middle", " High"):
        name = name.removesuffix(ending)
    return name


def named(found: Sequence[School]) -> set[str]:
    """The highest and lowest spenders whose labels do not run into one another."""
    order = sorted(found, key=lambda school: -school.per_pupil)
    if not order:
        return set()
    height = (order[0].per_pupil - order[-1].per_pupil) or 1.0
    kept: list[School] = []
    for school in (*order[: 2 * _LABELLED], order[-1], min(found, key=lambda one: one.need)):
        near = any(
            abs(one.per_pupil - school.per_pupil) < height * _ROOM
            and abs(one.need - school.need) < _WIDE
            for one in kept
        )
        if not near:
            kept.append(school)
    return {school.name for school in kept}


def fit(found: Sequence[School]) -> Line | None:
    """The pupil-weighted line of spending on need; none with too few schools."""
    needs = [school.need for school in found]
    try:
        return line(needs, [s.per_pupil for s in found], [s.pupils for s in found])
    except (TooFewSchoolsError, ValueError):
        return None


def fitted(fit_line: Line | None, found: Sequence[School]) -> Fitted | None:
    """The line as the figure draws it, along the needs that occur."""
    if fit_line is None:
        return None
    along = np.linspace(min(s.need for s in found), max(s.need for s in found), _POINTS)
    middle, low, high = fit_line.band(along)
    return Fitted(
        pattern(fit_line),
        fit_line.slope,
        along.tolist(),
        middle.tolist(),
        low.tolist(),
        high.tolist(),
    )


def pattern(fit_line: Line) -> Pattern:
    """Clear where the interval leaves 0 out and |r| is at least one half; weak where r is less."""
    if not fit_line.is_clear:
        return Pattern.NONE
    return Pattern.CLEAR if abs(fit_line.r) >= STRONG else Pattern.WEAK


def fifth_gap(found: Sequence[School]) -> float | None:
    """Spending per pupil of the neediest fifth of pupils less that of the middle fifth.

    A school at the edge of a fifth counts with the part of its pupils that lies inside.
    """
    total = sum(school.pupils for school in found)
    if len(found) < 2 * _FIFTHS or not total:
        return None
    top = _mean_between(found, total * 4 / _FIFTHS, total)
    middle = _mean_between(found, total * 2 / _FIFTHS, total * 3 / _FIFTHS)
    return top - middle


def _mean_between(found: Sequence[School], start: float, end: float) -> float:
    reached, dollars = 0.0, 0.0
    for school in sorted(found, key=lambda school: school.need):
        inside = min(reached + school.pupils, end) - max(reached, start)
        dollars += max(0.0, inside) * school.per_pupil
        reached += school.pupils
    return dollars / (end - start)


def below_fit(found: Sequence[School], number: int = 2) -> list[Look]:
    """The schools furthest below what schools of their level with their need spend."""
    gaps = [entry for level in COMPARED for entry in _gaps([s for s in found if s.level == level])]
    gaps.sort(key=lambda entry: entry[0])
    return [
        Look(
            school.name,
            "Spends less than need predicts",
            f"−{money(-gap)} per pupil",
            f"{share(school.need)} low-income, {count(school.pupils)} pupils",
            "",
        )
        for gap, school in gaps[:number]
        if gap < 0
    ]


def _gaps(found: Sequence[School]) -> list[tuple[float, School]]:
    """Spending less prediction of each school of one level; nothing without a clear line."""
    fit_line = fit(found)
    if fit_line is None or not fit_line.is_clear:
        return []
    return [
        (school.per_pupil - fit_line.intercept - fit_line.slope * school.need, school)
        for school in found
    ]


def budget_looks(rows: Rows, *, is_closed: bool) -> list[Look]:
    """The school furthest over its budget and, for a closed year, the two most unspent."""
    known = [row for row in rows if row["budget_usd"] and row["spent_usd"] is not None]
    known = [row for row in known if row["budget_usd"] > 0]
    used = sorted(known, key=lambda row: row["spent_usd"] / row["budget_usd"])
    looks = [_unspent(row) for row in used[:2] if is_closed and 1 - _part(row) >= UNSPENT]
    if used and _part(used[-1]) > 1:
        looks.append(_over(used[-1]))
    return looks


def enrollment_look(rows: Rows, before: Rows) -> list[Look]:
    """The school whose enrollment fell most against the year before."""
    earlier = {row["location_id"]: row["pupils"] for row in before if row["pupils"]}
    falls = [
        (row["pupils"] / earlier[row["location_id"]] - 1, row)
        for row in rows
        if row["pupils"] and row["location_id"] in earlier
    ]
    if not falls:
        return []
    change, row = min(falls, key=lambda entry: entry[0])
    if change > -FALL:
        return []
    detail = f"{count(earlier[row['location_id']])} to {count(row['pupils'])} pupils"
    return [Look(row["location_name"], "Enrollment fell most", share(change), detail, "")]


def _part(row: dict[str, Any]) -> Decimal:
    part: Decimal = row["spent_usd"] / row["budget_usd"]
    return part


def _unspent(row: dict[str, Any]) -> Look:
    left = row["budget_usd"] - row["spent_usd"]
    return Look(
        row["location_name"],
        "Large part of the budget unspent",
        f"{share(1 - _part(row))} left",
        f"{money(left)} of {money(row['budget_usd'])}",
        "",
    )


def _over(row: dict[str, Any]) -> Look:
    over = row["spent_usd"] - row["budget_usd"]
    return Look(
        row["location_name"],
        "Spent more than its budget",
        f"{share(_part(row), 1)} spent",
        f"{money(over)} over {money(row['budget_usd'])}",
        "",
    )
