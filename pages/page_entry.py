"""What a page is: its address, name, place in the navigation, right and layout."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from access.permissions import Permission


class Group(StrEnum):
    """Groups of the navigation, in order. HOME stands alone, NONE is not shown."""

    HOME = "Home"
    CURRENT = "Current"
    EVALUATE = "Evaluate"
    REPORTING = "Reporting"
    DATA = "Data"
    CONFIGURATION = "Configuration"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page. `path` may end in a variable part: `/evaluate/schools/<location_id>`."""

    path: str
    name: str
    title: str
    group: Group
    permission: Permission
    layout: Callable[..., Any]

    @property
    def key(self) -> str:
        """The name under which Dash knows the page."""
        return self.path.strip("/").replace("/", ".") or "home"

    @property
    def is_template(self) -> bool:
        """Whether the address has a variable part."""
        return "<" in self.path
