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
    """How a job ended: a sentence for people, facts for its row, and all of it for the caller."""

    message: str
    result: dict[str, Any] = field(default_factory=dict)
    detail: Any = None


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
    message = f"Loaded {len(result.files)} files." if result.changed else "Nothing new to load."
    return Outcome(message, {"snapshot": result.snapshot_id}, result)


def rollback(
    settings: Settings, district: str, arguments: Mapping[str, Any], progress: Progress
) -> Outcome:
    """Serve the snapshot before the current one again."""
    del arguments
    progress("rolling back", 0.0)
    snapshot = pipeline.rollback(settings, district)
    return Outcome(f"Serving {snapshot} again.", {"snapshot": snapshot})


KINDS: Final[dict[str, Kind]] = {"load": load, "rollback": rollback}
