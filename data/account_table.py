"""The accounts of a snapshot in memory, so that a rule chooses among them in a few milliseconds.

A field is held as its distinct codes and, for each account, the place of its code among them. A
rule is then read over the few codes of the chart and not over every account.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from access.account_rules import Line
from data.scope import Reading, ScopeLine, Test, readings

Mask = NDArray[np.bool_]
_MISSING = -1


@dataclass(frozen=True, slots=True)
class Coded:
    """One field: its distinct codes, and for each account the place of its code, or -1."""

    codes: Sequence[str]
    places: NDArray[np.int32]

    def hit(self, test: Test) -> Mask:
        """The accounts whose code passes a test; those without a code do not."""
        passes = np.array([*(test(code) for code in self.codes), False], dtype=bool)
        return passes[self.places]


@dataclass(frozen=True)
class AccountTable:
    """Every account of every fiscal year, in the order of its key.

    `segments` are the parts of the account string by their name in small letters, `roles` the
    names of the parts by role, `attributes` what the district has recorded beside the string.
    """

    keys: NDArray[np.int32]
    years: NDArray[np.int16]
    locations: NDArray[np.int32]
    kind: Coded
    display: Coded
    segments: dict[str, Coded]
    roles: dict[str, list[str]]
    attributes: dict[str, Coded] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many accounts there are over all years."""
        return len(self.keys)

    def chosen(self, lines: Iterable[ScopeLine]) -> Mask:
        """The accounts that fall under the lines; none without any line."""
        compiled = readings(lines)
        mask = np.full(self.count, bool(compiled))
        for name, reading in compiled.items():
            mask &= self._holds(reading, self.columns(name))
        return mask

    def columns(self, name: str) -> list[Coded]:
        """What a field means: a part of the account by name, else by role, else an attribute."""
        own = {"account": self.display, "account_type": self.kind}
        if name in own:
            return [own[name]]
        if name in self.segments:
            return [self.segments[name]]
        if name in self.roles:
            return [self.segments[part] for part in self.roles[name]]
        return [self.attributes[name]] if name in self.attributes else []

    def is_kind(self, kind: str) -> Mask:
        """The accounts of a kind; `both` are expenditure and revenue."""
        wanted = {"expenditure", "revenue"} if kind == "both" else {kind}
        return self.kind.hit(lambda code: code in wanted)

    def of_years(self, first: int, last: int) -> slice:
        """Where the accounts of some years stand: keys are in the order of years."""
        start, end = np.searchsorted(self.years, [first, last + 1])
        return slice(int(start), int(end))

    def _holds(self, reading: Reading, columns: Sequence[Coded]) -> Mask:
        mask = np.ones(self.count, dtype=bool)
        if reading.positive is not None:
            mask = self._any(reading.positive, columns)
        if reading.negative is not None:
            mask &= ~self._any(reading.negative, columns)
        return mask

    def _any(self, test: Test, columns: Sequence[Coded]) -> Mask:
        mask = np.zeros(self.count, dtype=bool)
        for column in columns:
            mask |= column.hit(test)
        return mask


def account_table(ask: Callable[[str], pa.Table], attributes: Iterable[Line] = ()) -> AccountTable:
    """The table of a snapshot; `ask` answers a statement of the district by its name."""
    accounts = ask("account_list").combine_chunks()
    keys = accounts["account_key"].to_numpy().astype(np.int32)
    display = _coded(accounts["display"])
    parts = _parts(ask("account_segments"), keys)
    return AccountTable(
        keys=keys,
        years=accounts["fiscal_year"].to_numpy().astype(np.int16),
        locations=accounts["location_key"].to_numpy().astype(np.int32),
        kind=_coded(accounts["kind"]),
        display=display,
        segments=parts,
        roles=_roles(ask("segment_roles").to_pylist(), parts),
        attributes=_attributes(display, attributes),
    )


def _coded(texts: pa.ChunkedArray) -> Coded:
    found = pc.dictionary_encode(texts).combine_chunks()
    places = found.indices.fill_null(_MISSING).to_numpy(zero_copy_only=False)
    return Coded(found.dictionary.to_pylist(), places.astype(np.int32))


def _parts(table: pa.Table, keys: NDArray[np.int32]) -> dict[str, Coded]:
    """Each part of the account string; the rows of a part stand together."""
    names = pc.dictionary_encode(table["segment"]).combine_chunks()
    of_row = names.indices.to_numpy(zero_copy_only=False)
    made = {}
    for number, name in enumerate(names.dictionary.to_pylist()):
        rows = np.flatnonzero(of_row == number)
        part = table.slice(rows[0], len(rows))
        coded = _coded(part["code"])
        places = np.full(len(keys), _MISSING, dtype=np.int32)
        places[np.searchsorted(keys, part["account_key"].to_numpy())] = coded.places
        made[name.lower()] = Coded(coded.codes, places)
    return made


def _roles(rows: list[dict[str, str]], parts: dict[str, Coded]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        if row["segment"].lower() in parts:
            found.setdefault(row["role"].lower(), []).append(row["segment"].lower())
    return found


def _attributes(display: Coded, values: Iterable[Line]) -> dict[str, Coded]:
    """Attributes by field in small letters, over the accounts as printed, of every year."""
    by_field: dict[str, dict[str, str]] = {}
    for account, name, value in values:
        by_field.setdefault(" ".join(name.split()).lower(), {})[account.casefold()] = value
    made = {}
    for name, by_account in by_field.items():
        codes = sorted(set(by_account.values()))
        place = {code: number for number, code in enumerate(codes)}
        printed = [place.get(by_account.get(one.casefold(), ""), _MISSING) for one in display.codes]
        made[name] = Coded(codes, np.array([*printed, _MISSING], np.int32)[display.places])
    return made
