"""References: each code must exist (V8, of accounts and staffing V35) and be in use.

Also V13 (codes that differ only by leading zeros) and V28 (a strategy's priority).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from data.entities.content import Content, Filled, Values
from data.entities.entity import Entity, folded
from data.entities.field import Field, Value
from data.entities.parsing import nearest
from data.entities.problem import Problem
from data.rules.surroundings import Surroundings, Target

_STAFFING: Final = frozenset({"position", "account", "employee", "job", "segment_code"})
_SUGGESTED_AMONG: Final = 5_000
_WORDS: Final = {
    "account": "account in the chart",
    "label_word": "word that can be renamed, or segment in the chart",
    "location": "location in the chart",
    "segment_code": "code in the chart",
    "segment_type": "segment in the chart",
    "scope_field": "segment, attribute, Account Code or Account Type",
}


def reference_problems(
    entity: Entity, content: Filled, before: Filled | None, around: Surroundings
) -> Iterator[Problem]:
    """What is wrong with the references of a record and of its lines."""
    for field in entity.fields:
        if field.refers:
            old = before.values.get(field.name) if before else None
            yield from _field_problems(entity, field, content.values, old, around)
    for place, line in enumerate(content.lines, 1):
        for field in entity.lines:
            if field.refers:
                for one in _field_problems(entity, field, line, None, around):
                    yield replace(one, line=place)


def resolved(entity: Entity, content: Filled, around: Surroundings) -> Content:
    """The record with every reference in the spelling, and by the code, under which it is kept."""
    if not any(field.refers for field in entity.by_name.values()):
        return Content(content.values, content.lines)

    def settled(field: Field, value: Value) -> Value:
        if not field.refers or value is None:
            return value
        if isinstance(value, tuple):
            codes = [_code(field, item, around) for item in value]
            return tuple(dict.fromkeys(codes))
        return _code(field, str(value), around)

    def row(fields: tuple[Field, ...], values: Values) -> Values:
        by_name = {field.name: field for field in fields}
        return {
            name: settled(by_name[name], value) if name in by_name else value
            for name, value in values.items()
        }

    return Content(
        row(entity.fields, content.values), tuple(row(entity.lines, line) for line in content.lines)
    )


def near_key_problems(
    entity: Entity, content: Filled, before: Filled | None, around: Surroundings
) -> Iterator[Problem]:
    """V13: a new code that differs from one there is only by leading zeros."""
    code = content.values.get(entity.key[0])
    if before is not None or not isinstance(code, str) or around.find(entity.name, code):
        return
    twin = _without_zeros(entity.name, code, around)
    if twin:
        label = entity.by_name[entity.key[0]].label
        yield Problem(
            "V13", f"{label} {code} differs from {twin} only by leading zeros.", twin,
            entity.key[0], is_warning=True,
        )  # fmt: skip


def _field_problems(
    entity: Entity, field: Field, values: Values, old: Value, around: Surroundings
) -> Iterator[Problem]:
    value = values.get(field.name)
    if value is None or not around.can_check(field.refers):
        return
    kept = old if isinstance(old, tuple) else (old,)
    for item in value if isinstance(value, tuple) else (str(value),):
        found = around.find(field.refers, item)
        if found is None:
            if not _may_be_unknown(entity, field):
                yield _unknown(field, item, around)
        elif not found.is_live:
            is_new = folded(item) not in {folded(one) for one in kept}
            yield _idle(entity, field, found, is_new=is_new)


def _may_be_unknown(entity: Entity, field: Field) -> bool:
    """Assignments are believed although the position is unknown (V36 asks for more)."""
    return entity.name == "assignment" and field.name == "position_code"


def _unknown(field: Field, item: str, around: Surroundings) -> Problem:
    code = "V25" if field.refers == "scope_field" else "V8"
    code = "V35" if field.refers in _STAFFING else code
    what = _WORDS.get(field.refers, field.refers.replace("_", " "))
    suggestion = _without_zeros(field.refers, item, around) or _near(field.refers, item, around)
    return Problem(
        code, f"{field.label} {item!r}: there is no such {what}.", suggestion, field.name
    )


def _idle(entity: Entity, field: Field, found: Target, *, is_new: bool) -> Problem:
    """An archived or inactive target: a warning; an archived priority takes no new strategy."""
    if entity.name == "strategy" and field.name == "priority_code" and is_new:
        message = f"Priority {found.code} is archived and takes no new strategies."
        return Problem("V28", message, field=field.name)
    message = f"{field.label} {found.code} is archived or not active."
    return Problem("V8", message, field=field.name, is_warning=True)


def _code(field: Field, item: str, around: Surroundings) -> str:
    found = around.find(field.refers, item)
    return item if found is None else found.code


def _without_zeros(refers: str, code: str, around: Surroundings) -> str:
    bare = folded(code).lstrip("0")
    if not bare:
        return ""
    known = around.targets.get(refers, {})
    codes = ("0" * zeros + bare for zeros in range(8))
    return next((known[code].code for code in codes if code in known), "")


def _near(refers: str, item: str, around: Surroundings) -> str:
    known = around.targets[refers]
    near = nearest(folded(item), list(known)) if len(known) <= _SUGGESTED_AMONG else ""
    return known[near].code if near else ""
