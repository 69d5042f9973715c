"""What a person asks for when a document is to be made, and where made documents wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from config import Settings

MEDIA_TYPES: Final = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "pdf": "application/pdf",
}


class CannotMake(Exception):  # noqa: N818 - reads as the sentence the person gets
    """A document that cannot be made. The message is for a person."""

    for_person = True


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made; slides carry `card`, `address`, `question`, `title` and `note`."""

    title: str
    form: str
    has_appendix: bool = True
    slides: Sequence[Mapping[str, str]] = field(default_factory=tuple)


def folder(settings: Settings) -> Path:
    """Where made documents wait for their owners."""
    return settings.var / "exports"
