"""Who works at a school on the census day, beside the schools of its level."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from callbacks.evaluate.comparison import Spread, counted, spread
from callbacks.evaluate.school_view import SchoolView
from data.staff_on_day import census_day, staff_on_day
from metrics.job_families import JobFamily
from pages.evaluate.school_staff import Paid, SchoolStaff, StaffLine
from pages.format import count, day

_FEW = 0.05
_SOURCES = ("federal_fte", "state_local_fte")


@dataclass(frozen=True, slots=True)
class Staffing:
    """The card, and what the key figures take from the same rows."""

    card: SchoolStaff
    per_teacher: float | None
    per_teacher_median: float | None
    vacancy: float | None
    vacancy_words: str


def staffing_of(view: SchoolView) -> Staffing:
    """Staff of the school and of the schools it is compared with."""
    ground = view.ground
    year = ground.year.year
    rows = staff_on_day(ground.warehouse, ground.scope, fiscal_year=year).to_pylist()
    fte = _by_school(rows)
    pupils = {row["location_id"]: row["pupils"] for row in counted(view.compared)}
    pupils |= {view.id: view.row["pupils"]}
    own = fte.get(view.id, {})
    here = [row for row in rows if row["location_id"] == view.id]
    told = any(row[name] is not None for row in here for name in _SOURCES)
    lines = [
        replace(_line(family, view.id, fte, pupils), paid=_paid(here, family) if told else None)
        for family in JobFamily
    ]
    shown = [line for line in lines if line.fte or (line.median or 0) >= _FEW]
    total, size = sum(own.values()), view.row["pupils"]
    per_teacher = {place: _per(jobs, pupils.get(place)) for place, jobs in fte.items()}
    vacancy, words = _vacancy(rows, view.id)
    card = SchoolStaff(
        school=view.short,
        level=view.level,
        lines=shown,
        total_fte=total,
        total_per_100=total * 100 / size if size else None,
        reason=_reason(rows, own, year),
        method=_method(view, fte),
        export=ground.export("staff-on-day", funds="", location_ids=view.id),
        paid=_paid(here) if told else None,
    )
    others = [value for place, value in per_teacher.items() if place in pupils]
    return Staffing(card, per_teacher.get(view.id), spread(others).median, vacancy, words)


def _by_school(rows: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for row in rows:
        found[row["location_id"]][row["job_family"]] += row["filled_fte"] or 0.0
    return found


def _line(
    family: JobFamily,
    own: str,
    fte: dict[str, dict[str, float]],
    pupils: dict[str, float | None],
) -> StaffLine:
    """One kind of work; a school with staff but none of this kind counts as 0."""
    per_100 = {
        place: fte[place].get(family, 0.0) * 100 / known
        for place, known in pupils.items()
        if known and place in fte
    }
    around: Spread = spread(per_100.values())
    here = fte.get(own, {}).get(family, 0.0)
    return StaffLine(family.value, here, per_100.get(own), around.median, around.low, around.high)


def _paid(rows: list[dict[str, Any]], family: JobFamily | None = None) -> Paid:
    """FTE of a school by what pays for it, of one kind of work or of all."""
    own = [row for row in rows if family is None or row["job_family"] == family]
    federal, state_local = (sum(row[name] or 0.0 for row in own) for name in _SOURCES)
    filled = sum(row["filled_fte"] or 0.0 for row in own)
    return Paid(federal, state_local, max(filled - federal - state_local, 0.0))


def _per(jobs: dict[str, float], pupils: float | None) -> float | None:
    teachers = jobs.get(JobFamily.TEACHERS, 0.0)
    return pupils / teachers if pupils and teachers else None


def _vacancy(rows: list[dict[str, Any]], own: str) -> tuple[float | None, str]:
    """The share of positions vacant, known only where the load carries vacant ones at all."""
    if not any(row["vacant_fte"] is not None for row in rows):
        return None, "vacant positions not loaded" if rows else "positions not loaded"
    here = [row for row in rows if row["location_id"] == own]
    vacant = sum(row["vacant_fte"] or 0.0 for row in here)
    every = vacant + sum(row["filled_fte"] or 0.0 for row in here)
    if not every:
        return None, "no positions at this school"
    return vacant / every, f"{count(vacant, 1)} of {count(every, 1)} FTE"


def _reason(rows: list[dict[str, Any]], own: dict[str, float], year: int) -> str:
    if not rows:
        return f"No positions are loaded for FY{year}."
    if not own:
        return f"No position stands at this school on {day(census_day(year))}."
    return ""


def _method(view: SchoolView, fte: dict[str, dict[str, float]]) -> str:
    known = sum(row["location_id"] in fte for row in counted(view.compared))
    when = day(census_day(view.ground.year.year))
    return (
        f"Filled positions on {when} (census day), all funds; job groups are read from titles, "
        "what pays from the code of each position. "
        f"{count(known)} schools with staff and pupils. Each row has its own scale, from zero. "
        "Staff who serve several schools from a central site are not counted here."
    )
