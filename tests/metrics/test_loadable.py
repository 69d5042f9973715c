"""What is known of a loaded figure before, and after, a district says more."""

from __future__ import annotations

import pytest

from metrics.loadable import KNOWN, Kind, loadable, unnamed
from metrics.registry import Direction, Unit


def test_what_needs_no_configuration():
    told = {
        "enrollment": (Kind.ENROLLMENT, Unit.PUPILS),
        "math_growth": (Kind.OUTCOME, Unit.POINTS),
        "program_score": (Kind.OUTCOME, Unit.POINTS),
        "frl_share": (Kind.NEED, Unit.PERCENT),
        "ell_share": (Kind.NEED, Unit.PERCENT),
        "sped_share": (Kind.NEED, Unit.PERCENT),
        "part_time_fte": (Kind.STAFFING, Unit.FTE),
        "meals_served": (Kind.DRIVER, Unit.MEALS),
        "square_feet": (Kind.DRIVER, Unit.SQUARE_FEET),
    }
    assert {code: (KNOWN[code].kind, KNOWN[code].counts) for code in told} == told


def test_better_is_lower_for_absence():
    assert KNOWN["chronic_absence"].direction is Direction.LOWER
    assert KNOWN["attendance"].direction is Direction.HIGHER
    assert KNOWN["square_feet"].direction is Direction.NONE


def test_a_district_words_one_otherwise_and_adds_its_own():
    found = loadable(
        [
            {"code": "riders", "name": "Bus pupils", "weight_by": "riders"},
            {"code": "parent_survey", "kind": "outcome", "unit": "percent"},
        ]
    )
    riders, survey = found["riders"], found["parent_survey"]
    assert (riders.name, riders.weight_by, riders.kind) == ("Bus pupils", "riders", Kind.DRIVER)
    assert (survey.name, survey.counts) == ("Parent survey", Unit.PERCENT)
    assert "parent_survey" not in KNOWN


def test_an_unknown_kind_is_refused():
    with pytest.raises(ValueError, match="luck"):
        loadable([{"code": "x", "kind": "luck"}])


def test_a_figure_that_nobody_named():
    assert unnamed("running_cost").name == "Running cost"
    assert unnamed("running_cost").direction is Direction.NONE
