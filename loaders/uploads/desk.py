"""Uploads from the file to the undo: each step checks rights, the state and what it promised.

Nothing of the records changes before `confirm`, and then all of it in one transaction. What is
confirmed is what was reviewed: where records have changed since, the review is asked for again.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from access.actor import Actor
from access.permissions import Permission
from access.policy import NotPermitted, may, require
from data.chart import Chart
from data.entities.entity import Entity
from data.rules.own_rights import Author
from data.store.audit import AuditHead, Change, anchor, append
from data.store.jobs import Job, job
from data.store.records import Record, records
from data.store.store import Conflict, Store, StoreError
from data.store.tables import utc_now
from data.store.uploads import Upload, add_upload, last_mapping, upload, uploads
from loaders.uploads.along import Told, quiet
from loaders.uploads.apart import brought
from loaders.uploads.apply import apply_changes, records_by_key
from loaders.uploads.catalogue import CATALOGUE, UploadType
from loaders.uploads.changes import RecordChange, Review
from loaders.uploads.error_file import error_file
from loaders.uploads.groups import Key
from loaders.uploads.looked import Looked, Mapped, Reviewed, stamp
from loaders.uploads.mapping import mapping_problems, propose, remembered_choices
from loaders.uploads.packed import (
    Part,
    packed_changes,
    unpacked_changes,
    unpacked_sheet,
)
from loaders.uploads.quota import Moves, nothing_moves, refuse_beyond
from loaders.uploads.review import review
from loaders.uploads.sheet import Format
from loaders.uploads.states import Action, State, step
from loaders.uploads.summary import Summary, packed_summary, summary, unpacked_summary
from loaders.uploads.template import template
from loaders.uploads.undo import undone
from loaders.uploads.world import StoreWorld

_SEEN: Final = 50
LARGE: Final = 20_000
"""Files with more rows than this are reviewed, saved and taken back by a job."""


WayBack = tuple[StoreWorld, list[RecordChange], tuple[str, ...]]


class UploadError(StoreError):
    """A step that cannot be taken; the message says what to do."""


@dataclass(frozen=True)
class Desk:
    """Where uploads of one district are handled, for one person.

    `chart` is the chart of accounts that codes are checked against; empty where none is loaded.
    `is_at_work` says that a job takes the steps, to which they were left. `moves` tells on a
    page what the changes move in the figures. `quota` is how many bytes a person may bring
    within a day; none where the files come from the district's own machines.
    """

    store: Store
    actor: Actor
    district: str
    chart: Chart = field(default_factory=dict)
    clock: Callable[[], datetime] = utc_now
    is_at_work: bool = False
    moves: Moves = nothing_moves
    quota: int | None = None
    _fresh: dict[str, Looked] = field(default_factory=dict, repr=False)

    def start(self, kind: str, content: bytes, file_name: str, *, sheet: str = "") -> str:
        """Keep a file that can be read; returns the number of the upload."""
        found = self._allowed(kind)
        refuse_beyond(
            self.store, self.actor.user_id, self.clock(), more=len(content), quota=self.quota
        )
        file = brought(content, file_name, sheet=sheet)
        with self.store.transaction() as tx:
            made = add_upload(
                tx,
                district=self.district,
                entity=found.entity.name,
                state=State.UPLOADED,
                file_name=file.name,
                content=file.packed,
                row_count=file.row_count,
                file_bytes=len(content),
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
            kept.state = self._stepped(tx, kept, Action.MAP)
            sheet = unpacked_sheet(kept.content, most=_SEEN)
            columns = propose(
                entity,
                sheet.headings,
                remembered=last_mapping(tx, self.district, kept.entity),
                chosen=chosen,
            )
            kept.mapping = remembered_choices(columns)
        problems = tuple(mapping_problems(entity, columns))
        return Mapped(sheet, columns, problems, kept.row_count)

    def review(self, upload_id: str, told: Told = quiet) -> Reviewed:
        """The dry run; nothing of the records changes. Raises where fields are not mapped (V2)."""
        with self.store.reading() as tx:
            kept = self._upload(tx, upload_id)
            self._stepped(tx, kept, Action.REVIEW)
            looked = self._looked(tx, kept, told)
        entity, found = looked.entity, looked.found
        shown = packed_summary(entity, summary(entity, found.review))
        wrong = b""
        if found.review.rows_in_error:
            wrong = gzip.compress(error_file(found.sheet, found.columns, found.review), mtime=0)
        with self.store.transaction() as tx:
            kept = self._upload(tx, upload_id)
            kept.state = self._stepped(tx, kept, Action.REVIEW)
            kept.stamp, kept.summary, kept.errors = looked.stamp, shown, wrong
            kept.counts = found.review.counts
        self._fresh[upload_id] = looked
        return found

    def confirm(
        self,
        upload_id: str,
        *,
        ignoring_errors: bool = False,
        agreeing: bool = False,
        told: Told = quiet,
    ) -> Review:
        """Save what was reviewed, all of it in one transaction.

        Rows in error are ignored only where a person says so; what the review asks about the
        file has to be agreed to. Raises `Conflict` where records
        have changed since the review in a way that alters it.
        """
        looked = self._fresh.pop(upload_id, None) or self._look(upload_id, told)
        # Whoever else writes waits for the transaction: what can be made before it, is. In parts
        # half a file would be seen, and entries of the log are sealed one after another.
        diff = packed_changes(looked.parts)
        told("Saving the records", 0.0)
        with self._alone() as tx:
            kept = self._upload(tx, upload_id)
            before = kept.facts()
            kept.state = self._stepped(tx, kept, Action.CONFIRM)
            if anchor(tx).count != looked.count:
                looked = self._looked(tx, kept, quiet)
                diff = packed_changes(looked.parts)
            _check_promise(kept, looked)
            wrong = 0 if ignoring_errors else len(looked.found.review.rows_in_error)
            _check_said(wrong, "" if agreeing else looked.found.review.question)
            self._apply(tx, looked.entity, looked.parts[0][1], looked.world.kept)
            for other, changes in looked.parts[1:]:
                self._apply(tx, other, changes, records_by_key(tx, self.district, other))
            kept.diff, kept.counts = diff, looked.found.review.counts
            kept.confirmed_utc = self.clock()
            self._log(tx, kept, "upload.confirm", before)
        return looked.found.review

    def discard(self, upload_id: str) -> None:
        """Put an upload away that has not been confirmed."""
        with self.store.transaction() as tx:
            kept = self._upload(tx, upload_id)
            before = kept.facts()
            kept.state = self._stepped(tx, kept, Action.DISCARD)
            self._log(tx, kept, "upload.discard", before)

    def undo(self, upload_id: str, told: Told = quiet) -> tuple[str, ...]:
        """Take a confirmed upload back as a whole; returns what was left, and why.

        Only its author or an administrator may. Records changed since are left as they are.
        """
        told("Taking the records back", 0.0)
        with self.store.reading() as tx:
            kept = self._upload(tx, upload_id)
            self._may_undo(kept)
            self._stepped(tx, kept, Action.UNDO)
            parts = unpacked_changes(kept.diff) if kept.diff else []
            count, found = anchor(tx).count, list(self._ways_back(tx, parts[:1]))
        with self._alone() as tx:
            kept = self._upload(tx, upload_id)
            before = kept.facts()
            kept.state = self._stepped(tx, kept, Action.UNDO)
            if anchor(tx).count != count:
                found = list(self._ways_back(tx, parts[:1]))
            left: list[str] = []
            # What came along is judged once the records that it came with are back.
            for world, back, stays in chain(found, self._ways_back(tx, parts[1:])):
                self._apply(tx, world.entity, back, world.kept)
                left += stays
            kept.left, kept.undone_utc = left, self.clock()
            self._log(tx, kept, "upload.undo", before)
        return tuple(left)

    def may_go_on(self, upload_id: str, *, ignoring_errors: bool, agreeing: bool) -> None:
        """Raise where the review found rows in error, or asks something, and nobody has said."""
        wrong = 0 if ignoring_errors else self.kept(upload_id).counts.get("error", 0)
        _check_said(wrong, "" if agreeing else self.summary(upload_id).question)

    def hand_over(self, upload_id: str, job: str) -> None:
        """Leave the next step to a job; until it has ended, nobody else takes one."""
        with self.store.transaction() as tx:
            self._upload(tx, upload_id).job_id = job

    def work(self, upload_id: str) -> Job | None:
        """The job to which a step was left last."""
        with self.store.reading() as tx:
            kept = self._upload(tx, upload_id)
            return job(tx, kept.job_id) if kept.job_id else None

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
            entity = CATALOGUE[kept.entity].entity
            sheet = unpacked_sheet(kept.content, most=_SEEN)
            remembered = last_mapping(tx, self.district, kept.entity)
        own = propose(entity, sheet.headings, remembered=remembered)
        said = propose(entity, sheet.headings, remembered=remembered, chosen=kept.mapping)
        # What would have been taken anyway keeps its reason.
        columns = tuple(
            mine if mine.field == other.field else other
            for mine, other in zip(own, said, strict=True)
        )
        problems = tuple(mapping_problems(entity, columns))
        return Mapped(sheet, columns, problems, kept.row_count)

    def template(self, kind: str, form: Format) -> bytes:
        """The file to fill, with the records that are there."""
        entity = self._allowed(kind).entity
        with self.store.reading() as tx:
            return template(form, entity, records(tx, self.district, entity))

    def summary(self, upload_id: str) -> Summary:
        """What the review showed."""
        with self.store.reading() as tx:
            kept = self._upload(tx, upload_id)
            entity = CATALOGUE[kept.entity].entity
            if kept.summary:
                return unpacked_summary(entity, kept.summary)
            # An upload of an earlier version: what it changed, if it changed anything.
            parts = unpacked_changes(kept.diff) if kept.diff else [(entity, [])]
        return summary(entity, Review(tuple(parts[0][1]), (), kept.row_count))

    def errors(self, upload_id: str) -> tuple[str, bytes]:
        """The file of the rows in error as the review wrote it, and its name."""
        with self.store.reading() as tx:
            kept = self._upload(tx, upload_id)
            sheet = unpacked_sheet(kept.content, most=_SEEN)
            packed = kept.errors
        name = f"{Path(sheet.name).stem or 'rows'}-errors.{sheet.form}"
        return name, gzip.decompress(packed) if packed else b""

    def _look(self, upload_id: str, told: Told) -> Looked:
        with self.store.reading() as tx:
            kept = self._upload(tx, upload_id)
            self._stepped(tx, kept, Action.CONFIRM)
            return self._looked(tx, kept, told)

    def _looked(self, tx: Session, kept: Upload, told: Told) -> Looked:
        """The dry run by the records as they are in a transaction."""
        entity = CATALOGUE[kept.entity].entity
        sheet = unpacked_sheet(kept.content)
        columns = propose(entity, sheet.headings, chosen=kept.mapping)
        if problems := mapping_problems(entity, columns):
            raise UploadError(" ".join(one.message for one in problems))
        # Every change leaves an audit entry, so their number tells whether there was one since.
        count, world = anchor(tx).count, self._world(tx, entity)
        found = Reviewed(sheet, columns, review(entity, sheet, columns, world, told))
        return Looked(entity, count, found, world, stamp(found.review))

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

    def _ways_back(self, tx: Session, parts: Iterable[Part]) -> Iterator[WayBack]:
        """For each kind of record: the records, the changes back, and what stays with why."""
        for entity, changes in parts:
            world = self._world(tx, entity)
            yield world, *undone(entity, changes, world)

    def _stepped(self, tx: Session, kept: Upload, action: Action) -> State:
        """The state after a step; a job that works on the upload keeps others from taking one."""
        work = job(tx, kept.job_id) if kept.job_id else None
        if work is not None and not work.is_final and not self.is_at_work:
            raise UploadError("This upload is being worked on: wait until that is done.")
        return step(State(kept.state), action)

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


def _check_promise(kept: Upload, looked: Looked) -> None:
    if looked.stamp != kept.stamp:
        raise Conflict(
            "Records have changed since the review, and so has what this upload would do. "
            "Nothing has been changed: look at the review again."
        )


def _check_said(wrong: int, question: str) -> None:
    if wrong:
        words = "1 row is in error" if wrong == 1 else f"{wrong:,} rows are in error"
        raise UploadError(f"{words}. Correct them, or say that they may be ignored.")
    if question:
        raise UploadError(f"{question} Say that it is so, or correct the file.")
