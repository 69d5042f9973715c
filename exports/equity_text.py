"""The statistics of equity for a terminal: how the table was read, then the figures by question."""

from __future__ import annotations

from collections.abc import Iterator

from exports.equity_rows import Told
from metrics.equity import EquityStatistics, Family, GroupStatistics
from metrics.horizontal import MINIMUM_SCHOOLS
from metrics.measure import Measure
from pages.format import by_unit, count, counted

_LABEL = 42
_VALUE = 12
_MOST_PROBLEMS = 20


def terminal_lines(found: EquityStatistics, told: Told) -> list[str]:
    """Lines of at most about a hundred characters; figures of groups follow those of all units."""
    lines = [*_reading(told), *_basis(found)]
    for part in (found.overall, *found.groups):
        lines += _group(part)
    lines += [
        "",
        "Lines are for districts within a state; for schools within a district no pass mark.",
        "An association between schools is not a cause.",
    ]
    return lines


def _reading(told: Told) -> Iterator[str]:
    yield told.file
    for one in told.columns:
        yield f"  {one['field']:<20} {one['heading']}  ({one['how']})"
    for note in told.notes:
        yield f"  note: {note}"
    for one in told.problems[:_MOST_PROBLEMS]:
        yield f"  problem: {one['text']}"
    if len(told.problems) > _MOST_PROBLEMS:
        yield f"  ... and {len(told.problems) - _MOST_PROBLEMS} problems more"


def _basis(found: EquityStatistics) -> Iterator[str]:
    yield ""
    yield f"Units weighted {found.weighting}."
    if found.table.needs:
        yield "Extra weights of need:"
        for one in found.weights.weights:
            yield f"  {one.need.upper()} +{one.extra:g} ({one.source})"
        yield f"  counted {found.weights.counting}"


def _group(part: GroupStatistics) -> Iterator[str]:
    yield ""
    name = part.group or "All units"
    yield f"== {name}: {counted(part.schools, 'school')}, {count(part.pupils)} pupils =="
    if part.group and part.schools < MINIMUM_SCHOOLS:
        yield f"  no figures: fewer than {MINIMUM_SCHOOLS} schools"
        return
    for family in part.families:
        yield ""
        yield family.id.question
        yield from _family(family)


def _family(family: Family) -> Iterator[str]:
    # One reason for many figures is said once.
    reasons = {one.reason for one in family.measures}
    if len(reasons) == 1 and "" not in reasons:
        yield f"  nothing to show: {reasons.pop()}"
        return
    for measure in family.measures:
        yield _line(measure)


def _line(measure: Measure) -> str:
    metric = measure.definition
    head = f"  {metric.label:<{_LABEL}} {by_unit(measure.value, metric.unit):>{_VALUE}}"
    parts = []
    if measure.reason:
        parts.append(measure.reason)
    if measure.low is not None and measure.high is not None:
        low, high = by_unit(measure.low, metric.unit), by_unit(measure.high, metric.unit)
        parts.append(f"95 % {low} to {high}")
    if measure.note:
        parts.append(str(measure.note))
    if metric.reference and measure.value is not None:
        line = metric.reference
        parts.append(f"line {line.value:g} ({line.standing})")
    if measure.dropped:
        parts.append(f"{len(measure.dropped)} left out: {'; '.join(measure.why_dropped)}")
    return f"{head}  {'; '.join(parts)}".rstrip()
