"""Scope lines: operators (V23), ranges (V24) and what Account Type takes (V23)."""

from __future__ import annotations

from collections.abc import Iterator

from data.entities.content import Filled
from data.entities.entity import Entity
from data.entities.problem import Problem
from data.entities.scope_lines import SCOPE
from data.scope import Operator, ScopeError, ScopeLine


def scope_problems(entity: Entity, content: Filled) -> Iterator[Problem]:
    """What is wrong with the scope lines of a record that has some."""
    if not set(SCOPE) <= {field.name for field in entity.lines}:
        return
    for place, line in enumerate(content.lines, 1):
        field, operator, value = (line.get(name) for name in SCOPE)
        if not (field and operator and value):
            continue
        try:
            ScopeLine(str(field), str(operator), str(value))
        except ScopeError as error:
            yield Problem(_code(str(operator)), _sentence(error), "", "segment_code", line=place)


def lines_of(content: Filled) -> tuple[ScopeLine, ...]:
    """The scope lines of a record that has no problem."""
    return tuple(
        ScopeLine(*(str(line[name]) for name in SCOPE))
        for line in content.lines
        if line.get("segment_type")
    )


def _code(operator: str) -> str:
    ranges = {Operator.BETWEEN, Operator.NOT_BETWEEN}
    return "V24" if operator in ranges else "V23"


def _sentence(error: ScopeError) -> str:
    text = str(error)
    return text[:1].upper() + text[1:] + ("" if text.endswith(".") else ".")
