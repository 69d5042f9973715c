"""V27: values of a custom attribute are what the district has said that they have to be."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from data.entities.content import Filled
from data.entities.entity import folded
from data.entities.field import Field, Kind
from data.entities.parsing import parse
from data.entities.problem import Problem
from data.rules.surroundings import Surroundings, Target

FIELDS: Final = "attribute_field"
VALUES: Final = "attribute_value"
_SHOWN: Final = 3
_KINDS: Final = {
    "text": Kind.TEXT,
    "number": Kind.DECIMAL,
    "date": Kind.DATE,
    "yes or no": Kind.FLAG,
    "list": Kind.CHOICE,
}


def value_rules(content: Filled, before: Filled | None, around: Surroundings) -> Iterator[Problem]:
    """The value fits the kind of its attribute, where one is set."""
    del before
    found = around.find(FIELDS, str(content.values.get("custom_attribute_field") or ""))
    if found is None:
        return
    problem = misfit(found, str(content.values.get("value") or ""))
    if problem is not None:
        yield Problem("V27", problem.message, problem.suggestion, "value")


def field_rules(content: Filled, before: Filled | None, around: Surroundings) -> Iterator[Problem]:
    """A list alone has values to choose from; values of accounts that do not fit are told."""
    del before
    kind, choices = content.values.get("kind"), content.values.get("choices") or ()
    if kind == "list" and not choices:
        yield Problem("V9", "A list needs its values.", field="choices")
        return
    if kind != "list" and choices:
        yield Problem("V9", "Only a list has values to choose from.", field="choices")
        return
    name = str(content.values.get("name") or "")
    wanted = as_target(name, str(kind or ""), choices if isinstance(choices, tuple) else ())
    kept = around.targets.get(VALUES, {}).values()
    own = (one.code for one in kept if folded(one.type) == folded(name))
    wrong = [value for value in own if misfit(wanted, value)]
    if wrong:
        named = ", ".join(repr(one) for one in wrong[:_SHOWN])
        more = f" and {len(wrong) - _SHOWN} more" if len(wrong) > _SHOWN else ""
        message = f"Accounts have values that do not fit and stay as they are: {named}{more}."
        yield Problem("V27", message, "", "kind", is_warning=True)


def as_target(name: str, kind: str, choices: tuple[str, ...]) -> Target:
    """An attribute as something that values are held against."""
    return Target(name, type=kind, choices=choices)


def misfit(found: Target, text: str) -> Problem | None:
    """What is wrong with one value of the attribute; nothing where its kind is not known."""
    kind = _KINDS.get(found.type)
    if kind is None or not text:
        return None
    field = Field("value", found.code, kind, limit=300, places=4, choices=found.choices)
    read = parse(field, text)
    return read if isinstance(read, Problem) else None
