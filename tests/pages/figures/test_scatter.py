"""The figures of Evaluate: plain dictionaries that Plotly knows, axes that say where they start."""

from __future__ import annotations

import plotly.graph_objects as go
import pytest

from pages.figures.axes import Axis, axis_layout, span
from pages.figures.need_scatter import Pattern
from pages.figures.pool_bars import pool_bars
from pages.figures.result_years import ResultYear, result_years
from pages.figures.scatter import Mark, Plane, Shading, Trend, scatter
from pages.figures.strip import Dot, Role, strip, swarm
from pages.figures.year_bars import YearBar, year_bars
from pages.theme import painted

X = Axis("Low-income pupils", lambda v: f"{v:.0%}", 100.0, "", "%", 100.0)
Y = Axis("Spending per pupil", lambda v: f"${v:,.0f}", prefix="$")
WORDS = ("a", "b", "c", "d")


def mark(name, x, y, size=100.0, **more):
    return Mark(name, "elementary", x, y, size, None, [f"x {x}"], **more)


MARKS = [mark("Ash", 0.4, 9000.0, 200.0), mark("Birch", 0.9, 15000.0, 800.0, label="Birch")]


def trend(pattern):
    values = [9000.0 + 100 * n for n in range(40)]
    return Trend(pattern, [n / 40 for n in range(40)], values, values, values, ("+$1", "for 1"))


def traces(figure, mode):
    return [trace for trace in figure["data"] if trace.get("mode") == mode]


@pytest.mark.parametrize(
    ("pattern", "dashes"), [(Pattern.CLEAR, ["solid"]), (Pattern.WEAK, ["dot"]), (Pattern.NONE, [])]
)
def test_the_line_shows_how_much_it_says(pattern, dashes):
    figure = scatter(MARKS, Plane(X, Y), trend(pattern))
    drawn = [t["line"]["dash"] for t in traces(figure, "lines") if "dash" in t["line"]]
    assert drawn == dashes
    go.Figure(painted(figure))


def test_areas_follow_the_size_and_large_marks_come_first():
    (level,) = traces(scatter(MARKS, Plane(X, Y), None), "markers")
    large, small = level["marker"]["size"]
    assert level["text"][0].startswith("<b>Birch</b>")
    assert (large / small) ** 2 == pytest.approx(800 / 200)


def test_all_alike_without_a_size():
    marks = [mark("Ash", 0.4, 1.0, None), mark("Birch", 0.5, 2.0, None)]
    (level,) = traces(scatter(marks, Plane(X, Y), None), "markers")
    assert len(set(level["marker"]["size"])) == 1


def test_means_and_quadrants_are_drawn_where_they_are_known():
    figure = scatter(MARKS, Plane(X, Y, (0.6, 12000.0), WORDS), None)
    across, up = figure["layout"]["shapes"]
    assert (across["x0"], up["y0"]) == (60.0, 12000.0)
    assert set(WORDS) <= {label["text"] for label in figure["layout"]["annotations"]}
    assert scatter(MARKS, Plane(X, Y), None)["layout"]["shapes"] == []


def test_what_is_searched_for_is_ringed_and_the_rest_faint():
    marks = [mark("Ash", 0.4, 9000.0), mark("Birch", 0.9, 15000.0, is_found=True, label="Birch")]
    figure = scatter(marks, Plane(X, Y), None)
    level, ring = traces(figure, "markers")
    assert ring["name"] == "found"
    assert ring["x"] == [90.0]
    assert level["marker"]["color"] == ["pl:blue/0.12", "pl:blue/0.42"]


def test_a_measure_as_colour_has_a_scale_and_a_gap_for_missing():
    marks = [mark("Ash", 0.4, 9000.0), Mark("B", "high", 0.5, 1.0, None, 0.5, [])]
    figure = scatter(marks, Plane(X, Y), None, Shading("English learners", is_share=True))
    colours = {trace["name"]: trace["marker"]["color"] for trace in traces(figure, "markers")}
    assert colours == {"high": [50.0], "elementary": "pl:surface"}
    assert figure["layout"]["coloraxis"]["colorscale"] == "Cividis"
    go.Figure(painted(figure))


def test_axes_say_where_they_start():
    figure = scatter(MARKS, Plane(X, Y), None)
    texts = [label["text"] for label in figure["layout"]["annotations"]]
    low = figure["layout"]["yaxis"]["range"][0]
    assert f"Spending per pupil; the axis starts at ${low:,.0f}" in texts
    assert "the axis starts at" in figure["layout"]["xaxis"]["title"]["text"]


@pytest.mark.parametrize(
    ("values", "low", "step"),
    [
        ([22.0, 100.0], 10.0, 20.0),
        ([8575.0, 24236.0], 6000.0, 4000.0),
        ([0.5, 20.0], 0.0, 4.0),
        ([-333.0, 69.0], -350.0, 100.0),
        ([5.0], 4.5, 1.0),
        ([], 0.0, 0.2),
    ],
)
def test_spans_start_near_the_lowest_value(values, low, step):
    start, end, width = span(values)
    assert (start, width) == (low, step)
    assert all(start <= value <= end for value in values)


def test_shares_end_at_one_hundred():
    assert axis_layout(X, [22.0, 100.0], is_upright=False)["range"][1] == pytest.approx(103.0)


def test_dots_of_a_strip_do_not_cover_each_other():
    dots = [Dot(str(n), 10_000.0 + n, Role.OWN if n == 3 else Role.OTHER) for n in range(9)]
    placed = swarm(dots, 5.0)
    assert {dot.name: row for dot, row in placed}["3"] == 0
    for place, (dot, row) in enumerate(placed):
        for other, level in placed[place + 1 :]:
            assert row != level or abs(dot.value - other.value) >= 5.0


def test_a_strip_marks_peers_and_median():
    dots = [Dot("Ash", 9000.0, Role.OWN), Dot("Birch", 9100.0, Role.PEER), Dot("Fir", 12000.0)]
    figure = strip(dots, 9100.0, "Spending per pupil, 3 schools")
    assert [trace["name"] for trace in figure["data"]] == ["other", "peer", "own"]
    texts = [label["text"] for label in figure["layout"]["annotations"]]
    assert texts == ["Birch", "<b>Ash</b>", "median $9,100"]
    assert "the axis starts at $8,000" in figure["layout"]["xaxis"]["title"]["text"]
    go.Figure(painted(figure))
    go.Figure(painted(strip([], None, "none")))


def test_bars_start_at_zero_and_missing_is_a_gap():
    figure = year_bars([YearBar(2023, None), YearBar(2024, 5.0, 2.0, is_open=True)], "per pupil")
    (bars,) = figure["data"]
    assert bars["y"] == [None, 5.0]
    assert figure["layout"]["yaxis"]["range"][0] == 0
    assert bars["marker"]["color"] == ["pl:blue", "pl:blue/0.42"]
    assert [label["text"] for label in figure["layout"]["annotations"]] == ["–", "$2", "per pupil"]
    go.Figure(painted(figure))


def test_results_leave_gaps_and_rates_start_at_zero():
    years = [ResultYear(2023, None, 0.3, 0.1, 0.5), ResultYear(2024, 0.2, 0.3, 0.1, 0.5)]
    figure = result_years(years, str, str, starts_at_zero=True)
    band, mean, own = figure["data"]
    assert own["y"] == [None, 0.2]
    assert mean["y"] == [0.3, 0.3]
    assert band["x"] == [2023, 2024, 2024, 2023]
    assert figure["layout"]["yaxis"]["range"][0] == 0
    go.Figure(painted(figure))


@pytest.mark.parametrize(
    ("values", "prefix", "written"),
    [([9000.0, 15000.0], "$", "~s"), ([-4000.0, 8000.0], "", "$~s"), ([-40.0, 90.0], "", "$,~f")],
)
def test_the_sign_of_dollars_stands_before_them(values, prefix, written):
    """As a prefix the sign of money would stand before the minus: $-4k."""
    layout = axis_layout(Y, values, is_upright=True)
    assert (layout["tickprefix"], layout["tickformat"]) == (prefix, written)


def test_a_figure_stands_beyond_a_mark_that_it_would_cover():
    figure = pool_bars(
        ["A", "B", "C", "D"], [100.0, 100.0, 100.0, 100.0], [104.0, 160.0, 90.0, None]
    )
    assert [words["x"] for words in figure["layout"]["annotations"]] == [104.0, 100.0, 100.0, 100.0]


def reach_of(label, low, high, width):
    """From where to where a label runs, in pixels of the picture."""
    middle = (label["x"] - low) / (high - low) * width + label["ax"]
    half = len(label["text"]) * 3.4
    return middle - half, middle + half


def test_names_on_a_tablet_neither_meet_nor_leave_the_picture():
    peers = [("Emerson", 23150.0), ("Fruitvale", 24483.0), ("Korematsu Discovery Academy", 24724.0),
             ("Oakland Academy of Knowledge", 24858.0), ("Carl B. Munck", 28092.0)]  # fmt: skip
    dots = [Dot("Burckhalter", 28965.0, Role.OWN), *(Dot(*one, Role.PEER) for one in peers),
            Dot("Low", 15500.0), Dot("High", 34900.0)]  # fmt: skip
    layout = strip(dots, 21527.0, "words")["layout"]
    low, high = layout["xaxis"]["range"]
    for width, drawn in ((1070, layout), (640, layout["meta"]["tablet"])):
        named = [one for one in drawn["annotations"] if one.get("ay") in (-46, 46)]
        assert len(named) >= 4
        for side in (-46, 46):
            reached = 0.0
            for one in (label for label in named if label["ay"] == side):
                start, end = reach_of(one, low, high, width)
                assert start >= reached - 1
                assert end <= width + 1
                reached = end
        assert sum("median" in one["text"] for one in drawn["annotations"]) == 1


def test_values_near_the_bottom_are_written_above_their_points():
    years = [ResultYear(2023, 0.5, 1.5, 0.0, 4.0), ResultYear(2024, 0.0, 1.6, 0.0, 4.1),
             ResultYear(2025, 3.0, 3.9, 0.0, 4.0)]  # fmt: skip
    labels = result_years(years, str, str, starts_at_zero=True)["layout"]["annotations"]
    assert [one["yshift"] for one in labels] == [15, 15, -15]
    assert [one["xanchor"] for one in labels] == ["left", "center", "center"]
