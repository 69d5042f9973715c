"""The terms of every spending bucket at every location, in columns.

A district of six hundred schools and a hundred buckets has fifty thousand of them: what is asked
of all is reckoned here without an object for each. Everything is whole cents; missing is not zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from access.scope import Scope
from data.bucket_history import YEARS_BACK, YEARS_COMPARED, part_of
from data.warehouse import Warehouse

_NOWHERE: Final = -1


@dataclass(frozen=True, slots=True)
class Cents:
    """One figure of every line; what is not known is no zero, whatever stands in `value`."""

    value: NDArray[np.int64]
    known: NDArray[np.bool_]

    def at(self, line: int) -> int | None:
        """The figure of one line."""
        return int(self.value[line]) if self.known[line] else None


@dataclass(frozen=True, slots=True)
class EarlierYear:
    """What every line had spent by the same month of an earlier year, and in all of it."""

    by_then: Cents
    spent: Cents


@dataclass(frozen=True, slots=True)
class LocationTerms:
    """Lines in the order of bucket and location, and their figures of one fiscal year.

    `location_key` is -1 for accounts without location. `earlier` are whole years, oldest first.
    """

    bucket_code: NDArray[np.str_]
    location_key: NDArray[np.int64]
    budget: Cents
    spent: Cents
    encumbered: Cents
    reserved: Cents
    earlier: tuple[EarlierYear, ...]

    @property
    def remaining(self) -> NDArray[np.int64]:
        """Budget less spent, on order and reserved, as far as each is known."""
        return self.budget.value - self.spent.value - self.encumbered.value - self.reserved.value

    @property
    def has_money(self) -> NDArray[np.bool_]:
        """Lines with a dollar in the year."""
        terms = (self.budget, self.spent, self.encumbered, self.reserved)
        figures = [term.value for term in terms]
        found: NDArray[np.bool_] = np.any(np.stack(figures) != 0, axis=0)
        return found

    def shares(self, line: int) -> list[Fraction]:
        """The share that each of the last three earlier years had spent by the same month."""
        posted = [year for year in self.earlier if year.by_then.known[line]][-YEARS_COMPARED:]
        pairs = [(year.by_then.at(line), year.spent.at(line)) for year in posted]
        return [
            Fraction(part or 0, whole) for part, whole in pairs if whole is not None and whole > 0
        ]

    def mean_share(self) -> NDArray[np.float64]:
        """The mean of those shares that are above zero, of every line; 0 where there is none."""
        total, count, posted = (np.zeros(len(self.location_key)) for _ in range(3))
        for year in reversed(self.earlier):
            taken = year.by_then.known & (posted < YEARS_COMPARED)
            posted += taken
            fit = taken & year.spent.known & (year.spent.value > 0) & (year.by_then.value > 0)
            total[fit] += year.by_then.value[fit] / year.spent.value[fit]
            count += fit
        return np.divide(total, count, out=np.zeros_like(total), where=count > 0)


def location_terms(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int, month: int, complete: Sequence[int]
) -> LocationTerms:
    """The terms of a year, and of the complete years before it up to the same month.

    Accounts that were recoded since stand where those stand that carry on for them.
    """
    asked: dict[str, Any] = {
        "bucket": "", "location_ids": [], "by_location": True,
        "fiscal_year": fiscal_year, "first_year": fiscal_year - YEARS_BACK,
    }  # fmt: skip
    years = warehouse.exact(scope, "bucket_years", **asked)
    years = years.filter(pc.invert(years.column("is_revenue")))
    months = warehouse.exact(scope, "bucket_by_month", month=month, **asked)
    lines, (of_years, of_months) = _lines(years, months)
    codes, locations = lines

    def figure(rows: pa.Table, line: NDArray[np.int64], year: int, name: str) -> Cents:
        own = pc.equal(rows.column("fiscal_year"), year).to_numpy(zero_copy_only=False)
        return _summed(rows.filter(pa.array(own)), name, line[own], len(codes))

    def term(name: str, year: int = fiscal_year) -> Cents:
        return figure(years, of_years, year, f"{name}_cents")

    return LocationTerms(
        codes,
        locations,
        term("budget"),
        term("spent"),
        term("encumbered"),
        term("reserved"),
        tuple(
            EarlierYear(figure(months, of_months, year, "spent_cents"), term("spent", year))
            for year in sorted(complete)
            if fiscal_year - YEARS_BACK <= year < fiscal_year
        ),
    )


def _lines(
    *tables: pa.Table,
) -> tuple[tuple[NDArray[np.str_], NDArray[np.int64]], list[NDArray[np.int64]]]:
    """Bucket and location of every line, and for each table the line that its rows belong to."""
    codes = pa.chunked_array(
        [one for table in tables for one in table.column("bucket_code").chunks], pa.string()
    )
    named = codes.combine_chunks().dictionary_encode()
    places = np.concatenate(
        [
            table.column("location_key").fill_null(_NOWHERE).to_numpy().astype(np.int64)
            for table in tables
        ]
    )
    names = np.array(named.dictionary.to_pylist(), dtype=str)
    order = np.argsort(np.argsort(names)) if len(names) else np.zeros(0, np.int64)
    bucket = order[named.indices.to_numpy()] if len(named) else np.zeros(0, np.int64)
    width = int(places.max(initial=_NOWHERE)) + 2
    found, line = np.unique(bucket * width + places + 1, return_inverse=True)
    sizes = np.cumsum([table.num_rows for table in tables])[:-1]
    lines = np.sort(names)[found // width], found % width - 1
    return lines, np.split(line, sizes)


def _summed(rows: pa.Table, name: str, line: NDArray[np.int64], count: int) -> Cents:
    """The parts of all rows of a line, exact to the cent."""
    cents = rows.column(name).combine_chunks()
    is_known = pc.is_valid(cents).to_numpy(zero_copy_only=False)
    parts = cents.fill_null(0).to_numpy(zero_copy_only=False).astype(np.int64)
    share = rows.column("share")
    in_part = pc.not_equal(pc.cast(share, pa.float64()), 1.0).to_numpy(zero_copy_only=False)
    for row in np.flatnonzero(in_part & is_known):
        parts[row] = part_of(int(parts[row]), share[int(row)].as_py())
    value, known = np.zeros(count, np.int64), np.zeros(count, np.bool_)
    np.add.at(value, line[is_known], parts[is_known])
    known[line[is_known]] = True
    return Cents(value, known)
