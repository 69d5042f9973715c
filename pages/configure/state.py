"""What the pages of configuration show, as their addresses say it."""

from __future__ import annotations

from dataclasses import dataclass

from pages.state import PageState, RowsState, asked, code, flag, number


@dataclass(frozen=True, slots=True)
class UploadState(PageState):
    """An upload: of which kind of record, and which one once there is a file."""

    entity: str | None = asked(code)
    upload: str | None = asked(code)


@dataclass(frozen=True, slots=True)
class RecordsState(RowsState):
    """A list of configured records: which kind, what is searched for, in which order."""

    entity: str | None = asked(code)
    sort: str | None = asked(code)
    down: bool = asked(flag, default=False)


@dataclass(frozen=True, slots=True)
class RecordState(PageState):
    """One configured record: its kind and number.

    A new one may start from a preset, a new budget from the number of an organization.
    """

    entity: str | None = asked(code)
    record: int | None = asked(number)
    preset: str | None = asked(code)
    organization: int | None = asked(number)


@dataclass(frozen=True, slots=True)
class AuditLogState(RowsState):
    """The audit log: what is searched for, of which kind, and before which entry."""

    entity: str | None = asked(code)
    before: int | None = asked(number)
