"""The first line of a file that Plumbline writes: of what, when, by whom, with which filters.

Written in one place and known again in one place, so that a file of records can be uploaded again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final

_WRITTEN: Final = re.compile(r'"?(# )?[^|]+ \| exported \d{4}-\d\d-\d\d \d\d:\d\d UTC\b')


def moment(at: datetime) -> str:
    """A moment as files write it."""
    return f"{at.astimezone(UTC):%Y-%m-%d %H:%M} UTC"


def file_line(
    what: str, at: datetime, user: str, filters: Mapping[str, Any], as_of: object, *more: str
) -> str:
    """The line; `as_of` is the day or moment of the data, `filters` those that are set."""
    said = ", ".join(f"{name} {_said(value)}" for name, value in filters.items() if value)
    parts = (
        what,
        f"exported {moment(at)}" + (f" by {user}" if user else ""),
        f"filters: {said or 'none'}",
        f"data as of {as_of}",
        *more,
    )
    return " | ".join(" ".join(part.split()) for part in parts)


def is_file_line(text: str) -> bool:
    """Whether a line of a file is one of these, with or without the sign of a comment."""
    return _WRITTEN.match(text) is not None


def _said(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "+".join(str(item) for item in value)
    return value.isoformat() if isinstance(value, date) else str(value)
