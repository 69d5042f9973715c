"""The scatter explorer: fit and fields against a plain reckoning, state both ways, few schools."""

from __future__ import annotations

import json

import numpy as np
import plotly.graph_objects as go
import pytest
from dash import html, no_update
from plotly.utils import PlotlyJSONEncoder

from access.roles import Role
from callbacks.evaluate.scatter import scatter_view
from callbacks.evaluate.scatter_marks import fits, outliers
from callbacks.evaluate.scatter_points import cloud, field_rows, finding, trend
from callbacks.evaluate.search_state import search_state
from metrics.registry import Unit
from pages.components.sentence import plain
from pages.evaluate.scatter import body, head
from pages.evaluate.scatter_words import Measured
from pages.figures.need_scatter import Pattern
from pages.state import ScatterState
from pages.theme import painted

NEED = Measured("frl_share", "Low-income pupils", Unit.SHARE)
SPENDING = Measured("per_pupil_usd", "Spending per pupil", Unit.DOLLARS_PER_PUPIL)


def row(number, x, y, pupils=100.0, reason=""):
    return {
        "location_id": str(number), "location_name": f"School {number}", "level": "high",
        "pupils": pupils, "x_value": x, "y_value": y, "reason": reason,
    }  # fmt: skip


def made(number=20, slope=5000.0, noise=10.0):
    return [
        row(n, n / number, 9000 + slope * n / number + noise * (-1) ** n, 100.0 + 10 * n)
        for n in range(number)
    ]


def test_the_line_is_the_weighted_one():
    rows = made(noise=500.0)
    x, y, w = (np.array([r[c] for r in rows]) for c in ("x_value", "y_value", "pupils"))
    middle = w @ x / w.sum()
    slope = (w * (x - middle)) @ y / ((w * (x - middle)) @ x)
    assert cloud(rows).line.slope == pytest.approx(slope)


def test_what_is_left_out_does_not_count():
    rows = [*made(), row("x", None, 9000.0, reason="not loaded")]
    assert len(cloud(rows).rows) == 20


@pytest.mark.parametrize(
    ("rows", "pattern", "schools"),
    [(made(), Pattern.CLEAR, 20), (made(slope=100, noise=4000), Pattern.NONE, 20),
     (made(9), None, 9), ([], None, 0)],
)  # fmt: skip
def test_the_finding(rows, pattern, schools):
    found = finding(cloud(rows), NEED, SPENDING)
    assert (found.pattern, found.schools) == (pattern, schools)
    drawn = trend(cloud(rows), ("", ""))
    assert (drawn is not None) is (pattern is Pattern.CLEAR)


def test_a_measure_that_never_varies_has_no_line():
    rows = [row(n, 0.5, 9000.0 + n) for n in range(12)]
    found = cloud(rows)
    assert found.line is None
    assert found.r is None
    assert "same at every school" in finding(found, NEED, SPENDING).reason


def test_fields_lie_around_the_means():
    rows = [row(1, 0.1, 9000.0), row(2, 0.9, 15000.0), row(3, 0.1, 15000.0), row(4, 0.9, 9000.0)]
    fields = field_rows(cloud(rows), NEED, SPENDING)
    assert [[r["location_id"] for r in inside] for _, inside in fields] == [
        ["3"],
        ["2"],
        ["1"],
        ["4"],
    ]
    assert fields[1][0] == "More low-income pupils, higher spending"
    assert field_rows(cloud([]), NEED, SPENDING) == []


def test_labels_keep_apart():
    rows = [row(1, 0.1, 100.0), row(2, 0.2, 99.5), row(3, 0.3, 80.0), row(4, 0.4, 10.0)]
    assert outliers(rows) == ["1", "3", "4"]
    assert outliers([]) == []


def test_the_search_looks_at_names_and_codes():
    school = row(12, 0.1, 1.0)
    assert fits(school, "SCHOOL 1")
    assert fits(school, "12")
    assert not fits(school, "")
    assert not fits(school, "oak")


def page(services, person, **state):
    return scatter_view(services, person(Role.PRINCIPAL, "101"), ScatterState(**state))


@pytest.mark.parametrize(
    "state",
    [
        {}, {"year": 2024}, {"year": 2025, "funds": "all"}, {"level": "all"}, {"level": "middle"},
        {"x": "per_pupil_usd", "y": "ela_points"}, {"size": "none", "colour": "ell_share"},
        {"x": "wisdom", "y": "wisdom", "size": "wisdom", "colour": "wisdom", "level": "wisdom"},
        {"search": "ash"}, {"year": 2025, "y": "staff_per_100"}, {"x": "pupils", "y": "pupils"},
    ],
)  # fmt: skip
def test_every_state_has_a_page(services, person, state):
    view = page(services, person, **state)
    drawn = html.Div([*head(view), *body(view)])
    json.dumps(drawn.to_plotly_json(), cls=PlotlyJSONEncoder)
    go.Figure(painted(view.figure))


def test_few_schools_are_said_and_left_out_ones_named(services, person):
    view = page(services, person, year=2024)
    assert plain(view.sentence).startswith("Only 3 schools have both figures: too few schools")
    assert {entry.name: entry.reason for entry in view.left_out} == {
        "Coral Point School": "hidden, too few pupils", "Elder High": "no pupils loaded",
    }  # fmt: skip
    assert "Association, not cause." in str(html.Div(body(view)))


def test_the_export_asks_for_exactly_the_points(services, person):
    view = page(services, person, year=2024, y="ela_points", x="per_pupil_usd")
    assert view.export == (
        "/export/school-points?fiscal_year=2024&funds=10&drawn=1&level=main&x=per_pupil_usd"
        "&y=ela_points&size=pupils"
    )


def test_a_school_found_is_said_and_first_in_the_table(services, person):
    view = page(services, person, search="dog")
    assert view.found == "1 school found for “dog”; the others are faint."
    assert (view.rows[0].name, view.rows[0].is_found) == ("Dogwood Middle", True)


def state(search, typed, previous):
    return search_state(ScatterState.from_query, search, typed, previous)


def test_the_address_decides_when_the_page_opens():
    assert state("?search=ash&y=pupils", None, None) == (
        no_update, "ash", "?y=pupils&search=ash",
    )  # fmt: skip


def test_typing_changes_the_address_and_keeps_the_rest():
    assert state("?y=pupils", "ash", "?y=pupils") == (
        "?y=pupils&search=ash", no_update, "?y=pupils&search=ash",
    )  # fmt: skip


def test_back_fills_the_box_again():
    assert state("?search=ash", "birch", "?search=birch") == (no_update, "ash", "?search=ash")


def test_a_box_that_was_just_drawn_empties_nothing():
    assert state("?search=ash", None, "?search=ash") == (no_update, "ash", no_update)


def test_an_emptied_box_clears_the_search():
    assert state("?search=ash", "", "?search=ash") == ("", no_update, "")
