"""Every card of Evaluate offers its rows as CSV and XLSX, and every chart as PNG and SVG."""

from __future__ import annotations

import pytest
from dash.development.base_component import Component

from access.roles import Role
from callbacks.reporting.views import page
from data.read_models import READ_MODELS
from pages.components.chart import Chart
from pages.components.drawn import is_node

ADDRESSES = (
    "/evaluate/equity?year=2024&analyst=1",
    "/evaluate/per-pupil?year=2024",
    "/evaluate/scatter?year=2024",
    "/evaluate/schools?year=2024&funds=all",
    "/evaluate/schools/101?year=2024",
    "/evaluate/programs?year=2024&where=fund+is+10",
    "/evaluate/map?year=2024",
)


def walk(node):
    if isinstance(node, (list, tuple)):
        for one in node:
            yield from walk(one)
    elif isinstance(node, Component):
        yield node
        yield from walk(getattr(node, "children", None))


def elements(node):
    """The elements of what is drawn whole, as a card's menu is."""
    if is_node(node):
        yield node
        for one in node[2:]:
            yield from elements(one)


def cards(shown):
    for one in walk(shown):
        if "qcard" in str(getattr(one, "className", "")).split():
            question = next(part for part in walk(one) if part._type == "H2")
            yield str(question.children), one


@pytest.mark.parametrize("address", ADDRESSES)
def test_figures_leave_as_files(services, person, address):
    shown = page(services, person(Role.SUPERINTENDENT), address)
    seen = 0
    for question, card in cards(shown):
        parts = list(walk(card))
        has_chart = any(isinstance(one, Chart) and one.figure.get("data") for one in parts)
        has_rows = any(one._type == "Table" for one in parts)
        if not has_chart and not has_rows:
            continue
        seen += 1
        menu = [one for part in parts for one in elements(getattr(part, "node", None))]
        links = [str(one[1]["href"]) for one in menu if one[0] == "a"]
        files = [link for link in links if link.startswith("/export/")]
        forms = {link.partition("?")[0].rpartition(".")[2] for link in files}
        assert {"csv", "xlsx"} <= forms, (question, links)
        for link in files:
            name = link.partition("?")[0].removeprefix("/export/").rpartition(".")[0]
            assert name in READ_MODELS, link
        if has_chart:
            actions = {one[1].get("data-action", "") for one in menu}
            assert {"png", "svg", "table"} <= actions, question
    assert seen
