"""`var/manifest.json`: which snapshot of each district is served, and which are kept beside it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from data.serving_schema import FORM
from loaders.durable import sync, write_json
from loaders.errors import LoaderError

SCHEMA_VERSION = FORM
FILE = "manifest.json"
DISTRICT = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")
_STAMP = "%Y%m%dT%H%M%S"

After = Callable[[str], None]
"""Called with the name of each step that has just become durable."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """The snapshots of one district: the one served, then those to fall back to.

    `superseded` says when a snapshot stopped being served; `digests` holds the SHA-256 of each
    snapshot's own manifest, so that a damaged list of hashes cannot vouch for damaged files.
    """

    current: str
    history: tuple[str, ...]
    superseded: dict[str, str] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def serving(self, snapshot: str, digest: str, now: datetime) -> Shelf:
        """The shelf once this snapshot is served, new or old.

        The order is the one in which a reader falls back when files are damaged: what was given
        up by a roll-back goes to the end.
        """
        at = self.history.index(self.current)
        others = (*self.history[at:], *self.history[:at])
        if snapshot in others:
            place = others.index(snapshot)
            others = (*others[place + 1 :], *others[:place])
        superseded = self.superseded | {self.current: now.isoformat()}
        return Shelf(snapshot, (snapshot, *others), superseded, self.digests | {snapshot: digest})

    def without(self, snapshots: set[str]) -> Shelf:
        """The shelf after these snapshots were removed."""
        kept = tuple(name for name in self.history if name not in snapshots)
        return Shelf(
            self.current,
            kept,
            {name: self.superseded[name] for name in kept if name in self.superseded},
            {name: self.digests[name] for name in kept if name in self.digests},
        )

    def as_json(self) -> dict[str, Any]:
        """The shelf as it stands in the manifest."""
        return {
            "current": self.current,
            "history": list(self.history),
            "superseded": self.superseded,
            "digests": self.digests,
        }


def read_shelves(var: Path) -> dict[str, Shelf]:
    """Every district's snapshots; empty before the first load."""
    path = var / FILE
    try:
        content = json.loads(path.read_text("utf-8"))
        return {
            district: Shelf(
                entry["current"],
                tuple(entry["history"]),
                dict(entry.get("superseded", {})),
                dict(entry.get("digests", {})),
            )
            for district, entry in content["districts"].items()
        }
    except FileNotFoundError:
        return {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise LoaderError(
            "The list of snapshots cannot be read; restore it from a backup.", file=path
        ) from error


def replace_shelves(var: Path, shelves: dict[str, Shelf], after: After) -> None:
    """Swap the manifest in one rename: readers see the old list or the new one."""
    fresh = var / f"{FILE}.new"
    districts = {name: shelf.as_json() for name, shelf in sorted(shelves.items())}
    write_json(fresh, {"schema_version": SCHEMA_VERSION, "districts": districts})
    after("pointer written")
    os.replace(fresh, var / FILE)  # noqa: PTH105  the one call that POSIX calls atomic
    after("pointer replaced")
    sync(var)
    after("pointer synced")


def snapshot_id(district: str, now: datetime, suffix: str) -> str:
    """Name of a snapshot: district, UTC second and eight hexadecimal digits."""
    if not DISTRICT.fullmatch(district):
        raise LoaderError(
            "A district's name is made of small letters, digits and hyphens.", found=district
        )
    return f"{district}-{now.astimezone(UTC).strftime(_STAMP)}-{suffix}"


def created(snapshot: str) -> datetime:
    """The second in which a snapshot was begun, read from its name."""
    return datetime.strptime(snapshot.rsplit("-", 2)[1], _STAMP).replace(tzinfo=UTC)


def latest_change(shelves: dict[str, Shelf]) -> datetime | None:
    """The newest moment that the manifest names; `None` before the first load."""
    moments = [created(name) for shelf in shelves.values() for name in shelf.history]
    moments += [
        datetime.fromisoformat(text)
        for shelf in shelves.values()
        for text in shelf.superseded.values()
    ]
    return max(moments, default=None)
