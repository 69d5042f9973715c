"""DuckDB on one pinned snapshot of each district: read only, locked down, a cursor a call.

Answers leave by three doors: `exact` gives an Arrow table for reckoning, `batches` the same in
parts for long exports, `frame` a pandas table for display.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

import duckdb
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from access.account_rules import BucketRule
from access.scope import Scope
from config import Settings
from data.account_sets import CELL_BUCKETS, NAMES, AccountSets, Snapshot, book_digest
from data.answers import Answers
from data.open_files import OpenFiles, Pinned
from data.question import (
    BATCH,
    QueryError,
    QueryTimeoutError,
    Question,
    arrays,
    fitted,
    frozen,
)
from data.scope import access_predicate
from data.small_process import give_back_freed
from data.snapshots import NoSnapshotError, SnapshotInfo
from data.statements import WHOLE, Access, Sort, StatementError, statement
from data.stopwatch import Stopwatch

if TYPE_CHECKING:
    # Only who asks for a frame waits for pandas.
    import pandas as pd

    from data.row_filter import Line

__all__ = [
    "NoSnapshotError",
    "QueryError",
    "QueryTimeoutError",
    "SnapshotInfo",
    "Sort",
    "Warehouse",
]

_STREAM_FACTOR = 12
# The newest lines of some years are the largest of them.
_LOOKUP_ROOM = 32 << 20
_LONG_SECONDS = 0.02
_SET = re.compile(rf"\b(?:{'|'.join(NAMES)})\b")


class Attributes(Protocol):
    """Values of accounts that stand outside their string; they are configured, not loaded."""

    def names(self, district: str) -> tuple[str, ...]:
        """The attributes that accounts of the district have."""

    def values(self, district: str, name: str) -> dict[str, str]:
        """Printed account -> value of one attribute."""


class _NoAttributes:
    """Stands where only loaded data are asked."""

    def names(self, district: str) -> tuple[str, ...]:
        """None."""
        del district
        return ()

    def values(self, district: str, name: str) -> dict[str, str]:
        """None."""
        del district, name
        return {}


class Warehouse:
    """Answers questions about the published data of every district.

    A question is a file of `data/sql` with its named parameters. Asked with a `Scope`, it gets
    the parameters of the access predicate; asked with a district alone, it must be one that
    holds no row of any location.
    """

    def __init__(self, settings: Settings, attributes: Attributes | None = None) -> None:
        self.settings = settings
        self.attributes: Attributes = attributes or _NoAttributes()
        self._files = OpenFiles(settings)
        self._answers, self._lookups = Answers(), Answers(room=_LOOKUP_ROOM)
        self._sets = AccountSets()
        self._watch = Stopwatch()
        self._process = os.getpid()

    def districts(self) -> tuple[str, ...]:
        """Districts with published data."""
        return self._files.districts()

    def snapshot(self, district: str) -> SnapshotInfo:
        """The data now served for the district; `NoSnapshotError` where there are none."""
        return self._pin(district).info

    def exact(
        self,
        who: Scope | str,
        name: str,
        /,
        *,
        sort: Sort | None = None,
        lines: Sequence[Line] = (),
        **parameters: object,
    ) -> pa.Table:
        """The answer as an Arrow table with exact numbers; equal questions are answered once."""
        question = self._question(who, name, sort, lines, parameters)
        answers = self._lookups if question.is_lookup else self._answers
        kept = answers.get(question.key)
        if kept is None:
            kept = self._answer(question)
            answers.keep(question.key, kept)
        return kept

    def reckoned(
        self,
        scope: Scope,
        name: str,
        make: Callable[[], pa.Table],
        *asked: Hashable,
        lasts: bool = False,
    ) -> pa.Table:
        """A table that `make` reckons from answers, kept like an answer of its own.

        For what costs much more to reckon than to ask. Nothing else than the data served, the
        scope and what is `asked` may decide it. One that `lasts` is kept with the small tables.
        """
        pinned = self._pin(scope.district)
        key = (pinned.info.id, scope.digest(), book_digest(scope), name, *asked)
        answers = self._lookups if lasts else self._answers
        kept = answers.get(key)
        if kept is None:
            kept = fitted(make())
            answers.keep(key, kept)
        return kept

    def once(
        self,
        who: Scope | str,
        name: str,
        /,
        *,
        sort: Sort | None = None,
        lines: Sequence[Line] = (),
        **parameters: object,
    ) -> pa.Table:
        """The same as `exact` for a part of a long export, which nobody asks for again."""
        return self._answer(self._question(who, name, sort, lines, parameters))

    def frame(
        self,
        who: Scope | str,
        name: str,
        /,
        *,
        sort: Sort | None = None,
        lines: Sequence[Line] = (),
        **parameters: object,
    ) -> pd.DataFrame:
        """The answer as a pandas table for display: decimals become floats."""
        return self.exact(who, name, sort=sort, lines=lines, **parameters).to_pandas()

    def batches(
        self,
        who: Scope | str,
        name: str,
        /,
        *,
        rows: int = 50_000,
        sort: Sort | None = None,
        lines: Sequence[Line] = (),
        **parameters: object,
    ) -> Iterator[pa.RecordBatch]:
        """The answer in parts, never whole in memory and never kept."""
        question = self._question(who, name, sort, lines, parameters)
        with self._running(question, self.settings.query_seconds * _STREAM_FACTOR) as cursor:
            yield from cursor.execute(question.text, question.parameters).to_arrow_reader(rows)

    def bucket_rules(self, scope: Scope) -> list[BucketRule]:
        """The buckets that a reader sees somewhere, in their order."""
        return self._sets.rules(self._snapshot(self._pin(scope.district)), scope)

    def cell_buckets(self, scope: Scope, fiscal_year: int) -> pa.Table:
        """The buckets of each cell of a year, as the statements number the cells."""
        snapshot = self._snapshot(self._pin(scope.district))
        asked = {"fiscal_year": fiscal_year}
        return self._sets.named(snapshot, scope, [CELL_BUCKETS], asked)[CELL_BUCKETS]

    def account_keys(
        self, scope: Scope, lines: tuple[tuple[str, str, str], ...]
    ) -> NDArray[np.int32]:
        """The accounts of every year that field, operator and value choose, seen or not."""
        snapshot = self._snapshot(self._pin(scope.district))
        return self._sets.keys(snapshot, scope, lines)

    def forget(self) -> None:
        """Drop every kept answer but the small tables of names and places (for measuring)."""
        self._answers.clear()

    def close(self) -> None:
        """Close every open file."""
        self._files.close()

    # --- one question ---

    def _question(
        self,
        who: Scope | str,
        name: str,
        sort: Sort | None,
        lines: Sequence[Line],
        parameters: Mapping[str, object],
    ) -> Question:
        try:
            asked = statement(name)
        except StatementError as error:
            raise QueryError(str(error)) from error
        scope = who if isinstance(who, Scope) else None
        if asked.is_scoped and scope is None:
            raise QueryError(f"{name} holds rows of locations and needs the scope of a reader")
        pinned = self._pin(scope.district if scope else str(who))
        try:
            text, given = asked.written(parameters, self._access(scope), sort, lines)
        except StatementError as error:
            raise QueryError(str(error)) from error
        if scope and "$sees_compensation" in text:
            given["sees_compensation"] = scope.sees_compensation
        digest = scope.digest() if scope else pinned.info.district
        key: tuple[Hashable, ...] = (pinned.info.id, digest, name, text, frozen(given))
        sets: Mapping[str, pa.Table] = {}
        if scope and (names := set(_SET.findall(text))):
            sets = self._sets.named(self._snapshot(pinned), scope, sorted(names), parameters)
            key = (*key, book_digest(scope), frozen(parameters.get("bucket")))
        return Question(name, text, given, key, pinned.connection, asked.is_lookup, sets)

    def _snapshot(self, pinned: Pinned) -> Snapshot:
        """The pinned file as account sets ask it, so that they never mix two loads."""

        def ask(name: str) -> pa.Table:
            asked = statement(name)
            key = (pinned.info.id, pinned.info.district, name, asked.text, ())
            kept = self._lookups.get(key)
            if kept is None:
                kept = self._answer(Question(name, asked.text, {}, key, pinned.connection, True))
                self._lookups.keep(key, kept)
            return kept

        return Snapshot(pinned.info.id, ask)

    def _access(self, scope: Scope | None) -> Access:
        """The access predicate of a reader; without a scope no statement asks for one."""

        def predicate(column: str) -> tuple[str, dict[str, Any]]:
            if scope is None:
                return "false", {}
            if column == WHOLE or scope.locations is None:
                return access_predicate(scope, column, [])
            keys = self.exact(scope.district, "location_keys", location_ids=sorted(scope.locations))
            return access_predicate(scope, column, keys.column(0).to_pylist())

        return predicate

    def _answer(self, question: Question) -> pa.Table:
        begun = time.monotonic()
        with self._running(question, self.settings.query_seconds) as cursor:
            cursor.execute(question.text, question.parameters)
            answer = fitted(cursor.to_arrow_table(BATCH))
        if time.monotonic() - begun > _LONG_SECONDS:
            give_back_freed()
        return answer

    @contextmanager
    def _running(self, question: Question, seconds: float) -> Iterator[duckdb.DuckDBPyConnection]:
        """A cursor that is stopped after some seconds."""
        cursor = question.connection.cursor()
        try:
            for name, accounts in question.sets.items():
                cursor.register(name, arrays(accounts))
            with self._watch.limit(seconds, cursor.interrupt):
                yield cursor
        except duckdb.InterruptException:
            raise QueryTimeoutError(question.name, seconds) from None
        except duckdb.OutOfMemoryException:
            raise QueryError(f"The question {question.name!r} needs too much memory.") from None
        finally:
            cursor.close()

    def _pin(self, district: str) -> Pinned:
        """The open serving file of the district; a newer snapshot replaces an older one."""
        if self._process != os.getpid():
            # A forked process must not share its parent's connections or locks.
            self.__init__(self.settings, self.attributes)  # type: ignore[misc]
        return self._files.pin(district)
