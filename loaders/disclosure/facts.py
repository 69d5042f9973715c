"""Facts about schools into the serving file, without the values that would tell of few pupils.

Decided once, here: what is withheld has no value in the file that pages ask. The Parquet tables
keep it. A fact is withheld because few pupils stand behind it or because a sum would otherwise
give one away; nobody can tell which. Shares near nobody and everybody are given as a bound.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection

from loaders.disclosure.audit import audit
from loaders.disclosure.earlier import Earlier, remembered
from loaders.disclosure.rules import Rules
from metrics.suppression import (
    BOTTOM,
    TOP,
    Flags,
    Floats,
    Ints,
    Sums,
    coded,
    edge,
    primary,
    protect,
)

_SQL = Path(__file__).parents[1] / "sql"
_OK, _SUPPRESSED = 0, 3
_MARKS = pa.array(["ok", "bottom_coded", "top_coded", "suppressed"])


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What a load withheld: `small` counts, counts `beside` them, `coded` shares, and by what."""

    minimum: int
    published: dict[str, str]
    small: int
    beside: int
    coded: int
    facts: int

    def told(self) -> dict[str, Any]:
        """The same for the snapshot's manifest."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class _Marks:
    """One entry a fact: its mark, the bounds of a coded one, whether its pupils are withheld."""

    mark: Ints
    bound: Floats
    low: Floats
    high: Floats
    hides_pupils: Flags = field(init=False)

    @classmethod
    def of(cls, facts: int) -> _Marks:
        made = cls(np.zeros(facts, np.int64), *(np.full(facts, np.nan) for _ in range(3)))
        made.hides_pupils = np.zeros(facts, np.bool_)
        return made

    def code(self, facts: Ints, part: Floats, whole: Floats, *, is_count: bool) -> None:
        """Give shares near an end as a bound; of a count, as the counts that it may be."""
        mark = coded(part, whole)
        near = (mark != _OK) & (self.mark[facts] == _OK)
        at, is_top, rim = facts[near], mark[near] == TOP, edge(whole[near])
        self.mark[at] = mark[near]
        scale = whole[near] if is_count else np.ones(len(at))
        self.low[at] = np.where(
            is_top, np.ceil((1 - rim) * scale - 1e-9) if is_count else 1 - rim, 0.0
        )
        self.high[at] = np.where(is_top, scale, np.floor(rim * scale + 1e-9) if is_count else rim)
        if not is_count:
            self.bound[at] = np.where(is_top, 1 - rim, rim)

    def table(self) -> pa.Table:
        """The marks for the statement that fills the serving file."""
        columns = {
            name: pa.array(getattr(self, name), from_pandas=True)
            for name in ("bound", "low", "high")
        }
        return pa.table(
            {"fact": pa.array(np.arange(len(self.mark))), "mark": _MARKS.take(pa.array(self.mark))}
            | columns
            | {"hides_pupils": pa.array(self.hides_pupils)}
        )


def fill_facts(con: DuckDBPyConnection, rules: Rules, earlier: Earlier | None) -> Disclosure:
    """Decide what is withheld, and fill `serving.fct_school` with the rest."""
    for name, value in rules.variables.items():
        kind = "varchar[]" if isinstance(value, list) else "bigint"
        con.execute(f"set variable {name} = $value::{kind}", {"value": value})
    con.execute(_text("school_fact"))
    con.execute(_text("disclosure_counts"))
    [(facts,)] = con.execute("select count(*) from school_fact").fetchall()
    marks = _Marks.of(facts)
    marks.mark[_columns(con, "disclosure_source")["fact"]] = _SUPPRESSED
    shares = _columns(con, "disclosure_shares")
    few = np.minimum(shares["part"], shares["whole"] - shares["part"]) < rules.minimum
    marks.mark[shares["fact"][few]] = _SUPPRESSED
    kept = np.concatenate([shares["cell"][few], _before(con, earlier)])
    small, beside = _withhold_counts(con, rules, marks, kept)
    _withhold_parts(con, rules, marks)
    marks.code(shares["fact"], shares["part"], shares["whole"], is_count=False)
    groups = _columns(con, "disclosure_groups")
    marks.code(groups["fact"], groups["part"], groups["whole"], is_count=True)
    _hide_pupils(con, marks)
    _register(con, "withheld", marks.table())
    con.execute(_text("fct_school"))
    coded_marks = int(np.isin(marks.mark, (BOTTOM, TOP)).sum())
    return Disclosure(rules.minimum, dict(rules.published), small, beside, coded_marks, facts)


def _withhold_counts(
    con: DuckDBPyConnection, rules: Rules, marks: _Marks, kept: Ints
) -> tuple[int, int]:
    """Mark small counts and those besides; returns how many facts of either kind."""
    cells = _columns(con, "disclosure_cells")
    entries = _columns(con, "disclosure_sums")
    sums = Sums(
        cells["value"], entries["row"], entries["cell"], entries["sign"], cells["cost"],
        cells["structural"],
    )  # fmt: skip
    held = cells["held"].copy()
    held[kept[kept >= 0]] = True
    small = primary(sums, rules.minimum)
    masked = protect(sums, small, audit, rules.minimum, held)
    _register(con, "masked_cell", pa.table({"cell": pa.array(np.flatnonzero(masked))}))
    facts = con.execute(
        "select fact, cell from counted join masked_cell using (cell) order by cell"
    ).fetchnumpy()
    marks.mark[facts["fact"]] = _SUPPRESSED
    count = int(small[facts["cell"]].sum())
    return count, len(facts["cell"]) - count


def _withhold_parts(con: DuckDBPyConnection, rules: Rules, marks: _Marks) -> None:
    """Mark shares that those of other schools or grades would give away beside a total."""
    cells = _columns(con, "disclosure_parts")
    entries = _columns(con, "disclosure_part_sums")
    if not len(cells["cell"]):
        return
    part = cells["part"]
    structural = np.zeros(len(part), np.bool_)
    sums = Sums(part, entries["row"], entries["cell"], entries["sign"], cells["cost"], structural)
    small = (np.minimum(part, cells["whole"] - part) < rules.minimum) | cells["held"]
    held = marks.mark[cells["fact"]] == _SUPPRESSED
    masked = protect(sums, small, audit, rules.minimum, held)
    marks.mark[cells["fact"][masked]] = _SUPPRESSED


def _hide_pupils(con: DuckDBPyConnection, marks: _Marks) -> None:
    """Where pupils are withheld, so is what stands on them: denominators, dollars per pupil."""
    found = _columns(con, "disclosure_pupils")
    marks.hides_pupils[found["fact"]] = True
    marks.mark[found["fact"][found["hides_value"]]] = _SUPPRESSED


def _before(con: DuckDBPyConnection, earlier: Earlier | None) -> Ints:
    """Counts that stay withheld because the snapshot before withheld them."""
    with remembered(con, earlier) as is_there:
        if not is_there:
            return np.zeros(0, np.int64)
        found: Ints = _columns(con, "disclosure_before")["cell"]
        return found


def _columns(con: DuckDBPyConnection, name: str) -> dict[str, Any]:
    found: dict[str, Any] = con.execute(_text(name)).fetchnumpy()
    return {key: np.asarray(values) for key, values in found.items()}


def _text(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text("utf-8")


def _register(con: DuckDBPyConnection, name: str, table: pa.Table) -> None:
    con.register(name, table)
