"""Need and spending of schools: fit, what one line hides, what stands out."""

from __future__ import annotations

from decimal import Decimal

import pytest

from callbacks.school_need import (
    below_fit,
    budget_looks,
    enrollment_look,
    fifth_gap,
    fit,
    fitted,
    pattern,
    schools,
)
from pages.figures.need_scatter import Pattern, School


def made(number=20, slope=5000.0, noise=0.0, pupils=100.0):
    return [
        School(
            f"S{n}", "elementary", pupils, n / number, 9000 + slope * n / number + noise * (-1) ** n
        )
        for n in range(number)
    ]


def test_schools_lacking_a_figure_are_left_out():
    row = {
        "location_name": "Ash",
        "level": "high",
        "pupils": 200.0,
        "frl_share": 0.5,
        "per_pupil_usd": Decimal("9000.50"),
    }
    without = ({"frl_share": None}, {"per_pupil_usd": None}, {"level": None}, {"level": "other"})
    found = schools([row, *({**row, **change} for change in without)])
    assert [(s.name, s.level, s.per_pupil) for s in found] == [("Ash", "high", 9000.5)]


def test_a_straight_line_is_found_and_clear():
    line = fit(made(noise=10))
    assert line.slope == pytest.approx(5000, rel=0.01)
    assert pattern(line) is Pattern.CLEAR
    drawn = fitted(line, made(noise=10))
    assert (drawn.need[0], drawn.need[-1]) == (0.0, 0.95)


def test_noise_hides_the_line():
    assert pattern(fit(made(slope=100, noise=4000))) is Pattern.NONE


def test_too_few_schools_have_no_line():
    assert fit(made(5)) is None
    assert fitted(None, made(5)) is None


def test_the_neediest_fifth_against_the_middle_one():
    # Twenty schools of equal size: fifths are four schools; the top mean is 9000 + 250 * 17.5.
    assert fifth_gap(made()) == pytest.approx(250 * (17.5 - 9.5))
    assert fifth_gap(made(5)) is None


def test_a_school_across_the_edge_of_a_fifth_counts_in_part():
    found = [School("big", "high", 300.0, 0.0, 1.0), *made(9, pupils=100.0)]
    assert fifth_gap(found) is not None


def test_the_furthest_below_the_line_stand_out():
    found = [*made(39), School("Low", "elementary", 100.0, 0.5, 8000.0)]
    looks = below_fit(found)
    assert looks[0].school == "Low"
    assert looks[0].figure.startswith("−$")


def test_budget_checks():
    rows = [
        {"location_name": name, "budget_usd": Decimal(100), "spent_usd": Decimal(spent)}
        for name, spent in (("A", 60), ("B", 62), ("C", 90), ("D", 103))
    ]
    closed = budget_looks(rows, is_closed=True)
    assert [(look.school, look.figure) for look in closed] == [
        ("A", "40% left"),
        ("B", "38% left"),
        ("D", "103.0% spent"),
    ]
    assert [look.school for look in budget_looks(rows, is_closed=False)] == ["D"]


def test_the_largest_fall_in_enrollment():
    now = [
        {"location_id": "1", "location_name": "A", "pupils": 114.0},
        {"location_id": "2", "location_name": "B", "pupils": 99.0},
    ]
    before = [{"location_id": "1", "pupils": 148.0}, {"location_id": "2", "pupils": 100.0}]
    assert enrollment_look([{**now[0], "pupils": 147.0}], before) == []
    (look,) = enrollment_look(now, before)
    assert (look.school, look.figure, look.detail) == ("A", "−23%", "148 to 114 pupils")
    assert enrollment_look(now, []) == []
    assert enrollment_look(before and now[1:], [{"location_id": "2", "pupils": 90.0}]) == []
