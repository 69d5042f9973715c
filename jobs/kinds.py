"""What kinds of long work there are; each calls one function elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from config import Settings
from loaders import pipeline
from loaders.progress import Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended: a sentence for people and facts for the page."""

    message: str
    result: dict[str, Any] = field(default_factory=dict)


Kind = Callable[[Settings, str, Mapping[str, Any], Progress], Outcome]


def load(
    settings: Settings, district: str, arguments: Mapping[str, Any], progress: Progress
) -> Outcome:
    """Load a folder of extracts; `arguments` name the mapping file and the source folder."""
    result = pipeline.load(
        settings,
        district,
        Path(arguments["mapping"]),
        Path(arguments["source"]),
        force=bool(arguments.get("force", False)),
        progress=progress,
    )
    changed = "Loaded" if result.changed else "Nothing new in"
    return Outcome(f"{changed} {len(result.files)} files.", {"snapshot": result.snapshot_id or ""})


def rollback(
    settings: Settings, district: str, arguments: Mapping[str, Any], progress: Progress
) -> Outcome:
    """Serve the snapshot before the current one again."""
    del arguments
    progress("rolling back", 0.0)
    snapshot = pipeline.rollback(settings, district)
    return Outcome(f"Serving {snapshot} again.", {"snapshot": snapshot})


KINDS: Final[dict[str, Kind]] = {"load": load, "rollback": rollback}
