"""The year's path as a figure."""

from __future__ import annotations

import json

import plotly.graph_objects as go

from pages.figures.cumulative import YearPath, cumulative
from pages.theme import Theme, painted

MONTHS = ("Jul", "Aug", "Sep", "Oct", "Nov", "Dec", "Jan", "Feb", "Mar", "Apr", "May", "Jun")
FULL = YearPath(
    MONTHS,
    (4, 25, 56, 90, 123, 152, 180, 207),
    (234, 260, 289, 329),
    (232, 256, 284, 321),
    (236, 263, 295, 338),
    356.0,
)


def named(figure, name):
    return next(trace for trace in figure["data"] if trace.get("name") == name)


def test_plotly_accepts_it_in_both_themes():
    for theme in Theme:
        go.Figure(painted(cumulative(FULL), theme))


def test_lines_join_at_the_last_posted_month():
    figure = cumulative(FULL)
    assert named(figure, "Paid")["x"] == list(range(8))
    assert named(figure, "Likely")["x"] == [7, 8, 9, 10, 11]
    assert named(figure, "Likely")["y"][0] == 207
    assert named(figure, "Range")["y"] == [207, 236, 263, 295, 338, 321, 284, 256, 232, 207]


def test_the_mark_of_the_last_month_is_whole():
    """On a phone half of it would lie outside the axes."""
    marks = next(trace for trace in cumulative(FULL)["data"] if trace["mode"] == "markers")
    assert marks["x"] == [7, 11]
    assert marks["cliponaxis"] is False


def test_the_axis_starts_at_zero_and_holds_everything():
    low, high = cumulative(FULL)["layout"]["yaxis"]["range"]
    assert low == 0
    assert high > 356


def test_labels_say_budget_paid_and_likely():
    texts = [label["text"] for label in cumulative(FULL)["layout"]["annotations"]]
    assert texts == [
        "Money you have (budgeted) $356",
        "<b>$207</b> paid by Feb",
        "<b>$329</b><br>likely in Jun<br>$321 to $338",
    ]


def test_a_range_in_full_dollars_stands_on_two_lines():
    """Both ends are $1.05M in short, and in full they would leave the picture."""
    ends = (1_054_300.0,), (1_053_748.0,), (1_054_594.0,)
    figure = cumulative(YearPath(MONTHS, tuple(range(1, 12)), *ends, 1_118_699.0))
    assert figure["layout"]["annotations"][-1]["text"] == (
        "<b>$1,054,300</b><br>likely in Jun<br>$1,053,748 to<br>$1,054,594"
    )


def test_without_projection_there_is_only_what_was_paid():
    figure = cumulative(YearPath(MONTHS, (4.0, 25.0)))
    assert [trace.get("name") for trace in figure["data"]] == ["Paid", None]
    assert figure["layout"]["shapes"] == []
    go.Figure(painted(figure))


def test_phones_get_fewer_ticks_and_short_labels():
    phone = cumulative(FULL)["layout"]["meta"]["phone"]
    assert phone["xaxis"]["ticktext"] == ["Jul", "Oct", "Feb", "Jun"]
    assert "Budget $356" in json.dumps(phone["annotations"])
