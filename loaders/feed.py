"""What one delivery brings: a mapping, the files it finds, and how to read them."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from loaders.checks import Check, Limits, Status
from loaders.durable import sha256_of
from loaders.erp.context import FileReport
from loaders.errors import LoaderError
from loaders.progress import Progress

CONTROL_FILE = "manifest.json"

Read = Callable[[DuckDBPyConnection, Progress], list[FileReport]]


@dataclass(frozen=True, slots=True)
class ControlFile:
    """What the sender says of a delivery: `manifest.json` beside the files. All parts optional.

    `{"extract_date": "2027-03-01", "files": [{"name": "gl.csv", "rows": 10, "sha256": "...",
    "amount": "12.50"}]}`; rows are data rows, dollars those of rows read in the file's own sign.
    """

    extract_date: date | None = None
    files: tuple[dict[str, Any], ...] = ()

    def check_bytes(self, inputs: Mapping[str, str], folder: Path) -> None:
        """Refuse a file that is missing or is not the one that was sent."""
        for entry in self.files:
            name = entry["name"]
            if name not in inputs and not (folder / name).is_file():
                raise LoaderError("The sender lists this file, but it did not arrive.", file=name)
            sent = entry.get("sha256")
            if sent and sent.lower() != (inputs.get(name) or sha256_of(folder / name)):
                raise LoaderError("The file is not the one that was sent.", file=name)

    def checks(self, reports: list[FileReport]) -> list[Check]:
        """L3 for rows and dollars that the sender states."""
        by_path = {report.path: report for report in reports}
        stated = [(entry, by_path.get(entry["name"])) for entry in self.files]
        return [
            check
            for entry, report in stated
            if report is not None
            for check in _compared(entry, report)
        ]


@dataclass(frozen=True, slots=True)
class Feed:
    """One delivery of one source. `inputs` holds the hash of each file by its path.

    `mapping_sha256` tells readings apart: of the mapping and of what is configured beside it.
    """

    district: str
    source: str
    mapping_sha256: str
    loads: dict[str, str]
    limits: dict[str, Limits]
    tables: dict[str, Decimal]
    inputs: dict[str, str]
    read: Read
    control: ControlFile = field(default_factory=ControlFile)

    @property
    def digest(self) -> str:
        """What tells one delivery from another: every file, and how they are read."""
        whole = json.dumps([self.mapping_sha256, sorted(self.inputs.items())])
        return sha256(whole.encode()).hexdigest()

    def is_known(self, registered: Mapping[str, Any] | None) -> bool:
        """Whether every file is already loaded, read with the same mapping."""
        return (
            registered is not None
            and registered["mapping_sha256"] == self.mapping_sha256
            and set(self.inputs.values()) <= set(registered["inputs"])
        )


def read_control_file(folder: Path) -> ControlFile:
    """The sender's list of files; an empty one where none was sent."""
    path = folder / CONTROL_FILE
    if not path.is_file():
        return ControlFile()
    try:
        content = json.loads(path.read_text("utf-8"), parse_float=Decimal)
        day = content.get("extract_date")
        files = tuple(dict(entry) for entry in content.get("files", []))
        if any(not isinstance(entry.get("name"), str) for entry in files):
            raise LoaderError("Each entry of `files` needs a name.", file=path)
        return ControlFile(date.fromisoformat(day) if day else None, files)
    except (ValueError, AttributeError, TypeError) as error:
        raise LoaderError(f"The list of files cannot be read: {error}.", file=path) from error


def _compared(entry: Mapping[str, Any], report: FileReport) -> list[Check]:
    found = []
    if entry.get("rows") is not None:
        loaded = report.rows_accepted + report.rows_quarantined
        found.append(_l3(report, "rows of the sender's list", Decimal(entry["rows"]), loaded))
    if entry.get("amount") is not None:
        try:
            stated = Decimal(str(entry["amount"]))
        except InvalidOperation as error:
            raise LoaderError(
                "The dollars of the sender's list are no number.", found=str(entry["amount"])
            ) from error
        parts = (report.amount_accepted, report.amount_quarantined)
        read = sum((part for part in parts if part is not None), Decimal(0))
        found.append(_l3(report, "dollars of the sender's list", stated, read))
    return found


def _l3(report: FileReport, scope: str, expected: Decimal, actual: Decimal | int) -> Check:
    actual = Decimal(actual)
    status = Status.OK if actual == expected else Status.FAILED
    message = "the file does not hold what its sender states"
    return Check(report.import_id, "L3", scope, None, "error", status, expected, actual, message)
