"""Kinds of records as the pages meet them: which ones a person may configure, and addresses."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from access.actor import Actor
from access.permissions import Permission
from access.policy import may
from access.rights import PRESETS
from data.entities.content import Content, Filled
from data.entities.entity import Entity
from data.entities.registry import ENTITIES
from planning.configure.presets import preset_role

LIST: Final = "/configuration/records"
RECORD: Final = "/configuration/record"
UPLOAD: Final = "/configuration/upload"
TEAM: Final = "/current/team"


def may_configure(actor: Actor, entity: Entity) -> bool:
    """Whether the person may see and change records of this kind."""
    needed = [entity.permission, *([Permission.COMPENSATION_READ] if entity.compensation else [])]
    return all(may(actor, right, district=actor.district) for right in needed)


def kind(actor: Actor, name: str | None) -> Entity | None:
    """The kind that an address names; none when there is no such kind or no right to it."""
    entity = ENTITIES.get(name or "")
    return entity if entity is not None and may_configure(actor, entity) else None


def list_address(entity: Entity) -> str:
    """Where the records are listed."""
    return f"{LIST}?{urlencode({'entity': entity.name})}"


def preset_addresses(entity: Entity) -> list[tuple[str, str]]:
    """Presets that a new record may start from, and where each is opened."""
    if entity.name != "role":
        return []
    return [
        (name, f"{RECORD}?{urlencode({'entity': entity.name, 'preset': name})}") for name in PRESETS
    ]


def preset(entity: Entity, name: str | None) -> Content | None:
    """What a new record starts with; it can be changed like any other."""
    if entity.name != "role" or name not in PRESETS:
        return None
    return preset_role(name)


def budget_address(actor: Actor, entity: Entity, kept: Filled | None, number: int | None) -> str:
    """Where a budget of an organization is made; empty for whoever may not, and other records."""
    if entity.name != "organization" or kept is None or number is None:
        return ""
    if not may_configure(actor, ENTITIES["budget"]):
        return ""
    return f"{RECORD}?{urlencode({'entity': 'budget', 'organization': number})}"


def record_address(entity: Entity, record_id: int | None = None) -> str:
    """Where one record is opened, or a new one is made."""
    number = {} if record_id is None else {"record": record_id}
    return f"{RECORD}?{urlencode({'entity': entity.name, **number})}"


def upload_address(entity: Entity) -> str:
    """Where a file of the records is brought."""
    return f"{UPLOAD}?{urlencode({'entity': entity.name})}"


def team_address(entity: Entity, kept: Filled | None) -> str:
    """Where the team of a budget is; empty for other records and for a new one."""
    if entity.name != "budget" or kept is None:
        return ""
    return f"{TEAM}?{urlencode({'budget': kept.values['code']})}"
