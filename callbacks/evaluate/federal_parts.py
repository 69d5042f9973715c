"""The cards of the federal tests, made from the findings of their read models."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any, Final
from urllib.parse import urlencode

from callbacks.evaluate.federal_ground import Asked
from data.federal.comparability import TEACHING, Comparability, comparability_of, said
from data.federal.effort import EffortYear, effort_years
from data.federal.esea import EffortPair, esea_of
from data.federal.idea import IdeaFinding, idea_of
from data.federal.schools import TestedSchool
from data.salary_gaps import salary_gap_rows
from metrics.fiscal.comparability import SchoolResult, SpanResult
from metrics.funding.salaries import MINIMUM_STAFF
from metrics.registry import METRICS
from pages.evaluate.federal.comparability import ComparabilityView, SchoolTest, SpanTest
from pages.evaluate.federal.effort import EffortColumn, EffortView, IdeaLine, IdeaView
from pages.evaluate.federal.page import Threshold
from pages.evaluate.federal.salaries import SalaryLine, SalaryView
from pages.format import count, counted, fiscal_year, listed

_HUNDRED: Final = Decimal(100)
_NO_LONGEVITY: Final = (
    "Federal rules leave pay for length of service out; the ledger does not tell it apart, so it "
    "is in."
)
_TESTS: Final = ("comparability_staffing", "comparability_salaries", "comparability_materials",
                 "esea_effort", "idea_effort", "supplement_gap", "salary_gap")  # fmt: skip


def comparability(asked: Asked) -> ComparabilityView:
    """Title I comparability by the rules asked for."""
    found = comparability_of(
        asked.ground.warehouse, asked.ground.scope, fiscal_year=asked.year, option=asked.option,
        averaging=asked.averaging, all_title_one=asked.without, smallest=asked.smallest,
    )  # fmt: skip
    return ComparabilityView(
        option=asked.option,
        year=fiscal_year(asked.year),
        spans=[_span(asked, found, span) for span in found.spans],
        left_out=[(one.name, one.reason) for one in found.left_out],
        trouble=found.trouble,
        source_known=found.source_known,
        method=_comparability_method(asked, found),
        export=asked.export("comparability", **asked.rules),
        is_whole=asked.is_whole,
    )


def _span(asked: Asked, found: Comparability, span: SpanResult) -> SpanTest:
    schools = [_school(asked, found.schools[one.school.name], span, one) for one in span.schools]
    lowest, highest = _finite(span.lowest), _finite(span.highest)
    basis = span.basis.value
    return SpanTest(span.span, basis, span.average, lowest, highest, schools, span.reason)


def _finite(value: float) -> float | None:
    return None if abs(value) == float("inf") else value


def _school(
    asked: Asked, school: TestedSchool, span: SpanResult, result: SchoolResult
) -> SchoolTest:
    beside = result.ratio / span.average if result.ratio is not None and span.average else None
    address = asked.ground.address(f"/evaluate/schools/{school.location_id}")
    return SchoolTest(
        school.name, address, school.is_title_one, school.pupils, result.school.amount,
        result.ratio, beside, result.passes, said(result), result.reason, school.per_pupil,
        _rows_of(asked, school.location_id),
        asked.accounts(asked.year, "title_one", location_ids=school.location_id)
        if school.title_one_cents else "",
    )  # fmt: skip


def _rows_of(asked: Asked, place: str) -> str:
    """The rows behind a school's amount: its staff on the day, or its accounts of instruction."""
    if asked.option == "staffing":
        query = urlencode({"fiscal_year": asked.year, "location_ids": place})
        return f"/export/staff-on-day.csv?{query}"
    return asked.accounts(asked.year, "instruction", location_ids=place)


def _comparability_method(asked: Asked, found: Comparability) -> str:
    named = asked.settings.title_one_schools
    title_one = (
        f"The district lists {counted(len(named), 'school')} with Title I"
        if named
        else "A school has Title I where dollars of "
        f"{listed([group.name for group in asked.settings.title_one])} are booked at it"
    )
    families = ", ".join(one.value.lower() for one in TEACHING)
    pays = "paid by state and local funds" if found.source_known else "whatever pays for them"
    accounts = listed([group.name for group in asked.settings.instruction])
    what = {
        "staffing": f"Filled positions on the census day, {pays}: {families}, read from titles.",
        "salaries": f"Salaries of {accounts} from state and local funds. {_NO_LONGEVITY}",
        "materials": f"All of {accounts} but pay, from state and local funds.",
    }[asked.option]
    return (
        f"FY{asked.year}, by grade span. {title_one}. {what} The average is taken over the schools "
        f"without Title I; schools of up to {count(asked.smallest)} pupils and single schools of a "
        "span are exempt. The lines of 90 and 110% are guidance as states apply it, not statute. "
        "Spent per pupil stands beside it with actual salaries: comparable schools can be unequal."
    )


def effort(asked: Asked) -> EffortView:
    """Effort under ESEA, every complete year up to the one asked for."""
    years = effort_years(asked.ground.warehouse, asked.ground.scope, fiscal_year=asked.year)
    pairs = {pair.year.fiscal_year: pair for pair in esea_of(years)}
    # A group that left nothing out of any year would be a row of zeros.
    used = {name for one in years for name, cents in one.left_out if cents}
    columns = [_column(asked, one, pairs.get(one.fiscal_year), used) for one in years]
    before = [pair for year, pair in pairs.items() if years and year < years[-1].fiscal_year]
    return EffortView(
        years=columns,
        parts=[name for name, _ in years[-1].left_out if name in used] if years else [],
        earlier=len(before),
        failed_before=any(pair.result and not pair.result.passes for pair in before),
        method=_effort_method(years),
        export=asked.export("esea-effort"),
        parts_export=asked.export("effort-parts"),
    )


def _column(asked: Asked, one: EffortYear, pair: EffortPair | None, used: set[str]) -> EffortColumn:
    result = pair.result if pair else None
    parts = [
        (_dollars(cents), asked.accounts(one.fiscal_year, "effort_excluded", group=name))
        for name, cents in one.left_out
        if name in used
    ]
    return EffortColumn(
        fiscal_year(one.fiscal_year),
        _dollars(one.whole_cents),
        parts,
        _dollars(one.cents),
        one.pupils,
        None if pair is None else _dollars(pair.base_cents),
        _float(result.total if result else None),
        _float(result.per_pupil if result else None),
        result.passes if result else None,
        _float(result.cut if result else None),
        pair.reason if pair else "",
    )


def _effort_method(years: list[EffortYear]) -> str:
    hidden = max((one.schools_hidden for one in years), default=0)
    words = (
        "State and local spending of complete years from every fund, less what the settings leave "
        "out; nothing is known of spending on disasters unless it is named there. In total or per "
        "pupil, whichever is better. A year that fails does not lower the next bar. Pupils are "
        "those of the schools whose count is shown"
    )
    return f"{words}; {counted(hidden, 'school')} withheld." if hidden else f"{words}."


def idea(asked: Asked) -> IdeaView | None:
    """Effort under IDEA of the last complete year."""
    found = idea_of(asked.ground.warehouse, asked.ground.scope, fiscal_year=asked.year)
    if found is None:
        return None
    accounts = asked.accounts(found.fiscal_year, "special_education")
    return IdeaView(
        year=fiscal_year(found.fiscal_year),
        lines=[_idea_line(one) for one in found.results],
        children=found.years[-1].children if found.years else None,
        trouble=found.trouble,
        method=_idea_method(found),
        export=asked.export("idea-effort"),
        accounts=accounts,
    )


def _idea_line(one: Any) -> IdeaLine:
    year = fiscal_year(one.bar_year) if one.bar_year else ""
    return IdeaLine(one.test.value, _money(one.amount), _money(one.bar), year, one.passes,
                    one.reason)  # fmt: skip


def _idea_method(found: IdeaFinding) -> str:
    counts = "; ".join(
        f"{fiscal_year(one.fiscal_year)} {count(one.children)}" for one in found.years
        if one.children
    )  # fmt: skip
    children = f"Children of the schools whose count is shown: {counts}." if counts else (
        "No count of children is loaded."
    )  # fmt: skip
    return (
        "State and local spending on special education against the last year in which the same "
        f"test was met; federal dollars do not count. One test is enough. {children} Reductions "
        "that the rules allow would lower the bar; none is loaded."
    )


def salaries(asked: Asked) -> SalaryView:
    """Pay above the district's average for the same work."""
    rows = salary_gap_rows(
        asked.ground.warehouse, asked.ground.scope, fiscal_year=asked.year
    ).to_pylist()
    lines = [
        SalaryLine(
            row["location_name"],
            asked.ground.address(f"/evaluate/schools/{row['location_id']}"),
            row["staff"], row["fte"], row["gap_usd"], row["gap_per_pupil_usd"],
            row["left_out"], row["reason"],
        )
        for row in rows
    ]  # fmt: skip
    method = (
        "Pay of the census day, without benefits, less the same FTE at the district's average for "
        f"each kind of work; gaps sum to 0. Kinds of work with fewer than {MINIMUM_STAFF} people "
        "are not told."
    )
    year = fiscal_year(asked.year)
    return SalaryView(year, lines, method, asked.export("salary-gaps"), asked.is_whole)


def thresholds(asked: Asked) -> list[Threshold]:
    """What each test asks, from the definitions, and what goes into it here."""
    settings = asked.settings
    inputs = {
        "comparability_staffing": "positions, what pays for them, pupils",
        "comparability_salaries": _inputs(settings.instruction, "salaries of"),
        "comparability_materials": _inputs(settings.instruction, "all but pay of"),
        "esea_effort": f"less {_inputs(settings.effort_excluded)}",
        "idea_effort": _inputs(settings.special_education),
        "supplement_gap": f"formula: {settings.formula.weights.text}",
        "salary_gap": "positions with pay, pupils",
    }
    return [_threshold(name, inputs[name]) for name in _TESTS]


def _inputs(groups: Any, before: str = "") -> str:
    names = listed([group.name for group in groups])
    return f"{before} {names}".strip() if names else "accounts not named in the settings"


def _threshold(name: str, inputs: str) -> Threshold:
    metric = METRICS[name]
    line = metric.reference
    if line is None:
        return Threshold(metric.label, "no line", "to look at", metric.source, inputs)
    return Threshold(metric.label, line.text, line.standing.value, line.source or metric.source,
                     inputs)  # fmt: skip


def _dollars(cents: int) -> Decimal:
    return Decimal(cents) / _HUNDRED


def _money(cents: Fraction | None) -> Decimal | None:
    return None if cents is None else _dollars(round(cents))


def _float(value: Fraction | None) -> float | None:
    return None if value is None else float(value)
