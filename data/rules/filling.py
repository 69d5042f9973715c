"""Which fields go together: half-filled groups (V9), alternatives, lines and periods (V33)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

from data.entities.content import Filled, Values
from data.entities.entity import Entity
from data.entities.problem import Problem

_PERIODS: Final = (("start_date", "end_date"), ("hire_date", "end_date"))


def filling_problems(entity: Entity, content: Filled) -> Iterator[Problem]:
    """What is missing, left over or repeated within one record."""
    yield from _required(entity, content)
    yield from _groups(entity, content.values, 0)
    yield from _alternatives(entity, content.values)
    for place, line in enumerate(content.lines, 1):
        yield from _groups(entity, line, place)
    yield from _line_problems(entity, content)
    yield from _period_problems(entity, content.values)


def _required(entity: Entity, content: Filled) -> Iterator[Problem]:
    for field in entity.fields:
        if field.required and content.values.get(field.name) in {None, "", ()}:
            yield Problem("V3", f"{field.label} must be filled.", field=field.name)
    for place, line in enumerate(content.lines, 1):
        for field in entity.lines:
            if field.required and line.get(field.name) in {None, ""}:
                yield Problem("V3", f"{field.label} must be filled.", "", field.name, line=place)


def _groups(entity: Entity, values: Values, place: int) -> Iterator[Problem]:
    own = {field.name for field in (entity.lines if place else entity.fields)}
    for group in entity.together:
        if not set(group) <= own:
            continue
        empty = [name for name in group if values.get(name) in {None, ""}]
        if empty and len(empty) < len(group):
            filled = next(name for name in group if name not in empty)
            labels = " and ".join(entity.by_name[name].label for name in empty)
            message = f"{labels} must be filled, because {entity.by_name[filled].label} is."
            yield Problem("V9", message, "", empty[0], line=place)


def _alternatives(entity: Entity, values: Values) -> Iterator[Problem]:
    for group in entity.either:
        filled = [name for name in group if values.get(name) not in {None, ""}]
        labels = " or ".join(entity.by_name[name].label for name in group)
        if not filled:
            yield Problem("V3", f"{labels} must be filled.", field=group[0])
        elif len(filled) > 1:
            yield Problem("V9", f"{labels}: only one of them is filled.", field=filled[1])


def _line_problems(entity: Entity, content: Filled) -> Iterator[Problem]:
    if len(content.lines) < entity.least_lines:
        labels = ", ".join(field.label for field in entity.lines)
        yield Problem("V3", f"At least one line is needed: {labels}.", field=entity.lines[0].name)
    seen: dict[tuple[str, ...], int] = {}
    for place, line in enumerate(content.lines, 1):
        key = entity.line_key_of(line)
        if not any(key):
            yield Problem("V3", "The line is empty.", "", entity.lines[0].name, line=place)
        elif key in seen:
            message = f"The line repeats line {seen[key]}."
            yield Problem("V6", message, "", entity.line_key[0], line=place)
        seen.setdefault(key, place)


def _period_problems(entity: Entity, values: Values) -> Iterator[Problem]:
    for first, last in _PERIODS:
        if first not in entity.by_name or last not in entity.by_name:
            continue
        start, end = values.get(first), values.get(last)
        if isinstance(start, date) and isinstance(end, date) and start > end:
            label = entity.by_name[last].label
            message = f"{label} {end.isoformat()} lies before {start.isoformat()}."
            yield Problem("V33", message, field=last)
