"""Every rule that one record keeps, in the order in which a person would mend it."""

from __future__ import annotations

from data.entities.content import Filled
from data.entities.entity import Entity
from data.entities.problem import Problem
from data.rules.filling import filling_problems
from data.rules.own_rules import OWN_RULES
from data.rules.percentages import percentage_problems
from data.rules.references import near_key_problems, reference_problems
from data.rules.scopes import scope_problems
from data.rules.surroundings import Surroundings


def problems(
    entity: Entity, content: Filled, before: Filled | None, around: Surroundings
) -> list[Problem]:
    """What is wrong with a record as it would be; `before` is the record as it is, if it is.

    What is wrong among records is told by `data.rules.beside`.
    """
    found = [
        *filling_problems(entity, content),
        *_fixed(entity, content, before),
        *reference_problems(entity, content, before, around),
        *near_key_problems(entity, content, before, around),
        *scope_problems(entity, content),
        *percentage_problems(entity, content),
    ]
    own = OWN_RULES.get(entity.name)
    if own is not None:
        found += own(content, before, around)
    return found


def _fixed(entity: Entity, content: Filled, before: Filled | None) -> list[Problem]:
    """Fields that cannot change once the record is made."""
    if before is None:
        return []
    return [
        Problem("V7", f"{entity.by_name[name].label} is fixed once it is made.",
                str(before.values[name]), name)
        for name in entity.fixed
        if content.values.get(name) != before.values[name]
    ]  # fmt: skip
