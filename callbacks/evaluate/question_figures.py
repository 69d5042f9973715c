"""The figures behind guided questions, each from the read model that its screen shows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from access.scope import Scope
from callbacks.evaluate.comparison import counted, of_level
from callbacks.evaluate.ground import Ground, year_rows
from callbacks.evaluate.scatter_points import cloud, field_rows, finding
from data.balances import account_totals
from data.school_measures import SchoolFigures, school_figures
from data.school_points import MAIN, school_points
from data.spending import spending_by_school
from metrics import weighted
from metrics.measure import spread as spread_of
from metrics.registry import METRICS, Unit
from metrics.regression import MINIMUM_SCHOOLS, line
from pages.evaluate import question_words as words
from pages.evaluate.level_words import LEVELS
from pages.evaluate.question_words import Answer, Ends
from pages.evaluate.scatter_words import MINIMUM, Measured, sentence
from pages.format import count, money

NEED: Final = Measured("frl_share", METRICS["frl_share"].label, Unit.SHARE)
SPENDING: Final = Measured("per_pupil_usd", METRICS["per_pupil_usd"].label, Unit.DOLLARS_PER_PUPIL)
_LEVELS: Final = tuple(level for level in LEVELS if level != "other")
Rows = Sequence[dict[str, Any]]


def most_and_least(rows: Rows) -> Answer:
    """The ends of spending per pupil of each level, special schools left out."""
    found = []
    for level in _LEVELS:
        own = sorted(counted(of_level(rows, level)), key=lambda row: row["per_pupil_usd"])
        if own:
            low, high = own[0], own[-1]
            found.append(
                Ends(
                    level,
                    len(own),
                    (high["location_name"], money(high["per_pupil_usd"])),
                    (low["location_name"], money(low["per_pupil_usd"])),
                )
            )
    return words.most_and_least(found, "")


def in_line_with_need(basis: Ground) -> Answer:
    """The pattern of spending on need, as the scatter tells it."""
    points = _points(basis, "frl_share", "per_pupil_usd")
    said = finding(cloud(points), NEED, SPENDING)
    if said.schools < MINIMUM:
        return words.unanswered(
            f"a pattern takes {MINIMUM} schools with spending and need; {said.schools} have both"
        )
    if said.pattern is None:
        return words.unanswered(said.reason)
    return Answer(sentence(said))


def spread(rows: Rows) -> Answer:
    """The coefficient of variation of each level that has five schools."""
    found = []
    for level in _LEVELS:
        own = counted(of_level(rows, level))
        dollars = [float(row["per_pupil_usd"]) for row in own]
        measured = spread_of("cv", dollars, [row["pupils"] for row in own])
        if measured.value is not None:
            found.append((level, measured.value, measured.schools))
    return words.spread(found)


def less_and_better(basis: Ground, outcome: Measured | None) -> Answer:
    """Schools whose spending lies below, and whose outcome lies above, the line of need."""
    if outcome is None:
        return words.unanswered("no results are loaded for this year")
    spending = {r["location_id"]: r for r in _points(basis, "frl_share", "per_pupil_usd")}
    results = {r["location_id"]: r for r in _points(basis, "frl_share", outcome.id)}
    both = [code for code in spending if not spending[code]["reason"]
            and code in results and not results[code]["reason"]]  # fmt: skip
    if len(both) < MINIMUM_SCHOOLS:
        return words.unanswered(
            f"a line of need takes {MINIMUM_SCHOOLS} schools with spending, need and "
            f"{outcome.inside}; {len(both)} have all three"
        )
    need = [spending[code]["x_value"] for code in both]
    pupils = [spending[code]["pupils"] for code in both]
    dollars = _residuals(need, [spending[code]["y_value"] for code in both], pupils)
    scores = _residuals(need, [results[code]["y_value"] for code in both], pupils)
    sign = -1 if _is_lower_better(outcome) else 1
    chosen = sorted(
        (
            (-sign * score, spending[code]["location_name"])
            for code, dollar, score in zip(both, dollars, scores, strict=True)
            if dollar < 0 and sign * score > 0
        ),
    )
    return words.less_and_better([name for _, name in chosen], len(both), outcome)


def _is_lower_better(outcome: Measured) -> bool:
    metric = METRICS.get(outcome.id)
    return metric is not None and metric.direction == "lower_better"


def _residuals(
    need: Sequence[float], values: Sequence[float], pupils: Sequence[float]
) -> list[float]:
    """What lies above and below the pupil-weighted line of need."""
    try:
        fit = line(need, values, pupils)
    except ValueError:
        mean = weighted.mean(values, pupils)
        return [value - mean for value in values]
    return [
        value - fit.intercept - fit.slope * share for value, share in zip(values, need, strict=True)
    ]


def central(basis: Ground) -> Answer:
    """How much is booked at schools and how much elsewhere, on the funds of the page."""
    at_schools, other = 0.0, dict[str, float]()
    for row in _spent(basis):
        dollars = float(row["spent_usd"] or 0)
        if row["location_type"] == "school":
            at_schools += dollars
        else:
            name = row["location_name"] or "No location"
            other[name] = other.get(name, 0.0) + dollars
    largest = max(other.items(), key=lambda entry: entry[1], default=None)
    places = sum(dollars > 0 for dollars in other.values())
    return words.central(at_schools, sum(other.values()), places, largest)


def categories(basis: Ground) -> Answer:
    """What the money booked at schools is for."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in _spent(basis):
        if row["location_type"] == "school":
            sums[row["category_name"] or "Other"] += row["spent_usd"] or Decimal(0)
    total = float(sum(sums.values(), Decimal(0)))
    return words.categories([(name, float(dollars)) for name, dollars in sums.items()], total)


def change(basis: Ground, rows: Rows) -> Answer:
    """At how many schools spending per pupil rose against the year before."""
    earlier = [entry.year for entry in basis.years if entry.year < basis.year.year]
    if not earlier:
        return words.unanswered("only one year of money is loaded")
    before = {r["location_id"]: r["per_pupil_usd"] for r in counted(year_rows(basis, earlier[-1]))}
    pairs = [(row["per_pupil_usd"], before[row["location_id"]])
             for row in counted(rows) if row["location_id"] in before]  # fmt: skip
    risen = sum(now > then for now, then in pairs)
    return words.change(risen, sum(now < then for now, then in pairs), earlier[-1])


def fields(basis: Ground, outcome: Measured | None, own: str | None) -> Answer:
    """How many schools lie in each field of spending and outcome, and the reader's own."""
    if outcome is None:
        return words.unanswered("no results are loaded for this year")
    placed = field_rows(cloud(_points(basis, "per_pupil_usd", outcome.id)), SPENDING, outcome)
    mine = next(
        (
            (row["location_name"], text[:1].lower() + text[1:])
            for text, inside in placed
            for row in inside
            if row["location_id"] == own
        ),
        None,
    )
    return words.fields([(text, len(inside)) for text, inside in placed], mine, outcome)


def own_school(rows: Rows, own: str | None) -> Answer:
    """What the reader's own school gets; for readers of the district, that each has a page."""
    row = next((row for row in rows if row["location_id"] == own), None)
    if row is None:
        known = counted(rows)
        return words.district_schools(len(known), sum(one["pupils"] for one in known))
    if row["per_pupil_usd"] is None:
        return words.unanswered(f"{row['location_name']} has no figure per pupil")
    return words.own_school(
        row["location_name"], money(row["per_pupil_usd"]), row["level_rank"],
        row["level_schools"], row["level"] or "other",
    )  # fmt: skip


def remaining(basis: Ground, scope: Scope, own: str | None, place: str, year: int) -> Answer:
    """What is left of the newest budget at the places that the reader sees."""
    chosen = [own] if own else []
    found = account_totals(
        basis.warehouse, scope, fiscal_year=year, kind="expenditure", location_ids=chosen
    ).to_pylist()
    if not found or found[0]["remaining_usd"] is None or found[0]["budget_usd"] is None:
        return words.remaining(None, None, place)
    return words.remaining(float(found[0]["remaining_usd"]), float(found[0]["budget_usd"]), place)


def range_of(schools: Sequence[SchoolFigures], measure: str, note: str) -> Answer:
    """The ends of a measure of staff, by level."""
    found = []
    for level in _LEVELS:
        own = sorted(
            (value, school.location_name)
            for school in schools
            if school.level == level and (value := school.value(measure).value) is not None
        )
        if own:
            (low, low_name), (high, high_name) = own[0], own[-1]
            ends = ((high_name, count(high, 1)), (low_name, count(low, 1)))
            found.append(Ends(level, len(own), *ends))
    if not found:
        return words.unanswered("no positions are loaded for this year")
    return words.most_and_least(found, note)


def moved(basis: Ground, schools: Sequence[SchoolFigures], outcome: Measured | None) -> Answer:
    """How the mean of an outcome moved against the year before, over the same schools."""
    if outcome is None:
        return words.unanswered("no results are loaded for this year")
    earlier = [entry.year for entry in basis.years if entry.year < basis.year.year]
    if not earlier:
        return words.unanswered("only one year is loaded")
    before = {
        school.location_id: school.value(outcome.id).value
        for school in school_figures(basis.warehouse, basis.scope, fiscal_year=earlier[-1])
    }
    pairs = [
        (value, then, school.pupils)
        for school in schools
        if (value := school.value(outcome.id).value) is not None
        and (then := before.get(school.location_id)) is not None
        and school.pupils
    ]
    if len(pairs) < words.FEWEST:
        return words.unanswered(f"only {len(pairs)} schools have {outcome.inside} in both years")
    pupils = [weight for *_, weight in pairs]
    return words.moved(
        outcome,
        weighted.mean([value for value, *_ in pairs], pupils),
        weighted.mean([then for _, then, _ in pairs], pupils),
        (earlier[-1], basis.year.year),
        len(pairs),
    )


def _points(basis: Ground, x: str, y: str) -> list[dict[str, Any]]:
    """Points of two measures; none where the year lacks one of them."""
    try:
        rows: list[dict[str, Any]] = school_points(
            basis.warehouse, basis.scope, fiscal_year=basis.year.year, funds=basis.funds,
            level=MAIN, x=x, y=y, size="",
        ).to_pylist()  # fmt: skip
    except ValueError:
        return []
    return rows


def _spent(basis: Ground) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = spending_by_school(
        basis.warehouse, basis.scope, fiscal_year=basis.year.year, funds=basis.funds
    ).to_pylist()
    return rows
