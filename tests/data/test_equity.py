"""The equity report: who is compared, on which dollars, and figures against a plain reckoning."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from data.equity import (
    Amount,
    EquityBasis,
    EquitySchool,
    _attributed,
    equity_report,
    report_of,
    school_of,
)
from data.equity_tables import equity_fifths, equity_measures, equity_schools
from data.per_pupil import per_pupil_spending
from data.read_model import ArgumentError

BASIS = EquityBasis(2024)
ROW = {
    "location_id": "1", "location_name": "Ash", "level": "elementary", "pupils": 200.0,
    "frl_share": 0.5, "ell_share": 0.1, "sped_share": None, "spent_usd": Decimal("1000000.50"),
    "budget_usd": Decimal(900_000), "per_pupil_usd": Decimal("5000.00"), "hidden": "sped_share",
}  # fmt: skip


def made(number: int = 12, level: str = "elementary") -> list[EquitySchool]:
    """Schools whose spending rises with need, the neediest apart from it."""
    return [
        EquitySchool(
            f"{level}{n}", f"{level} {n}", level, 100.0 + 10 * n, (n / number, 0.1 + n / 100, 0.12),
            Decimal(9000 + 400 * n + (150 if n % 2 else -150) - (3000 if n > number - 3 else 0)),
        )
        for n in range(1, number + 1)
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, ""),
        ({"level": "other"}, "alternative or special school"),
        ({"level": None}, "alternative or special school"),
        ({"pupils": None}, "no pupils loaded"),
        ({"pupils": None, "hidden": "pupils"}, "hidden: too few pupils"),
        ({"spent_usd": None}, "no actual dollars in these funds"),
        ({"pupils": 49.0}, "fewer than 50 pupils, left out by choice"),
    ],
)
def test_every_school_left_out_has_one_reason(change, reason):
    assert school_of(ROW | change, replace(BASIS, smallest=50)).reason == reason


def test_dollars_of_the_budget_are_divided_by_the_same_pupils():
    assert school_of(ROW, BASIS).per_pupil == Decimal("5000.00")
    assert school_of(ROW, replace(BASIS, amount=Amount.BUDGET)).per_pupil == Decimal("4500.00")


def test_the_report_agrees_with_a_plain_reckoning():
    schools = made()
    report = report_of(schools, BASIS)
    pupils = [s.pupils for s in schools]
    dollars = [float(s.per_pupil) for s in schools]
    needs = [s.need for s in schools]
    whole = sum(pupils)
    mean = sum(p * d for p, d in zip(pupils, dollars, strict=True)) / whole
    poor = sum(p * n * d for p, n, d in zip(pupils, needs, dollars, strict=True))
    poor /= sum(p * n for p, n in zip(pupils, needs, strict=True))
    other = sum(p * (1 - n) * d for p, n, d in zip(pupils, needs, dollars, strict=True))
    other /= sum(p * (1 - n) for p, n in zip(pupils, needs, strict=True))
    found = report.statistics.overall.measures
    assert found["mean_pupil"].value == pytest.approx(mean)
    assert found["progressivity_ratio"].value == pytest.approx(poor / other)
    assert found["progressivity_difference"].value == pytest.approx(poor - other)
    assert (found["cv"].schools, found["cv"].pupils) == (12, whole)
    assert sum(f.pupils * f.value_mean for f in report.fifths) == pytest.approx(mean * whole)
    assert [f.pupils for f in report.fifths] == pytest.approx([whole / 5] * 5)


def test_the_line_predicts_where_it_is_clear_and_the_mean_elsewhere():
    steep = [replace(s, per_pupil=Decimal(9000) + 100 * i) for i, s in enumerate(made())]
    report = report_of([*steep, *made(6, "high")], BASIS)
    line = report.statistics.group("elementary").line
    first = report.schools[0]
    assert first.is_by_need
    assert first.predicted == pytest.approx(line.intercept + line.slope * first.need)
    assert first.difference == pytest.approx(float(first.per_pupil) - first.predicted)
    high = report.schools[-1]
    assert not high.is_by_need
    assert high.predicted == report.statistics.group("high").measures["mean_pupil"].value


def test_a_lone_school_of_its_level_is_compared_with_nobody():
    assert report_of([*made(), *made(1, "k12")], BASIS).schools[-1].predicted is None


def test_few_schools_have_no_fifths_and_say_why():
    report = report_of(made(9), BASIS)
    assert report.fifths == ()
    assert report.no_fifths == "needs at least 10 schools; 9 have both figures"
    assert report.statistics.overall.line is None


def test_a_level_asked_for_is_alone(warehouse, whole):
    report = equity_report(warehouse, whole, fiscal_year=2024, level="middle")
    assert {school.level for school in report.schools} <= {"middle"}


@pytest.mark.parametrize("asked", [{"amount": "wish"}, {"level": "other"}])
def test_what_does_not_exist_is_named(warehouse, whole, asked):
    with pytest.raises(ArgumentError, match="is none of"):
        equity_report(warehouse, whole, fiscal_year=2024, **asked)


def test_schools_carry_the_dollars_of_the_per_pupil_rows(warehouse, whole):
    rows = equity_schools(warehouse, whole, fiscal_year=2024).to_pylist()
    plain = per_pupil_spending(warehouse, whole, fiscal_year=2024).to_pylist()
    assert {r["location_id"]: r["per_pupil_usd"] for r in rows} == {
        r["location_id"]: r["per_pupil_usd"] for r in plain
    }
    hidden = next(row for row in rows if row["location_id"] == "103")
    assert (hidden["per_pupil_usd"], hidden["is_compared"]) == (None, False)
    assert hidden["reason"] == "hidden: too few pupils"


def test_figures_that_cannot_be_given_are_rows_with_a_reason(warehouse, whole):
    rows = equity_measures(warehouse, whole, fiscal_year=2024).to_pylist()
    gini = next(row for row in rows if row["metric"] == "gini" and not row["level"])
    assert gini["value"] is None
    assert "needs at least 5 schools" in gini["reason"]
    assert gini["reference"] == pytest.approx(0.05)
    fifths = equity_fifths(warehouse, whole, fiscal_year=2024).to_pylist()
    assert [row["reason"] for row in fifths] == ["needs at least 10 schools; 3 have both figures"]


def test_central_cost_needs_a_method_and_is_a_part_of_the_whole():
    row = {"total_per_pupil_usd": Decimal("6000.00"), "central_per_pupil_usd": Decimal("1000.00")}
    found = _attributed(school_of(ROW, BASIS), row)
    assert (found.per_pupil, found.central) == (Decimal("6000.00"), Decimal("1000.00"))
    without = _attributed(school_of(ROW, BASIS), {})
    assert without.reason == "no spending that counts by the district's classes"
    hidden = _attributed(school_of(ROW | {"pupils": None, "hidden": "pupils"}, BASIS), {})
    assert (hidden.per_pupil, hidden.reason) == (None, "hidden: too few pupils")
