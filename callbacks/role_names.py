"""What roles are called on screen: those that Plumbline brings, and those of the district."""

from __future__ import annotations

from access.roles import Role
from data.entities.registry import ENTITIES
from data.store import Store
from data.store.records import records


def role_names(store: Store, district: str) -> dict[str, str]:
    """The names of all roles by their codes; a name that two bear is followed by the code."""
    with store.reading() as tx:
        own = {
            str(one.values["code"]): str(one.values["name"])
            for one in records(tx, district, ENTITIES["role"])
        }
    names = {role.value: role.replace("_", " ").capitalize() for role in Role}
    taken = {name.casefold() for name in names.values()}
    for code, name in own.items():
        names[code] = f"{name} ({code})" if name.casefold() in taken else name
    return names
