"""Points of a scatter: values as the read models give them, reasons for what is not drawn."""

from __future__ import annotations

import pytest

from data.per_pupil import per_pupil_spending
from data.read_model import ArgumentError
from data.school_measures import measures, school_figures
from data.school_points import school_points


def points(warehouse, whole, **given):
    rows = school_points(warehouse, whole, fiscal_year=2024, **given).to_pylist()
    return {row["location_id"]: row for row in rows}


def test_values_are_those_of_spending_per_pupil(warehouse, whole):
    rows = points(warehouse, whole)
    known = per_pupil_spending(warehouse, whole, fiscal_year=2024).to_pylist()
    for row in known:
        drawn = rows[row["location_id"]]
        expected = row["per_pupil_usd"]
        assert drawn["y_value"] == (None if expected is None else float(expected))
        assert drawn["x_value"] == row["frl_share"]


def test_schools_without_a_figure_carry_the_reason(warehouse, whole):
    rows = points(warehouse, whole)
    assert rows["101"]["reason"] == ""
    assert rows["103"]["reason"].startswith("hidden")
    assert rows["103"]["pupils"] is None
    assert "pupils" in rows["103"]["hidden"].split()
    assert rows["301"]["reason"] == "no pupils loaded"


def test_only_what_is_drawn_when_asked(warehouse, whole):
    rows = points(warehouse, whole, drawn=True)
    assert set(rows) == {"101", "102", "201"}
    assert all(not row["reason"] for row in rows.values())


def test_a_hidden_value_never_leaves(warehouse, whole):
    """Birch has six pupils with disabilities of 330: neither the share nor the count is told."""
    row = points(warehouse, whole, x="sped_share")["102"]
    assert (row["x_value"], row["hidden"]) == (None, "x_value")
    assert row["reason"] == "Pupils with disabilities: hidden, too few pupils"


def test_results_join_by_school(warehouse, whole):
    rows = points(warehouse, whole, y="ela_points")
    assert rows["101"]["y_value"] == -12.5
    assert rows["102"]["reason"] == "English: not loaded"


def test_a_level_and_size_and_colour(warehouse, whole):
    rows = points(warehouse, whole, level="middle", size="", colour="ell_share")
    assert set(rows) == {"201"}
    assert rows["201"]["size_value"] is None
    assert rows["201"]["colour"] == "ell_share"


def test_an_unknown_measure_is_named(warehouse, whole):
    with pytest.raises(ArgumentError, match="'wisdom' is no measure of 2024"):
        points(warehouse, whole, y="wisdom")


def test_offered_measures_have_a_value_somewhere(warehouse, whole):
    schools = school_figures(warehouse, whole, fiscal_year=2024)
    known = [measure.id for measure in measures(warehouse, whole, schools)]
    assert known[:3] == ["per_pupil_usd", "spent_usd", "budget_usd"]
    assert "ela_points" in known
    assert "graduation" not in known
    assert "staff_per_100" not in known, "positions are loaded for the other year only"


def test_staff_for_every_hundred_pupils(warehouse, whole):
    schools = school_figures(warehouse, whole, fiscal_year=2025)
    ash = next(school for school in schools if school.location_id == "101")
    # Six of twelve positions stand at Ash, one of them vacant; five of 0.8 FTE for 200 pupils.
    assert ash.value("staff_per_100").value == pytest.approx(5 * 0.8 * 100 / 200)
    assert ash.value("made_up").reason == "not loaded"
