"""Every figure by its id: what axes, tooltips, exports and the methods page call it.

A metric that is reckoned takes its definition from the docstring of its function, so that the
words on the page and the code cannot part.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from metrics import balances, per_pupil
from metrics.definitions import equity, rules, spread
from metrics.definitions.families import FAMILIES
from metrics.metric import Direction, Metric, Reference, Standing, Unit

__all__ = ["FAMILIES", "METRICS", "Direction", "Metric", "Reference", "Standing", "Unit"]


_BASIS = "spending booked at the school in the funds named, without transfers"
_STATE = "state or district file, as loaded"
_LEDGER = "district ledger"


def _reckoned(
    id_: str, label: str, unit: Unit, function: Callable[..., Any], convention: str, source: str
) -> Metric:
    return Metric(id_, label, unit, Direction.NONE, "", convention, source, function)


_METRICS = (
    _reckoned(
        "per_pupil_usd", "Spending per pupil", Unit.DOLLARS_PER_PUPIL, per_pupil.per_pupil,
        _BASIS, _LEDGER,
    ),
    Metric(
        "spent_usd", "Spent", Unit.DOLLARS, Direction.NONE,
        "Actual spending of the fiscal year, adjustment periods included.", _BASIS, _LEDGER,
    ),
    Metric(
        "budget_usd", "Budgeted", Unit.DOLLARS, Direction.NONE,
        "The adopted budget with posted adjustments, transfers and carry-forward.", "", _LEDGER,
    ),
    Metric(
        "encumbered_usd", "Encumbered", Unit.DOLLARS, Direction.NONE,
        "Ordered and not yet paid: open purchase orders and other commitments.", "", _LEDGER,
    ),
    _reckoned(
        "remaining_usd", "Remaining", Unit.DOLLARS, balances.remaining, "in whole cents", _LEDGER,
    ),
    _reckoned(
        "used_share", "Share used", Unit.SHARE, balances.used_share, "sums divided once", _LEDGER,
    ),
    Metric(
        "pupils", "Pupils", Unit.PUPILS, Direction.NONE,
        "Pupils of every grade, by the one-day count where there is one.",
        "count preferred in the order " + ", ".join(per_pupil.COUNT_TYPES), _STATE,
    ),
    _reckoned(
        "frl_share", "Low-income pupils", Unit.SHARE, per_pupil.group_share,
        "group and whole of the same count; small groups withheld", _STATE,
    ),
    _reckoned(
        "ell_share", "English learners", Unit.SHARE, per_pupil.group_share,
        "group and whole of the same count; small groups withheld", _STATE,
    ),
    _reckoned(
        "sped_share", "Pupils with disabilities", Unit.SHARE, per_pupil.group_share,
        "group and whole of the same count; small groups withheld", _STATE,
    ),
    Metric(
        "ela_points", "English: distance from standard", Unit.POINTS, Direction.HIGHER,
        "Mean distance of pupils' scores in English from the standard met, in points.", "", _STATE,
    ),
    Metric(
        "math_points", "Mathematics: distance from standard", Unit.POINTS, Direction.HIGHER,
        "Mean distance of pupils' scores in mathematics from the standard met, in points.", "",
        _STATE,
    ),
    Metric(
        "chronic_absence", "Chronic absence", Unit.PERCENT, Direction.LOWER,
        "Pupils absent for a tenth of their days or more, of every hundred.", "", _STATE,
    ),
    Metric(
        "suspension", "Suspension", Unit.PERCENT, Direction.LOWER,
        "Pupils suspended at least once in the year, of every hundred.", "", _STATE,
    ),
    Metric(
        "graduation", "Four-year graduation", Unit.PERCENT, Direction.HIGHER,
        "Pupils who graduate within four years, of every hundred.", "", _STATE,
    ),
    Metric(
        "square_feet", "Floor space", Unit.SQUARE_FEET, Direction.NONE,
        "Floor space of the school's buildings.", "", _STATE,
    ),
    Metric(
        "meals_served", "Meals served", Unit.MEALS, Direction.NONE,
        "Meals served in the year.", "", _STATE,
    ),
    Metric(
        "fte", "Staff", Unit.FTE, Direction.NONE,
        "Full-time equivalents of the positions at the school.", "", "district positions",
    ),
    *spread.METRICS,
    *equity.METRICS,
    *rules.METRICS,
)  # fmt: skip

_MONEY_PAGES = ("/", "/current/money")
_SCHOOL_PAGES = ("/evaluate/schools", "/evaluate/schools/<location_id>", "/evaluate/scatter")


def _placed(metric: Metric) -> Metric:
    """A figure of the ledger or of a school with its family and the pages that show it."""
    if metric.family:
        return metric
    is_money = metric.source == _LEDGER and metric.id != "per_pupil_usd"
    family, pages = ("ledger", _MONEY_PAGES) if is_money else ("schools", _SCHOOL_PAGES)
    return replace(metric, family=family, used_on=metric.used_on or pages)


METRICS: dict[str, Metric] = {metric.id: _placed(metric) for metric in _METRICS}
