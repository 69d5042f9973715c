"""Schools of a level beside each other: means, medians and ranges over those with a figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from metrics import weighted
from metrics.measure import complete
from metrics.regression import Line, TooFewSchoolsError, line

Rows = Sequence[dict[str, Any]]
"""Rows of the read model per-pupil."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Median and the 10th and 90th percentile, each school counted once or by its pupils."""

    median: float | None = None
    low: float | None = None
    high: float | None = None


def of_level(rows: Rows, level: str) -> list[dict[str, Any]]:
    """Schools of the level, every school for none."""
    return [row for row in rows if not level or (row["level"] or "other") == level]


def counted(rows: Rows) -> list[dict[str, Any]]:
    """Schools with spending and pupils: those that means and ranks stand on."""
    return [row for row in rows if row["per_pupil_usd"] is not None and row["pupils"]]


def mean_per_pupil(rows: Rows) -> Decimal | None:
    """Dollars of all schools divided by their pupils; missing without pupils."""
    known = counted(rows)
    pupils = sum((Decimal(str(row["pupils"])) for row in known), Decimal(0))
    spent = sum((row["spent_usd"] for row in known), Decimal(0))
    return spent / pupils if pupils else None


def mean_share(rows: Rows, name: str) -> float | None:
    """The pupil-weighted mean of a share over schools that have it."""
    known = [(row[name], row["pupils"]) for row in rows if row[name] is not None and row["pupils"]]
    pupils = sum(weight for _, weight in known)
    return sum(value * weight for value, weight in known) / pupils if pupils else None


def mean_of(values: Sequence[float | None], weights: Sequence[float | None]) -> float | None:
    """The weighted mean over those with both figures."""
    numbers, weight = complete(values, weights).columns
    return weighted.mean(numbers, weight) if len(numbers) and weight.sum() > 0 else None


def spread(values: Iterable[float | None]) -> Spread:
    """Median and range of most schools, each school counted once."""
    known = [value for value in values if value is not None]
    if not known:
        return Spread()
    return Spread(
        weighted.median(known), weighted.quantile(known, 0.1), weighted.quantile(known, 0.9)
    )


def rank(rows: Rows, location_id: str) -> tuple[int | None, int]:
    """The place of a school by spending per pupil, the highest first, and how many there are."""
    known = counted(rows)
    own = next((r["per_pupil_usd"] for r in known if r["location_id"] == location_id), None)
    if own is None:
        return None, len(known)
    return 1 + sum(row["per_pupil_usd"] > own for row in known), len(known)


def need_line(rows: Rows) -> Line | None:
    """The pupil-weighted line of spending on low-income share; none where it says nothing."""
    known = [row for row in counted(rows) if row["frl_share"] is not None]
    try:
        found = line(
            [row["frl_share"] for row in known],
            [float(row["per_pupil_usd"]) for row in known],
            [row["pupils"] for row in known],
        )
    except (TooFewSchoolsError, ValueError):
        return None
    return found if found.is_clear else None


def named_reason(row: dict[str, Any]) -> str:
    """Why a school has no figure per pupil, in words; empty where it has one."""
    if row["per_pupil_usd"] is not None:
        return ""
    reasons = [part.strip() for part in row["reason"].split(";")]
    return ", ".join(part for part in reasons if part and ":" not in part)
