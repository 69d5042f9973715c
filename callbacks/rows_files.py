"""Downloads of rows that the store keeps, by name: the right that each needs, and what makes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Services
from callbacks.configure.adoption_file import adoption_file
from callbacks.configure.call_list import call_list_file
from exports.flat import Export

RowsFile = Callable[[Services, Actor, str, dict[str, list[str]]], Export]
ROWS_FILES: Final[dict[str, tuple[Permission, RowsFile]]] = {
    "adoption": (Permission.MANAGE_CONFIGURE, adoption_file),
    "call-list": (Permission.MANAGE_CONFIGURE, call_list_file),
}
