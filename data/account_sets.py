"""Account sets: which accounts a rule chooses, reckoned once a snapshot and joined by questions.

A rule is known by its content, so that a changed bucket is reckoned anew at the next question of
every web process, and everything that did not change is found again. Sets are kept as bits, in
bounded number and size.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from access.account_rules import Attributes, BucketRule, BudgetRule, Line
from access.scope import Scope
from data.account_table import AccountTable, Mask, account_table
from data.answers import Answers
from data.scope import OWN_ACCOUNTS, ScopeError, ScopeLine
from data.statements import CHOSEN_BUCKET

CELLS, CELL_BUCKETS = "bucket_cell", "cell_bucket"
NAMES: Final = (OWN_ACCOUNTS, CHOSEN_BUCKET, CELLS, CELL_BUCKETS)
_MOST_ACCOUNTS: Final = 1_500_000
Ask = Callable[[str], pa.Table]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What sets are reckoned over: the number of a load, and who answers statements of it."""

    id: str
    ask: Ask


@dataclass(frozen=True, slots=True)
class SeenBucket:
    """A bucket that a reader sees, and its visible accounts."""

    rule: BucketRule
    mask: Mask


class AccountSets:
    """The sets of one process, safe for threads."""

    def __init__(self) -> None:
        self._bits = Answers(entries=4_096, room=48 << 20)
        self._made = Answers(entries=256, room=64 << 20)
        self._tables: dict[Hashable, AccountTable] = {}

    def named(
        self, snapshot: Snapshot, scope: Scope, names: Iterable[str], arguments: Mapping[str, Any]
    ) -> dict[str, pa.Table]:
        """The sets of a reader that a question names, as tables that it can join."""
        return {name: self._named(snapshot, scope, name, arguments) for name in names}

    def seen(self, snapshot: Snapshot, scope: Scope) -> list[SeenBucket]:
        """Every bucket that the reader sees somewhere, in order, with its visible accounts."""
        own = self.own(snapshot, scope)
        rules = self.rules(snapshot, scope)
        return [SeenBucket(rule, self._visible(snapshot, scope, rule, own)) for rule in rules]

    def rules(self, snapshot: Snapshot, scope: Scope) -> list[BucketRule]:
        """The buckets that the reader sees, in their order; the file's where none are set."""
        if scope.book is None or not scope.book.buckets:
            return file_rules(snapshot)
        found = scope.book.buckets
        if not scope.budgets:
            return list(found)
        return [rule for rule in found if any(one.shows(rule) for one in scope.budgets)]

    def own(self, snapshot: Snapshot, scope: Scope) -> Mask:
        """The accounts that the reader may see."""
        table = self.table(snapshot, _attributes(scope))
        if scope.is_whole:
            return np.ones(table.count, dtype=bool)
        if not scope.budgets:
            return _at(snapshot, table, scope.locations or ())
        return _union(table, [self._of_budget(snapshot, scope, one) for one in scope.budgets])

    def keys(self, snapshot: Snapshot, scope: Scope, lines: tuple[Line, ...]) -> NDArray[np.int32]:
        """The keys of the accounts of a rule."""
        table = self.table(snapshot, _attributes(scope))
        return table.keys[self.chosen(snapshot, scope, lines)]

    def chosen(self, snapshot: Snapshot, scope: Scope, lines: Sequence[Line]) -> Mask:
        """The accounts of a rule, whoever asks; a line that cannot be read chooses none."""
        values = _attributes(scope)
        table = self.table(snapshot, values)
        key = (snapshot.id, values.digest, lines)
        kept = self._bits.get(key)
        if kept is None:
            try:
                mask = table.chosen([ScopeLine(*line) for line in lines])
            except ScopeError:
                mask = np.zeros(table.count, dtype=bool)
            self._bits.keep(key, _packed(mask))
            return mask
        return _unpacked(kept, table.count)

    def table(self, snapshot: Snapshot, attributes: Attributes) -> AccountTable:
        """The accounts of a snapshot in memory; the newest tables are kept, up to a size."""
        key = (snapshot.id, attributes.digest)
        found = self._tables.get(key)
        if found is None:
            found = account_table(snapshot.ask, attributes.values)
            # Replaced as a whole: another thread may be reading the one before.
            self._tables = _newest({**self._tables, key: found})
        return found

    # --- one set as a table ---

    def _named(
        self, snapshot: Snapshot, scope: Scope, name: str, arguments: Mapping[str, Any]
    ) -> pa.Table:
        years, bucket = _years(arguments), str(arguments.get("bucket") or "")
        common = (snapshot.id, scope.digest(), book_digest(scope), years)
        key = (*common, name, bucket if name == CHOSEN_BUCKET else "")
        kept = self._made.get(key)
        if kept is not None:
            return kept
        table = self.table(snapshot, _attributes(scope))
        part = slice(None) if years is None else table.of_years(*years)
        if name in (CELLS, CELL_BUCKETS):
            made = dict(zip((CELLS, CELL_BUCKETS), cells(table, self.seen(snapshot, scope), part),
                            strict=True))  # fmt: skip
            for each, found in made.items():
                self._made.keep((*common, each, ""), found)
            return made[name]
        mask = self.own(snapshot, scope)
        if name == CHOSEN_BUCKET:
            codes = {bucket, *bucket.split(",")}
            rules = [one for one in self.rules(snapshot, scope) if one.code in codes]
            mask = _union(table, [self._visible(snapshot, scope, rule, mask) for rule in rules])
        found = pa.table({"account_key": table.keys[part][mask[part]]})
        self._made.keep(key, found)
        return found

    # --- masks ---

    def _of_file(self, snapshot: Snapshot, scope: Scope, code: str) -> Mask:
        """The accounts of a bucket of the district's file; all its buckets are read at once."""
        values = _attributes(scope)
        table = self.table(snapshot, values)
        kept = self._bits.get((snapshot.id, values.digest, code))
        if kept is not None:
            return _unpacked(kept, table.count)
        found = _file_masks(snapshot, table)
        for name, mask in found.items():
            self._bits.keep((snapshot.id, values.digest, name), _packed(mask))
        return found[code]

    def _visible(self, snapshot: Snapshot, scope: Scope, rule: BucketRule, own: Mask) -> Mask:
        """The bucket's accounts in those budgets of the reader that show it.

        `own` are the accounts that the reader may see, found once for however many buckets.
        """
        table = self.table(snapshot, _attributes(scope))
        if scope.book is None or not scope.book.buckets:
            return self._of_file(snapshot, scope, rule.code) & own
        mask = self.chosen(snapshot, scope, rule.lines) & table.is_kind(rule.type)
        if not scope.budgets:
            return mask & own
        shown = [one for one in scope.budgets if one.shows(rule)]
        return mask & _union(table, [self._of_budget(snapshot, scope, one) for one in shown])

    def _of_budget(self, snapshot: Snapshot, scope: Scope, rule: BudgetRule) -> Mask:
        if rule.locations:
            return _at(snapshot, self.table(snapshot, _attributes(scope)), rule.locations)
        return self.chosen(snapshot, scope, rule.lines)


def _years(arguments: Mapping[str, Any]) -> tuple[int, int] | None:
    """The years that a question is about, so that its sets hold no others."""
    last = arguments.get("fiscal_year")
    return None if last is None else (int(arguments.get("first_year") or last), int(last))


def _newest(tables: dict[Hashable, AccountTable]) -> dict[Hashable, AccountTable]:
    """The newest tables that together hold not too many accounts, always the last one."""
    kept: list[tuple[Hashable, AccountTable]] = []
    for item in reversed(tables.items()):
        if kept and sum(table.count for _, table in (*kept, item)) > _MOST_ACCOUNTS:
            break
        kept.append(item)
    return dict(reversed(kept))


def book_digest(scope: Scope) -> str:
    """What the configured rules add to the key of an answer."""
    return scope.book.digest if scope.book else ""


def cells(
    table: AccountTable, seen: Sequence[SeenBucket], part: slice
) -> tuple[pa.Table, pa.Table]:
    """Accounts by cell, and the buckets of each cell: accounts in the same buckets share one.

    Buckets overlap, so a table of every pair is many times longer than that of the accounts.
    """
    masks = [one.mask[part] for one in seen] or [np.zeros(table.count, dtype=bool)[part]]
    bits = np.stack(masks)
    rows = np.flatnonzero(bits.any(axis=0))
    bits, revenue = bits[:, rows], table.is_kind("revenue")[part][rows]
    marks = np.ascontiguousarray(np.packbits(np.vstack([bits, revenue]), axis=0).T)
    first, cell = _groups(marks)
    pairs = [(number, int(bucket)) for number, row in enumerate(first)
             for bucket in np.flatnonzero(bits[:, row])]  # fmt: skip
    codes, of_revenue = [one.rule.code for one in seen], revenue[first]
    return (
        pa.table({"account_key": table.keys[part][rows], "cell": cell.astype(np.int32)}),
        pa.table(
            {
                "cell": pa.array([number for number, _ in pairs], pa.int32()),
                "bucket_code": pa.array([codes[bucket] for _, bucket in pairs], pa.string()),
                "is_revenue": pa.array([bool(of_revenue[n]) for n, _ in pairs], pa.bool_()),
            }
        ),
    )


def _groups(marks: NDArray[np.uint8]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first row of every distinct one, and for each row which of them it is."""
    if not len(marks):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    whole = marks.view(np.dtype((np.void, marks.shape[1]))).ravel()
    _, first, which = np.unique(whole, return_index=True, return_inverse=True)
    return first, which


def file_rules(snapshot: Snapshot) -> list[BucketRule]:
    """The buckets of the district's file, with which it starts; every reader sees them."""
    return [
        BucketRule(row["bucket_code"], row["bucket_name"], row["type"], (),
                   description=row["description"] or "", decided_by=row["decided_by"])
        for row in snapshot.ask("bucket_list").to_pylist()
    ]  # fmt: skip


def _file_masks(snapshot: Snapshot, table: AccountTable) -> dict[str, Mask]:
    members = snapshot.ask("bucket_members")
    codes = members["bucket_code"].combine_chunks().dictionary_encode()
    at = np.searchsorted(table.keys, members["account_key"].to_numpy())
    which = codes.indices.to_numpy()
    # A bucket without accounts is kept as well, or its question would read all of them again.
    masks = {rule.code: np.zeros(table.count, dtype=bool) for rule in file_rules(snapshot)}
    for number, name in enumerate(codes.dictionary.to_pylist()):
        masks[name][at[which == number]] = True
    return masks


def _at(snapshot: Snapshot, table: AccountTable, locations: Collection[str]) -> Mask:
    """The accounts of whole locations; accounts without one (key 0) belong to none of them."""
    known = snapshot.ask("location_names").to_pylist()
    keys = [row["location_key"] for row in known if row["location_id"] in locations]
    return np.isin(table.locations, [key for key in keys if key])


def _attributes(scope: Scope) -> Attributes:
    return scope.book.attributes if scope.book else Attributes()


def _union(table: AccountTable, masks: Sequence[Mask]) -> Mask:
    found = np.zeros(table.count, dtype=bool)
    for mask in masks:
        found |= mask
    return found


def _packed(mask: Mask) -> pa.Table:
    return pa.table({"bits": np.packbits(mask)})


def _unpacked(kept: pa.Table, count: int) -> Mask:
    bits = kept["bits"].combine_chunks().to_numpy()
    return np.unpackbits(bits, count=count).astype(bool)
