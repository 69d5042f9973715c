"""Uploads from the file to the undo: each step checks rights, the state and what it promised.

Nothing of the records changes before `confirm`, and then all of it in one transaction. What is
confirmed is what was reviewed: where records have changed since, the review is asked for again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import NotPermitted, may, require
from data.chart import Chart
from data.entities.entity import Entity
from data.entities.problem import Problem
from data.rules.own_rights import Author
from data.store.audit import AuditHead, Change, anchor, append
from data.store.records import Record, records
from data.store.store import Conflict, Store, StoreError
from data.store.tables import utc_now
from data.store.uploads import Upload, add_upload, last_mapping, upload, uploads
from loaders.uploads.apply import CHANGING, apply_changes, records_by_key
from loaders.uploads.catalogue import CATALOGUE, UploadType
from loaders.uploads.changes import RecordChange, Review
from loaders.uploads.companions import companion_of
from loaders.uploads.groups import Key
from loaders.uploads.mapping import Column, mapping_problems, propose, remembered_choices
from loaders.uploads.packed import (
    Part,
    packed_changes,
    packed_sheet,
    unpacked_changes,
    unpacked_sheet,
)
from loaders.uploads.review import review
from loaders.uploads.sheet import Format, Sheet, read_sheet
from loaders.uploads.states import Action, State, step
from loaders.uploads.template import template
from loaders.uploads.undo import undone
from loaders.uploads.world import StoreWorld


class UploadError(StoreError):
    """A step that cannot be taken; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Mapped:
    """A file with what its columns stand for, and why a review cannot begin yet."""

    sheet: Sheet
    columns: tuple[Column, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The dry run of an upload, with the file and the columns that it was made of."""

    sheet: Sheet
    columns: tuple[Column, ...]
    review: Review


@dataclass(frozen=True)
class Desk:
    """Where uploads of one district are handled, for one person.

    `chart` is the chart of accounts that codes are checked against; empty where none is loaded.
    """

    store: Store
    actor: Actor
    district: str
    chart: Chart = field(default_factory=dict)
    clock: Callable[[], datetime] = utc_now
    _fresh: dict[str, tuple[int, Reviewed, StoreWorld]] = field(default_factory=dict, repr=False)

    def start(self, kind: str, content: bytes, file_name: str, *, sheet: str = "") -> str:
        """Keep a file that can be read; returns the number of the upload."""
        found = self._allowed(kind)
        read = read_sheet(content, file_name, sheet=sheet)
        with self.store.transaction() as tx:
            made = add_upload(
                tx,
                district=self.district,
                entity=found.entity.name,
                state=State.UPLOADED,
                file_name=read.name,
                content=packed_sheet(read),
                user=self._who,
                now=self.clock(),
            )
            self._log(tx, made, "upload.start", None)
            return made.id

    def map(self, upload_id: str, chosen: Mapping[str, str] | None = None) -> Mapped:
        """Map the columns by name, by memory and by what is `chosen` (heading -> field)."""
        with self.store.transaction() as tx:
            kept = self._upload(tx, upload_id)
            entity = CATALOGUE[kept.entity].entity
            kept.state = step(State(kept.state), Action.MAP)
            sheet = unpacked_sheet(kept.content)
            columns = propose(
                entity,
                sheet.headings,
                remembered=last_mapping(tx, self.district, kept.entity),
                chosen=chosen,
            )
            kept.mapping = remembered_choices(columns)
        return Mapped(sheet, columns, tuple(mapping_problems(entity, columns)))

    def review(self, upload_id: str) -> Reviewed:
        """The dry run; nothing of the records changes. Raises where fields are not mapped (V2)."""
        with self.store.reading() as tx:
            kept = self._upload(tx, upload_id)
            step(State(kept.state), Action.REVIEW)
            found, world = self._reviewed(tx, kept)
            self._fresh[upload_id] = (anchor(tx).count, found, world)
        with self.store.transaction() as tx:
            kept = self._upload(tx, upload_id)
            kept.state = step(State(kept.state), Action.REVIEW)
            kept.stamp = _stamp(found.review)
            kept.counts = found.review.counts
        return found

    def confirm(self, upload_id: str, *, ignoring_errors: bool = False) -> Review:
        """Save what was reviewed, all of it in one transaction.

        Rows in error are ignored only where a person says so. Raises `Conflict` where records
        have changed since the review in a way that alters it.
        """
        with self._alone() as tx:
            kept = self._upload(tx, upload_id)
            entity = CATALOGUE[kept.entity].entity
            before = kept.facts()
            kept.state = step(State(kept.state), Action.CONFIRM)
            found, world = self._still_fresh(tx, upload_id) or self._reviewed(tx, kept)
            if _stamp(found.review) != kept.stamp:
                raise Conflict(
                    "Records have changed since the review, and so has what this upload would "
                    "do. Nothing has been changed: look at the review again."
                )
            if found.review.rows_in_error and not ignoring_errors:
                wrong = len(found.review.rows_in_error)
                words = "1 row is in error" if wrong == 1 else f"{wrong:,} rows are in error"
                raise UploadError(f"{words}. Correct them, or say that they may be ignored.")
            changes = found.review.of(*CHANGING)
            self._apply(tx, entity, changes, world.kept)
            parts: list[Part] = [(entity, changes)]
            other = companion_of(entity)
            if other is not None and found.review.companions:
                there = records_by_key(tx, self.district, other)
                self._apply(tx, other, found.review.companions, there)
                parts.append((other, found.review.companions))
            kept.diff = packed_changes(parts)
            kept.counts, kept.confirmed_utc = found.review.counts, self.clock()
            self._log(tx, kept, "upload.confirm", before)
        return found.review

    def discard(self, upload_id: str) -> None:
        """Put an upload away that has not been confirmed."""
        with self.store.transaction() as tx:
            kept = self._upload(tx, upload_id)
            before = kept.facts()
            kept.state = step(State(kept.state), Action.DISCARD)
            self._log(tx, kept, "upload.discard", before)

    def undo(self, upload_id: str) -> tuple[str, ...]:
        """Take a confirmed upload back as a whole; returns what was left, and why.

        Only its author or an administrator may. Records changed since are left as they are.
        """
        with self._alone() as tx:
            kept = self._upload(tx, upload_id)
            self._may_undo(kept)
            before = kept.facts()
            left: list[str] = []
            kept.state = step(State(kept.state), Action.UNDO)
            for entity, changes in unpacked_changes(kept.diff) if kept.diff else ():
                world = self._world(tx, entity)
                back, stays = undone(entity, changes, world)
                self._apply(tx, entity, back, world.kept)
                left += stays
            kept.left, kept.undone_utc = left, self.clock()
            self._log(tx, kept, "upload.undo", before)
        return tuple(left)

    def history(self, kind: str | None = None, *, limit: int = 50) -> list[Upload]:
        """The newest uploads that this person may see."""
        if kind is not None:
            self._allowed(kind)
        with self.store.reading() as tx:
            found = uploads(tx, self.district, entity=kind, limit=limit)
        return [one for one in found if self._sees(CATALOGUE[one.entity])]

    def kept(self, upload_id: str) -> Upload:
        """One upload as it stands."""
        with self.store.reading() as tx:
            return self._upload(tx, upload_id)

    def mapped(self, upload_id: str) -> Mapped:
        """What the columns stand for so far, without a step."""
        with self.store.reading() as tx:
            kept = self._upload(tx, upload_id)
            entity, sheet = CATALOGUE[kept.entity].entity, unpacked_sheet(kept.content)
            remembered = last_mapping(tx, self.district, kept.entity)
        own = propose(entity, sheet.headings, remembered=remembered)
        said = propose(entity, sheet.headings, remembered=remembered, chosen=kept.mapping)
        # What would have been taken anyway keeps its reason.
        columns = tuple(
            mine if mine.field == other.field else other
            for mine, other in zip(own, said, strict=True)
        )
        return Mapped(sheet, columns, tuple(mapping_problems(entity, columns)))

    def template(self, kind: str, form: Format) -> bytes:
        """The file to fill, with the records that are there."""
        entity = self._allowed(kind).entity
        with self.store.reading() as tx:
            return template(form, entity, records(tx, self.district, entity))

    def reviewed(self, upload_id: str) -> Reviewed:
        """The dry run once more, without a step: for its error file and its pages."""
        with self.store.reading() as tx:
            return self._reviewed(tx, self._upload(tx, upload_id))[0]

    def _still_fresh(self, tx: Session, upload_id: str) -> tuple[Reviewed, StoreWorld] | None:
        """The review of a moment ago, where nothing at all has been changed since.

        Every change leaves an audit entry, so the number of entries tells.
        """
        count, found, world = self._fresh.pop(upload_id, (-1, None, None))
        if found is None or world is None or anchor(tx).count != count:
            return None
        return found, world

    @contextmanager
    def _alone(self) -> Iterator[Session]:
        """A transaction in which nobody else writes what the review reads.

        SQLite has one writer anyway; PostgreSQL waits for the head of the audit log.
        """
        with self.store.transaction() as tx:
            tx.get_one(AuditHead, 1, with_for_update=True)
            yield tx

    @property
    def _who(self) -> tuple[int, str]:
        return self.actor.user_id, self.actor.email or self.actor.label

    def _allowed(self, kind: str) -> UploadType:
        found = CATALOGUE.get(kind)
        if found is None:
            raise UploadError(f"There is no upload {kind!r}; there are: {', '.join(CATALOGUE)}.")
        for permission in found.permissions:
            require(self.actor, permission, district=self.district)
        return found

    def _sees(self, kind: UploadType) -> bool:
        return all(may(self.actor, one, district=self.district) for one in kind.permissions)

    def _upload(self, tx: Session, upload_id: str) -> Upload:
        found = upload(tx, self.district, upload_id)
        if found is None or found.entity not in CATALOGUE:
            raise UploadError("There is no such upload.")
        self._allowed(found.entity)
        return found

    def _may_undo(self, kept: Upload) -> None:
        administers = may(self.actor, Permission.DISTRICT_ADMINISTER, district=self.district)
        if kept.user_id != self.actor.user_id and not administers:
            raise NotPermitted(
                Permission.DISTRICT_ADMINISTER,
                f"Only {kept.user_label} or an administrator may undo this upload.",
            )

    def _reviewed(self, tx: Session, kept: Upload) -> tuple[Reviewed, StoreWorld]:
        entity = CATALOGUE[kept.entity].entity
        sheet = unpacked_sheet(kept.content)
        columns = propose(entity, sheet.headings, chosen=kept.mapping)
        if problems := mapping_problems(entity, columns):
            raise UploadError(" ".join(one.message for one in problems))
        world = self._world(tx, entity)
        return Reviewed(sheet, columns, review(entity, sheet, columns, world)), world

    def _apply(
        self,
        tx: Session,
        entity: Entity,
        changes: Sequence[RecordChange],
        kept: Mapping[Key, Record],
    ) -> None:
        apply_changes(tx, self.district, entity, changes, kept, actor=self._who, now=self.clock())

    def _world(self, tx: Session, entity: Entity) -> StoreWorld:
        administers = Permission.DISTRICT_ADMINISTER in self.actor.permissions
        author = Author(self.actor.email, administers)
        return StoreWorld(tx, self.district, entity, self.chart, author)

    def _log(
        self, tx: Session, kept: Upload, action: str, before: Mapping[str, object] | None
    ) -> None:
        change = Change(action, "upload", kept.id, before, kept.facts(), self.district)
        append(tx, self._who, change, self.clock())


def _stamp(found: Review) -> str:
    """What a review promises, in short: every record's outcome and content."""
    made = hashlib.sha256()
    for one in found.changes:
        parts: list[object] = [one.outcome, one.key, one.rows]
        if one.outcome in CHANGING:
            parts += [one.before, one.after]
        made.update(json.dumps(parts, default=str).encode())
    return made.hexdigest()
