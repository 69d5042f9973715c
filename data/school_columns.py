"""Columns of values that schools are compared by: facts, staff, central share, own figures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from access.scope import Scope
from data.attribution import attributed_spending, rule_sets
from data.districts import district
from data.read_model import whole_cents
from data.school_spending import unshared
from data.school_values import NOT_LOADED, Floats, Texts, Values
from data.schools import school_facts
from data.staff_on_day import staff_on_day
from data.warehouse import Warehouse
from metrics.job_families import JobFamily

SPENDING: Final = ("per_pupil_usd", "spent_usd", "budget_usd")
CENTRAL: Final = ("total_per_pupil_usd", "central_per_pupil_usd", "federal_per_pupil_usd")
PUPILS: Final = ("pupils", "frl_share", "ell_share", "sped_share")
STAFF: Final = ("staff_per_100", "teachers_per_100")
_HIDDEN: Final = "hidden, too few pupils"
_CODED: Final = {
    "top_coded": "published only as more than",
    "bottom_coded": "published only as less than",
}
Columns = dict[str, Values]


def facts(warehouse: Warehouse, scope: Scope, year: int, codes: pa.ChunkedArray) -> Columns:
    """Facts about all pupils of each school; enrollment is a figure of its own."""
    found = school_facts(warehouse, scope, fiscal_years=[year], groups=["all"])
    at = pc.index_in(found.column("location_id"), codes.combine_chunks())
    is_asked = pc.and_(pc.equal(found.column("grade"), "all"), at.is_valid())
    is_asked = pc.and_(is_asked, pc.not_equal(found.column("metric"), "enrollment"))
    found, at = found.filter(is_asked), at.filter(is_asked).to_numpy()
    metric = found.column("metric").combine_chunks().dictionary_encode()
    numbers, reasons = _told(found)
    shape = (len(metric.dictionary), len(codes))
    # Of several facts the first one counts: it is written last.
    where = (metric.indices.to_numpy()[::-1], at[::-1])
    all_numbers, is_told = np.full(shape, np.nan), np.zeros(shape, np.bool_)
    all_reasons = np.full(shape, NOT_LOADED.reason, np.object_)
    all_numbers[where], all_reasons[where], is_told[where] = numbers[::-1], reasons[::-1], True
    return {
        name: Values(all_numbers[place], all_reasons[place], is_told[place])
        for place, name in enumerate(metric.dictionary.to_pylist())
    }


def _told(found: pa.Table) -> tuple[Floats, Texts]:
    """The number of each fact, or why there is none. A bound is no figure for a mean."""
    numbers = found.column("value").to_numpy().astype(np.float64)
    status = found.column("status").to_numpy()
    reasons = np.where(status == "suppressed", _HIDDEN, "not published").astype(np.object_)
    reasons[~np.isnan(numbers)] = ""
    is_coded = pc.is_in(found.column("status"), pa.array(list(_CODED))).to_numpy()
    coded = found.filter(pa.array(is_coded)).select(["status", "value", "value_low", "value_high"])
    reasons[is_coded] = [f"{_CODED[fact['status']]} {_bound(fact)}" for fact in coded.to_pylist()]
    numbers[is_coded] = np.nan
    return numbers, reasons


def _bound(fact: dict[str, Any]) -> str:
    """The bound of a coded figure, a share as percent."""
    value = fact["value"]
    is_share = fact["value_high"] == 1 if fact["status"] == "top_coded" else fact["value_low"] == 0
    return f"{value * 100:g}%" if is_share else f"{value:g}"


def per_100(warehouse: Warehouse, scope: Scope, year: int, counted: pa.Table) -> Columns:
    """Filled positions on the census day for each 100 pupils: all staff, and teachers."""
    asked = staff_on_day(warehouse, scope, fiscal_year=year)
    codes = counted.column("location_id").combine_chunks()
    at = pc.index_in(asked.column("location_id"), codes)
    asked, at = asked.filter(at.is_valid()), at.drop_null().to_numpy()
    fte = asked.column("filled_fte").fill_null(0.0).to_numpy()
    is_teacher = pc.equal(asked.column("job_family"), str(JobFamily.TEACHERS)).to_numpy()
    is_told = np.bincount(at, minlength=len(codes)) > 0
    pupils = counted.column("pupils").to_numpy()
    reasons = np.where(_has(counted, "pupils"), _HIDDEN, "no pupils loaded").astype(np.object_)
    columns = {}
    for name, weights in zip(STAFF, (fte, fte * is_teacher), strict=True):
        sums = np.bincount(at, weights, len(codes))
        is_known = is_told & (pupils > 0)
        numbers = np.divide(sums * 100, pupils, out=np.full(len(codes), np.nan), where=is_known)
        columns[name] = Values(numbers, reasons, is_told)
    return columns


def central(
    warehouse: Warehouse,
    scope: Scope,
    year: int,
    funds: Sequence[str] | None,
    counted: pa.Table,
) -> Columns:
    """Dollars per pupil with each school's share of central cost, where a year's is shared."""
    if not rule_sets(warehouse, scope.district):
        return {}
    chosen = district(warehouse, scope.district).default_funds if funds is None else funds
    if unshared(warehouse, scope, fiscal_year=year, funds=chosen):
        return {}
    report = attributed_spending(warehouse, scope, fiscal_year=year, funds=chosen, counted=counted)
    codes = counted.column("location_id")
    report = report.take(pc.index_in(codes, report.column("location_id").combine_chunks()))
    is_told = np.ones(len(codes), np.bool_)
    columns = {}
    for name in CENTRAL:
        reasons = np.where(_has(report, name), _HIDDEN, report.column("reason").to_numpy())
        columns[name] = Values(_dollars(report.column(name)), reasons, is_told)
    return columns


def own(counted: pa.Table) -> Columns:
    """Each school's dollars, pupils and needs, with the reasons that its row carries."""
    is_told = np.ones(counted.num_rows, np.bool_)
    words = counted.column("reason").to_pylist()
    columns = {}
    for name in (*SPENDING, *PUPILS):
        column = counted.column(name)
        numbers = _dollars(column) if name in SPENDING else column.to_numpy()
        known = {text: _why_missing(text, name) for text in set(words)}
        reasons = np.array([known[text] for text in words], np.object_)
        is_bound = np.array([text.startswith("shown only") for text in reasons], np.bool_)
        reasons[_has(counted, name) & ~is_bound] = _HIDDEN
        columns[name] = Values(numbers, reasons, is_told)
    return columns


def _why_missing(told: str, name: str) -> str:
    """Why a figure of a row is missing, from the reasons that the row carries."""
    reasons = [part.strip() for part in told.split(";") if part.strip()]
    group = name.removesuffix("_share")
    own = [part.partition(": ")[2] for part in reasons if part.startswith(f"{group}: ")]
    if own:
        return own[0]
    general = [part for part in reasons if not part.startswith(("frl:", "ell:", "sped:"))]
    return "; ".join(general) or NOT_LOADED.reason


def _has(rows: pa.Table, name: str) -> npt.NDArray[np.bool_]:
    """Where the column is among those withheld."""
    texts = rows.column("hidden").to_pylist()
    known = {text: name in text.split() for text in set(texts)}
    return np.array([known[text] for text in texts], np.bool_)


def _dollars(column: pa.ChunkedArray) -> Floats:
    cents, is_known = whole_cents(column)
    return np.where(is_known, cents / 100, np.nan)
