from __future__ import annotations

import plotly.graph_objects as go

from pages.figures.axes import Axis
from pages.figures.side_by_side import Lane, Path, Stack, paths, side_by_side, stacks
from pages.theme import painted

AXIS = Axis("Share of pupils", lambda v: f"{v:.0%}", 100.0, "", "%", 100.0)


def test_lanes_start_at_zero_and_leave_missing_marks_out():
    figure = side_by_side(
        [Lane("Low-income", [0.5, None], [0.4, 0.6], 0.7), Lane("Other", [0.1, 0.2], [None] * 2,
                                                                None)],
        ["Ash", "Birch"],
        AXIS,
    )  # fmt: skip
    go.Figure(painted(figure))
    marks = {trace["name"]: trace["x"] for trace in figure["data"] if "name" in trace}
    assert figure["layout"]["xaxis"]["range"][0] == 0
    assert marks["Ash"] == [50.0, 10.0]
    assert marks["Birch"] == [20.0]
    assert marks["Peers of Birch"] == [60.0]
    assert marks["District"] == [70.0, 70.0, None]


def test_a_stack_is_its_four_parts_and_a_school_without_figures_a_gap():
    bars = [Stack("Ash", (4.0, 3.0, 2.0, 1.0)), Stack("Coral", None)]
    figure = stacks(bars, lambda v: f"${v:,.0f}")
    go.Figure(painted(figure))
    assert [trace["x"] for trace in figure["data"]] == [
        [4.0, None], [3.0, None], [2.0, None], [1.0, None],
    ]  # fmt: skip
    words = [one["text"] for one in figure["layout"]["annotations"]]
    assert words[:2] == ["<b>$10</b>", "–"]
    assert figure["layout"]["xaxis"]["range"][0] == 0


def test_paths_leave_gaps_and_say_where_they_start():
    figure = paths(
        [2023, 2024], [Path("Ash", [None, -5.0])], [1.0, 2.0], lambda v: f"{v:g}",
        starts_at_zero=False,
    )  # fmt: skip
    go.Figure(painted(figure))
    assert figure["data"][1]["y"] == [None, -5.0]
    assert figure["data"][1]["connectgaps"] is False
    assert figure["layout"]["yaxis"]["range"][0] < -5
