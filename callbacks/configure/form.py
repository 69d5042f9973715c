"""A form's texts: written from a record, and read back into one or into problems."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from data.entities.content import Content, Filled
from data.entities.entity import Entity
from data.entities.field import Field, Kind, Value
from data.entities.parsing import parse, written
from data.entities.problem import Problem
from data.rules.surroundings import Surroundings
from pages.configure.answers import Difference, Finding
from pages.configure.record import FieldView

_LONG = 250
_MOST_OPTIONS = 500
_YES_NO = (("true", "Yes"), ("false", "No"))
Texts = Mapping[str, str]


def field_view(
    entity: Entity, field: Field, kept: Filled | None, around: Surroundings
) -> FieldView:
    """One field as the form shows it, with what may be chosen."""
    value = written(field, kept.values.get(field.name) if kept else field.default)
    choices: Sequence[tuple[str, str]] = ()
    if field.kind is Kind.FLAG:
        choices = _YES_NO
    elif field.kind is Kind.CHOICE:
        empty = [] if field.required and value else [("", "–")]
        choices = [*empty, *((word, word.replace("_", " ")) for word in field.choices)]
    targets = around.targets.get(field.refers, {}) if field.refers else {}
    codes = sorted({target.code for target in targets.values() if target.is_live})
    return FieldView(
        name=field.name,
        label=field.label,
        doc=field.doc,
        value=value,
        is_required=field.required,
        choices=choices,
        options=codes if len(codes) <= _MOST_OPTIONS else (),
        hint="" if choices else field.example,
        is_long=field.kind is Kind.TEXT and (field.limit or 0) >= _LONG,
        is_fixed=kept is not None and field.name in entity.fixed,
    )


def read(
    entity: Entity, fields: Texts, lines: Sequence[Texts], before: Filled | None
) -> tuple[Content, list[Problem]]:
    """The record that the texts mean, and every text that cannot be read.

    A field that the form does not send keeps its value; a line without any text is left out.
    """
    problems: list[Problem] = []

    def value(field: Field, text: str, line: int = 0) -> Value:
        found = parse(field, text)
        if isinstance(found, Problem):
            problems.append(Problem(found.code, found.message, found.suggestion, field.name,
                                    line=line))  # fmt: skip
            return None
        return found

    values = {
        field.name: value(field, fields[field.name])
        if field.name in fields
        else before.values.get(field.name)
        if before
        else field.default
        for field in entity.fields
    }
    filled = [line for line in lines if any(text.strip() for text in line.values())]
    made = tuple(
        {field.name: value(field, line.get(field.name, ""), place) for field in entity.lines}
        for place, line in enumerate(filled, 1)
    )
    return Content(values, made), problems


def texts(values: Sequence[Any], identities: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What the browser sent of the fields, by name."""
    return {
        str(one.get("name")): str(value or "")[:5_000]
        for value, one in zip(values, identities, strict=False)
    }


def line_texts(
    values: Sequence[Any], identities: Sequence[Mapping[str, Any]]
) -> list[dict[str, str]]:
    """What the browser sent of the lines, in their order."""
    found: dict[int, dict[str, str]] = {}
    for value, one in zip(values, identities, strict=False):
        place = one.get("place")
        if isinstance(place, int):
            found.setdefault(place, {})[str(one.get("name"))] = str(value or "")[:5_000]
    return [found[place] for place in sorted(found)][:2_000]


def findings(entity: Entity, problems: Sequence[Problem]) -> list[Finding]:
    """Problems with the name of their field and line."""

    def place(one: Problem) -> str:
        label = entity.by_name[one.field].label if one.field in entity.by_name else entity.title
        return f"{label}, line {one.line}" if one.line else label

    return [Finding(place(one), one.message, one.suggestion) for one in problems]


def differences(entity: Entity, before: Filled | None, after: Filled) -> list[Difference]:
    """Field by field what differs, lines as one."""
    made = [
        Difference(
            field.label,
            _spoken(field, before.values.get(field.name)) if before else "",
            _spoken(field, after.values.get(field.name)),
        )
        for field in entity.fields
    ]
    if entity.lines:
        old = _lines(entity, before) if before else ""
        made.append(Difference("Lines", old, _lines(entity, after)))
    return [one for one in made if one.before != one.after]


def _spoken(field: Field, value: Value) -> str:
    """A value as people read it; flags are yes or no."""
    return dict(_YES_NO).get(written(field, value), written(field, value))


def _lines(entity: Entity, held: Filled) -> str:
    parts = (
        " ".join(filter(None, (written(f, line.get(f.name)) for f in entity.lines)))
        for line in held.lines
    )
    return "; ".join(parts)
