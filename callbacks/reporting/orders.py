"""What a person asks for when a document is to be made, and where made documents wait."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from callbacks.kept_files import KeptFiles
from config import Settings

KEPT: Final = timedelta(days=14)
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


def files(settings: Settings) -> KeptFiles:
    """Where made documents wait for their owners."""
    return KeptFiles(settings.var / "exports", KEPT)
