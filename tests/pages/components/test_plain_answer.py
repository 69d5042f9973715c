"""Answers as plain data: what needs no callback is one piece, everything else stays Dash's."""

from __future__ import annotations

import json

from dash import dcc, html, no_update

from pages.components.chart import Chart
from pages.components.drawn import element
from pages.components.plain_answer import plain_answer, plain_answers
from pages.components.table import Column, Row, table


def _piece(node):
    return {"props": {"node": node}, "type": "Piece", "namespace": "plumbline"}


def test_a_page_without_callbacks_is_one_piece():
    rows = [Row([element("b", "East"), "1,281"])]
    schools = table([Column("School"), Column("Pupils", is_number=True)], rows, caption="Schools")
    table_properties = ("caption", "look", "columns", "rows", "foot")
    page = [
        html.H1("Schools"),
        html.Div([html.I(**{"aria-hidden": "true"}), None, 3, schools, Chart(figure={"data": []})]),
        dcc.Link("there", href="/there", className="more"),
    ]
    assert plain_answer(page) == [_piece((
        "", {},
        ("h1", {}, "Schools"),
        ("div", {}, ("i", {"aria-hidden": "true"}), 3, (
            "@Table",
            {name: getattr(schools, name) for name in table_properties},
        ), ("@Chart", {"figure": {"data": []}})),
        ("a", {"href": "/there", "className": "more", "data-page": "1"}, "there"),
    ))]  # fmt: skip


def test_what_a_callback_fills_or_hears_stays_dash_s_with_what_is_around_it():
    field = dcc.Input(id="search", name="search")
    made = plain_answer(html.Section([html.B("Find"), field, html.P([html.I(), "x"])]))
    first, kept, last = made["props"]["children"]
    assert (made["type"], made["namespace"]) == ("Section", "dash_html_components")
    assert first == _piece(("b", {}, "Find"))
    assert kept == {"props": {"id": "search", "name": "search"}, "type": "Input",
                    "namespace": "dash_core_components"}  # fmt: skip
    assert last == _piece(("p", {}, ("i", {}), "x"))
    button = html.Button("Pick", id={"do": "pick", "key": "1"}, n_clicks=0)
    assert plain_answer([button])[0]["props"]["id"] == {"do": "pick", "key": "1"}
    assert plain_answer(html.Div("words", id="place"))["props"]["children"] == "words"


def test_a_link_that_leaves_the_page_stays_dash_s():
    for link in (dcc.Link("x", href="/x", target="_blank"), dcc.Link("x", href="/x", refresh=True)):
        assert plain_answer(link)["type"] == "Link"


def test_what_is_no_component_is_handed_on():
    rows = {"rows": [("a", 1)]}
    assert plain_answer(rows) is rows
    assert plain_answer("words") == "words"
    assert plain_answer(no_update) is no_update


def test_each_of_several_outputs_keeps_its_own_value():
    answers = plain_answers(([html.B("a")], html.B("b"), "?year=2026", no_update),
                            ("children", "children", "search", "children"))  # fmt: skip
    assert answers[:2] == [[_piece(("b", {}, "a"))], _piece(("b", {}, "b"))]
    assert answers[2:] == ["?year=2026", no_update]
    assert plain_answers([html.B("a"), html.B("b")], "children") == [
        _piece(("", {}, ("b", {}, "a"), ("b", {}, "b")))
    ]


def test_every_value_of_an_answer_is_plain():
    assert json.dumps(plain_answer(html.Div(html.Ul([html.Li(str(n)) for n in range(3)]), id="x")))
