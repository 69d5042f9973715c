"""Schools side by side as the page shows them, and how one gets there."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from access.roles import Role
from callbacks.evaluate.compare import compare_view
from callbacks.evaluate.schools import schools_view
from data.school_comparison import school_comparison
from data.school_peers import Nearest
from pages.components.sentence import plain
from pages.evaluate.compare import compare_page
from pages.format import money
from pages.state import CompareState, SchoolsState
from pages.theme import painted


def shown(services, person, schools="101,102", **state):
    asked = CompareState(**{"year": 2024, "schools": schools} | state)
    return compare_view(services, person(Role.PRINCIPAL, "101"), asked)


def drawn(view):
    page = html.Div(compare_page(view))
    json.dumps(page.to_plotly_json(), cls=PlotlyJSONEncoder)
    for one in page._traverse():
        if type(one).__name__ == "Store":
            go.Figure(painted(one.data))
    return str(page)


@pytest.mark.parametrize("share", [None, "site", "attributed", "wisdom"])
@pytest.mark.parametrize("schools", ["101", "101,102", "101,102,103,201", "103", "301,103"])
def test_every_choice_has_its_page(services, person, schools, share):
    for year in (2024, 2025):
        for funds in (None, "20", "all"):
            drawn(shown(services, person, schools, share=share, year=year, funds=funds))


def test_the_page_shows_the_rows_of_its_export(services, person):
    view = shown(services, person)
    rows = school_comparison(
        services.warehouse, person(Role.VIEWER).evaluate_scope, fiscal_year=2024, funds=("10",),
        location_ids=("101", "102"), card="source",
    ).to_pylist()  # fmt: skip
    card = next(one for one in view.cards if "source" in one.question)
    cells = [cell.text for line in card.rows for cell in line.cells]
    assert cells == [money(row["value"]) for row in rows]
    assert "location_ids=101%2C102" in card.export
    assert "card=source" in card.export
    assert "share=both" in card.export


def test_no_school_says_what_to_do(services, person):
    text = drawn(shown(services, person, ""))
    assert "No school is chosen." in text
    assert "/evaluate/schools?" in text


def test_one_school_is_shown_beside_its_peers(services, person, monkeypatch):
    birch = {"location_id": "102", "location_name": "Birch Elementary"}
    near = Nearest([(birch, 1.0)], (), 2, "")
    monkeypatch.setattr("callbacks.evaluate.compare.nearest", lambda *_: near)
    view = shown(services, person, "101")
    assert view.notices[0][0] == "One school stands alone."
    assert "all schools" in plain(view.sentence)
    assert ("Birch Elementary", "schools=101,102") in view.alike


def test_more_than_four_schools_and_codes_that_are_none(services, person):
    view = shown(services, person, "101,102,103,201,301,999")
    assert [one.short for one in view.schools] == ["Ash", "Birch", "Coral Point", "Dogwood"]
    said = " ".join(title + text for title, text in view.notices)
    assert "'999' is no school of this district and year." in said
    assert "Four schools fit side by side." in said
    assert "Left out: Elder High" in said
    assert view.offered == []


def test_hidden_figures_are_stars_and_missing_ones_dashes(services, person):
    view = shown(services, person, "103,301")
    cells = view.cards[0].rows[0].cells
    assert [cell.is_hidden for cell in cells] == [True, False]
    assert cells[1].reason == "no pupils loaded"
    assert "8 pupils" not in drawn(view)


def test_taking_one_away_keeps_the_others(services, person):
    view = shown(services, person, "101,102,201")
    assert [one.without for one in view.schools] == [
        "schools=102,201", "schools=101,201", "schools=101,102",
    ]  # fmt: skip


def test_codes_in_the_address():
    state = CompareState.from_query("?schools=101, 102,,101,<b>&share=site")
    assert (state.schools, state.share) == ("101,102", "site")
    assert CompareState.from_query(state.to_query()) == state
    many = ",".join(str(n) for n in range(50))
    assert len(CompareState.from_query(f"?schools={many}").schools.split(",")) == 20


def test_schools_are_picked_in_the_list(services, person):
    def listed(pick):
        state = SchoolsState(year=2024, pick=pick)
        return schools_view(services, person(Role.PRINCIPAL, "101"), state)

    view = listed("101,999")
    assert view.picked == ["Ash Elementary"]
    by = {line.name: line for line in view.schools}
    assert (by["Ash Elementary"].is_picked, by["Ash Elementary"].toggle) == (True, "pick=")
    assert by["Birch Elementary"].toggle == "pick=101,102"
    assert "schools=101" in view.compare_href
    full = {line.name: line.toggle for line in listed("101,102,103,201").schools}
    assert full["Elder High"] == ""
    assert full["Ash Elementary"] == "pick=102,103,201"
