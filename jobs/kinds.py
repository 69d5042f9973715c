"""What kinds of long work there are; each calls one function elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from config import Settings
from data.store.jobs import PRESENTATION, TABLE_FILE, UPLOAD

if TYPE_CHECKING:
    from loaders.progress import Progress


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended: a sentence for people, facts for its row, and all of it for the caller."""

    message: str
    result: dict[str, Any] = field(default_factory=dict)
    detail: Any = None


Kind = Callable[[Settings, str, Mapping[str, Any], "Progress"], Outcome]


def load(
    settings: Settings, district: str, arguments: Mapping[str, Any], progress: Progress
) -> Outcome:
    """Load a folder of extracts; `arguments` name the mapping file and the source folder."""
    from jobs.staffing_extract import write_where_asked  # noqa: PLC0415 - as below
    from jobs.told_accounts import told_accounts  # noqa: PLC0415 - as below
    from loaders import pipeline  # noqa: PLC0415 - who asks for a job needs no loaders

    mapping, source = Path(arguments["mapping"]), Path(arguments["source"])
    write_where_asked(settings, district, mapping, source)
    result = pipeline.load(
        settings,
        district,
        mapping,
        source,
        force=bool(arguments.get("force", False)),
        only=str(arguments.get("only", "")),
        progress=progress,
        told=told_accounts(settings, district),
    )
    message = f"Loaded {len(result.files)} files." if result.changed else "Nothing new to load."
    return Outcome(message, {"snapshot": result.snapshot_id}, result)


def rollback(
    settings: Settings, district: str, arguments: Mapping[str, Any], progress: Progress
) -> Outcome:
    """Serve the snapshot before the current one again."""
    from loaders import pipeline  # noqa: PLC0415 - who asks for a job needs no loaders

    del arguments
    progress("rolling back", 0.0)
    snapshot = pipeline.rollback(settings, district)
    return Outcome(f"Serving {snapshot} again.", {"snapshot": snapshot})


def presentation(
    settings: Settings, district: str, arguments: Mapping[str, Any], progress: Progress
) -> Outcome:
    """Make a person's presentation as a file, over what the person may see by now."""
    from callbacks.reporting.documents import make  # noqa: PLC0415 - loads need no pages

    facts = make(settings, district, arguments, progress)
    number = facts["slides"]
    return Outcome(f"{number} {'slide' if number == 1 else 'slides'}, ready.", facts)


def table_file(
    settings: Settings, district: str, arguments: Mapping[str, Any], progress: Progress
) -> Outcome:
    """Write a long table for a person, over what the person may see by now."""
    from callbacks.table_files import make  # noqa: PLC0415 - loads need no pages

    facts = make(settings, district, arguments, progress)
    return Outcome(f"{facts['title']}: {facts['rows']:,} rows, ready.", facts)


def upload(
    settings: Settings, district: str, arguments: Mapping[str, Any], progress: Progress
) -> Outcome:
    """Review, save or take back a large upload, for the person who asked."""
    from jobs.upload_steps import carry_out  # noqa: PLC0415 - loads need no uploads

    return carry_out(settings, district, arguments, progress)


def staffing_feed(
    settings: Settings, district: str, arguments: Mapping[str, Any], progress: Progress
) -> Outcome:
    """Bring in a folder of staffing and pay through the uploads; `arguments` name the `source`."""
    from jobs.staffing_feed import feed  # noqa: PLC0415 - loads need no uploads

    return feed(settings, district, arguments, progress)


KINDS: Final[dict[str, Kind]] = {
    "load": load,
    "rollback": rollback,
    PRESENTATION: presentation,
    TABLE_FILE: table_file,
    UPLOAD: upload,
    "feed": staffing_feed,
}
