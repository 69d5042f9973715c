"""Rules that records keep beside each other: names, periods, funding shares, locations.

V7 names occur once, V34 funding never above 100, V37 periods do not overlap, V40 one primary pay
of a vacant job and year, V43 a location belongs to one organization.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from data.entities.content import Filled, Key
from data.entities.entity import Entity, compared, folded
from data.entities.parsing import plain
from data.entities.problem import Problem

Found = Iterator[tuple[Key, Problem]]
Kept = Mapping[Key, Filled]
Span = tuple[date, date, Key]
_WHOLE: Final = Decimal(100)
_PERIOD_OF: Final = {
    "position": ("code",),
    "employee_pay": ("employee_code", "pay_type"),
    "employee_benefit": ("employee_code", "benefit_type"),
}
_FUNDING_OF: Final = {
    "position_funding": ("position_code",),
    "assignment_funding": ("position_code", "employee_code"),
}


def beside_problems(entity: Entity, kept: Kept) -> Found:
    """What is wrong among the records of one entity, each problem with the key of its record."""
    yield from _names(entity, kept)
    for names, rule in (
        (_PERIOD_OF.get(entity.name), _overlaps),
        (_FUNDING_OF.get(entity.name), _shares),
    ):
        if names is not None:
            yield from _by_group(kept, names, rule)
    if entity.name == "vacancy_pay":
        yield from _primaries(kept)
    if entity.name == "organization":
        yield from _locations(kept)


def _names(entity: Entity, kept: Kept) -> Found:
    """V7: what must be unique beside the key."""
    for group in entity.unique:
        seen: dict[Key, Key] = {}
        for key, one in kept.items():
            name = compared(one.values, group)
            if name in seen:
                label = entity.by_name[group[-1]].label
                other = entity.label_of(kept[seen[name]].values)
                message = f"{label} {one.values[group[-1]]!r} is the one of {other} already."
                yield key, Problem("V7", message, field=group[-1])
            seen.setdefault(name, key)


def _by_group(
    kept: Kept, names: tuple[str, ...], rule: Callable[[Kept, list[Span]], Found]
) -> Found:
    groups: dict[Key, list[Span]] = defaultdict(list)
    for key, one in kept.items():
        start, end = one.values.get("start_date"), one.values.get("end_date")
        if isinstance(start, date):
            last = end if isinstance(end, date) else date.max
            groups[compared(one.values, names)].append((start, last, key))
    for spans in groups.values():
        yield from rule(kept, sorted(spans))


def _overlaps(kept: Kept, spans: list[Span]) -> Found:
    """V37: a period begins after the one before it has ended."""
    del kept
    latest = date.min
    for start, end, key in spans:
        if start <= latest:
            until = "is open" if latest == date.max else f"lasts until {latest.isoformat()}"
            message = f"Start {start.isoformat()} lies in a period before, which {until}."
            yield key, Problem("V37", message, field="start_date")
        latest = max(latest, end)


def _shares(kept: Kept, spans: list[Span]) -> Found:
    """V34: on every date the lines in force sum to 100; above is wrong, below is a warning."""
    ends = [end + timedelta(days=1) for _, end, _ in spans if end != date.max]
    told: set[Key] = set()
    for day in sorted({start for start, _, _ in spans} | set(ends)):
        active = [key for start, end, key in spans if start <= day <= end]
        total = sum((_percentage(kept[key]) for key in active), Decimal(0))
        if not active or total == _WHOLE:
            continue
        message = f"From {day.isoformat()} on the lines sum to {plain(total)} %, not to 100 %."
        is_warning = total < _WHOLE
        for key in active:
            if not is_warning or key not in told:
                yield key, Problem("V34", message, field="percentage", is_warning=is_warning)
            told.add(key)
        if not is_warning:
            return


def _percentage(one: Filled) -> Decimal:
    value = one.values.get("percentage")
    return value if isinstance(value, Decimal) else Decimal(0)


def _primaries(kept: Kept) -> Found:
    """V40: of the pays of one job (or plan) and year at most one is marked as primary."""
    names = ("job_code", "compensation_plan_code", "fiscal_year")
    first: dict[Key, Key] = {}
    for key, one in kept.items():
        if not one.values.get("primary"):
            continue
        other = first.setdefault(compared(one.values, names), key)
        if other != key:
            label = kept[other].values["pay_type"]
            message = f"{label} is the primary pay of the job and year already: mark one only."
            yield key, Problem("V40", message, "false", "primary")


def _locations(kept: Kept) -> Found:
    """V43: a location that two organizations claim is told, not refused."""
    claimed: dict[str, Key] = {}
    for key, one in kept.items():
        locations = one.values.get("location_codes")
        for location in locations if isinstance(locations, tuple) else ():
            first = claimed.setdefault(folded(location), key)
            if first != key:
                message = f"Location {location} belongs to {kept[first].values['code']} too."
                yield key, Problem("V43", message, field="location_codes", is_warning=True)
