"""The map page: with and without places, the side that differs, marks and their colours."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from access.roles import Role
from callbacks.evaluate.school_map import finding, map_view, side
from metrics.registry import Unit
from pages.components.sentence import plain
from pages.evaluate.scatter_words import Measured
from pages.evaluate.school_map import map_page
from pages.figures.school_map import Colouring, Spot, school_map
from pages.state import MapState
from pages.theme import painted

SPENDING = Measured("per_pupil_usd", "Spending per pupil", Unit.DOLLARS_PER_PUPIL)


def row(number, north, east, value, pupils=100.0):
    return {
        "location_id": str(number), "location_name": f"School {number}", "level": "high",
        "latitude": north, "longitude": east, "pupils": pupils, "value": value,
    }  # fmt: skip


@pytest.mark.parametrize(
    "state",
    [{}, {"year": 2024, "funds": "all"}, {"level": "middle"}, {"measure": "frl_share"},
     {"measure": "luck", "level": "luck"}, {"measure": "ela_points"}],
)  # fmt: skip
def test_every_state_has_a_page(services, person, state):
    view = map_view(services, person(Role.VIEWER), MapState(**state))
    json.dumps(html.Div(map_page(view)).to_plotly_json(), cls=PlotlyJSONEncoder)


def test_without_places_the_page_says_how_to_load_them(services, person):
    view = map_view(services, person(Role.VIEWER), MapState(year=2024))
    assert view.figure == {}
    assert "No coordinates are loaded" in plain(view.sentence)
    assert "location_master" in str(map_page(view))
    values = [one.value for one in view.rows if one.value]
    assert len(values) == 3
    assert [one.is_hidden for one in view.rows if one.name.startswith("Coral")] == [True]


def test_the_side_that_differs_most():
    rows = [row(n, 38 + n / 10, -120.0 - (n % 2) / 10, 10_000.0 + 500 * n) for n in range(10)]
    found = side(rows)
    assert (found.words, found.mean, found.other) == ("northern", 13_500, 11_000)
    assert found.apart == pytest.approx(2_500 / 1_436.14, rel=1e-4)
    assert side(rows[:4]) is None


def test_the_finding_counts_places_and_values():
    rows = [row(1, 38.0, -120.0, 9.0), row(2, None, None, 12.0), row(3, 38.1, -120.1, None)]
    found = finding(rows, SPENDING)
    assert (found.schools, found.placed) == (2, 1)
    assert (found.low, found.high) == (("School 1", 9.0), ("School 2", 12.0))


def test_marks_on_equal_axes_and_hollow_where_nothing_is_known():
    spots = [Spot("A", "high", 0, 0, 100, 5.0, ["x"], "A"), Spot("B", "high", 3, 4, None, None, [])]
    figure = school_map(spots, Colouring("Need", is_need=True), 0.5, [[(0, 0), (5, 0), (0, 0)]])
    go.Figure(painted(figure))
    assert figure["layout"]["yaxis"]["scaleanchor"] == "x"
    assert figure["layout"]["coloraxis"]["colorscale"] == "Cividis"
    colours = [trace["marker"].get("coloraxis") for trace in figure["data"] if "marker" in trace]
    assert colours == [None, "coloraxis"]
    assert next(shape["x1"] - shape["x0"] for shape in figure["layout"]["shapes"]) == (
        pytest.approx(0.5)
    )
