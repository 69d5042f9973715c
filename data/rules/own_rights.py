"""V18: nobody raises own rights, and the last active administrator stays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from data.entities.access_settings import LEVELS
from data.entities.content import Content, Filled, Values
from data.entities.entity import Entity, folded
from data.entities.problem import Problem

_LEVELS: Final = ("manage_access", "allocate_access", "budget_access", "evaluate_access")
_TICKS: Final = (
    "administrator",
    "can_manage_users",
    "can_view_compensation",
    "can_flag_positions",
    "can_release",
)
_STRENGTH: Final = {level: -place for place, level in enumerate(LEVELS)}


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes the change. The system and administrators may give every right."""

    email: str
    is_administrator: bool


def rights_problems(
    entity: Entity, before: Filled | None, after: Filled | None, author: Author
) -> Iterator[Problem]:
    """What a change would give that its author may not give; `after` is empty for a removal."""
    if author.is_administrator:
        return
    old = before.values if before else {}
    new = after.values if after else {}
    email = new.get("email") or old.get("email")
    is_own = folded(email) == folded(author.email)
    if entity.name == "district_user":
        if bool(old.get("administrator")) or bool(new.get("administrator")):
            message = "Only an administrator changes an administrator or makes one."
            yield Problem("V18", message, field="administrator")
        elif is_own and _is_raised(old, new):
            yield Problem("V18", "Nobody raises own rights: ask an administrator.", field="email")
    if entity.name == "budget_role" and is_own and after is not None:
        message = "Nobody gives a role to oneself: ask an administrator."
        yield Problem("V18", message, field="email")


def leaves_no_administrator(before: Iterable[Filled], after: Iterable[Filled]) -> Problem | None:
    """What is wrong when the people of a district would be left without an administrator."""
    if _administrators(before) and not _administrators(after):
        message = "The district would be left without an active administrator."
        return Problem("V18", message, field="administrator")
    return None


def with_members(people: Iterable[Filled], members: Iterable[str]) -> list[Filled]:
    """The people of the records, and administrators by membership of whom there is no record."""
    listed = list(people)
    recorded = {folded(one.values.get("email")) for one in listed}
    facts = {"administrator": True, "is_active": True}
    return [*listed, *(Content(facts) for email in members if folded(email) not in recorded)]


def adopted(entity: Entity, content: Filled, members: Iterable[str]) -> Content:
    """A new record of somebody who administers by membership says so: nobody is lowered unseen."""
    values = content.values
    known = {folded(email) for email in members}
    if entity.name == "district_user" and folded(values.get("email")) in known:
        values = {**values, "administrator": True}
    return Content(values, content.lines)


def _administrators(people: Iterable[Filled]) -> int:
    return sum(
        bool(one.values.get("administrator") and one.values.get("is_active")) for one in people
    )


def _is_raised(old: Values, new: Values) -> bool:
    levels = any(
        _STRENGTH[str(new.get(name) or "none")] > _STRENGTH[str(old.get(name) or "none")]
        for name in _LEVELS
    )
    ticks = any(new.get(name) and not old.get(name) for name in _TICKS)
    back = bool(new.get("is_active")) and old.get("is_active") is False
    return levels or ticks or back
