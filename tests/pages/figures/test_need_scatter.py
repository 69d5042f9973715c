"""The scatter of spending on need as a figure."""

from __future__ import annotations

from dataclasses import replace

import plotly.graph_objects as go
import pytest

from pages.figures.need_scatter import Fitted, Pattern, School, need_scatter
from pages.theme import painted

SCHOOLS = [
    School("Ash", "elementary", 200, 0.2, 9000),
    School("Birch", "elementary", 800, 0.5, 11000, "Birch"),
    School("Cedar", "middle", 500, 0.9, 15000),
]


def fitted(pattern):
    along = [place / 39 for place in range(40)]
    values = [9000 + 5940 * need for need in along]
    return Fitted(pattern, 5940.0, along, values, values, values)


def lines(figure):
    return [trace for trace in figure["data"] if trace["mode"] == "lines"]


@pytest.mark.parametrize(
    ("pattern", "dashes"), [(Pattern.CLEAR, ["solid"]), (Pattern.WEAK, ["dot"]), (Pattern.NONE, [])]
)
def test_the_line_shows_how_much_it_says(pattern, dashes):
    figure = need_scatter(SCHOOLS, fitted(pattern), "Low-income pupils")
    assert [trace["line"]["dash"] for trace in lines(figure) if "dash" in trace["line"]] == dashes
    go.Figure(painted(figure))


def test_the_meaning_of_the_line_is_written_beside_it():
    figure = need_scatter(SCHOOLS, fitted(Pattern.CLEAR), "Low-income pupils")
    texts = [label["text"] for label in figure["layout"]["annotations"]]
    assert "<b>+$594 per pupil</b><br>for each 10 points of need" in texts
    start = figure["layout"]["yaxis"]["range"][0]
    assert any(f"axis starts at ${start:,.0f}" in text for text in texts)
    assert start < min(school.per_pupil for school in SCHOOLS)


def test_a_rank_axis_moves_marks_and_keeps_their_need():
    ranked = [replace(school, place=0.25) for school in SCHOOLS]
    figure = need_scatter(ranked, None, "Rank")
    marks = [trace for trace in figure["data"] if trace["mode"] == "markers"]
    assert {x for trace in marks for x in trace["x"]} == {25.0}
    assert sorted(need for trace in marks for _, need in trace["customdata"]) == sorted(
        school.need * 100 for school in SCHOOLS
    )


def test_a_crowd_at_the_right_edge_is_counted():
    needy = [replace(school, need=0.97) for school in SCHOOLS]
    texts = [one["text"] for one in need_scatter(needy, None, "")["layout"]["annotations"]]
    assert f"{len(needy)} of the {len(needy)} schools report 95% or more" in texts


def test_levels_carry_shape_and_colour_and_large_schools_come_first():
    figure = need_scatter(SCHOOLS, None, "Low-income pupils")
    middle, elementary = figure["data"]
    assert (middle["name"], middle["marker"]["symbol"]) == ("middle", "diamond")
    assert elementary["text"] == ["Birch", "Ash"]
    assert elementary["marker"]["color"] == "pl:blue/0.42"


def test_no_school_gives_an_empty_picture():
    go.Figure(painted(need_scatter([], None, "Low-income pupils")))
