"""Answers as plain data: the same JSON as Dash would write."""

from __future__ import annotations

import json

import plotly.graph_objects as go
from dash import dcc, html, no_update
from dash._utils import to_json

from access.plain_answer import plain_answer
from pages.components.drawn import element
from pages.components.table import Column, Row, table


def _page():
    rows = [Row([element("b", "East"), "1,281"]), Row(["West <&>", ""])]
    return [
        html.Div([html.I(className="x", **{"aria-hidden": "true"}), None, 3, "words"], id="one"),
        html.Div(dcc.Link("there", href="/there"), **{"data-query": "all=1"}),
        dcc.Dropdown(options=[{"label": html.B("bold"), "value": 1}], id={"kind": "a", "at": 2}),
        table([Column("School"), Column("Pupils", is_number=True)], rows, caption="Schools"),
        html.Span([]),
    ]


def test_components_are_written_as_dash_writes_them():
    figure = go.Figure(data=[{"type": "bar", "y": [1, 2]}])
    for answer in (_page(), (_page(), "words"), _page()[0], {"data": [1.5, None]}, [figure]):
        ours, theirs = (json.loads(to_json(one)) for one in (plain_answer(answer), answer))
        assert ours == theirs


def test_nothing_of_a_page_is_left_for_another_walk():
    page = [one for one in _page() if not isinstance(one, dcc.Dropdown)]
    assert json.loads(json.dumps(plain_answer(page)))


def test_what_is_no_component_is_handed_on():
    rows = {"rows": [("a", 1)]}
    assert plain_answer(rows) is rows
    assert plain_answer([no_update])[0] is no_update
