"""The page of a program: every state draws, links follow rights, sums meet the ledger."""

from __future__ import annotations

import json
from decimal import Decimal

import plotly.graph_objects as go
import pytest
from dash import html, no_update
from plotly.utils import PlotlyJSONEncoder

from access.roles import Role
from callbacks.evaluate import program_points
from callbacks.evaluate.programs import programs_view
from callbacks.evaluate.search_state import search_state
from metrics.registry import Unit
from pages.components.sentence import plain
from pages.evaluate.program_words import ProgramFinding
from pages.evaluate.programs import body, head
from pages.evaluate.scatter_words import Measured
from pages.figures.need_scatter import Pattern
from pages.state import ProgramState
from pages.theme import painted


def page(services, person, role=Role.SUPERINTENDENT, location=None, **state):
    return programs_view(services, person(role, location), ProgramState(**state))


@pytest.mark.parametrize(
    "state",
    [
        {}, {"year": 2024}, {"bucket": "T1", "amount": "budget"}, {"group": "sped"},
        {"where": "fund is 20"}, {"where": "nonsense"}, {"where": "object is 1100"},
        {"outcome": "none"}, {"outcome": "pupils", "second": "frl_share", "every": True},
        {"bucket": "x", "group": "x", "amount": "x", "outcome": "x", "second": "x"},
        {"where": "fund is 99"}, {"bucket": "NIL"},
    ],
)  # fmt: skip
def test_every_state_has_a_page(services, person, state):
    view = page(services, person, **state)
    json.dumps(html.Div([*head(view), *body(view)]).to_plotly_json(), cls=PlotlyJSONEncoder)
    for one in view.pictures:
        go.Figure(painted(one.figure))


def test_trouble_is_said_and_nothing_is_shown(services, person):
    view = page(services, person, where="object is 1100")
    assert "pay of single people" in view.trouble
    assert view.rows == []
    assert view.export == ""


def test_a_program_that_no_school_has(services, person):
    view = page(services, person, bucket="NIL")
    assert plain(view.sentence) == "No school has money in Nothing in FY2024."


def test_links_to_accounts_follow_the_right(services, person):
    mine = page(services, person, Role.PRINCIPAL, "101", bucket="SUP", year=2024)
    hrefs = {row.name: row.spent_href for row in mine.rows}
    assert hrefs.pop("Ash Elementary") == "/current/accounts?year=2024&bucket=SUP"
    assert set(hrefs.values()) == {""}
    all_ = page(services, person, bucket="SUP", year=2024)
    assert {row.spent_href for row in all_.rows} == {
        f"/current/accounts?year=2024&bucket=SUP&location={code}" for code in ("101", "102", "201")
    }


def test_the_parts_add_up(services, person):
    view = page(services, person, bucket="SUP", year=2024)
    assert sum((amount for *_, amount in view.sums), Decimal(0)) == view.total


def test_the_export_asks_for_exactly_the_rows(services, person):
    view = page(services, person, bucket="SUP", year=2024, group="frl", second="pupils")
    assert view.export == (
        "/export/program-comparison?fiscal_year=2024&bucket=SUP&amount=spent&group=frl"
        "&outcome=ela_points&second=pupils"
    )


def row(number, cost, value, level="elementary", pupils=100.0):
    return {
        "location_id": str(number), "location_name": f"School {number}", "level": level,
        "pupils": pupils, "cost_per_pupil_usd": Decimal(cost), "outcome_value": value,
    }  # fmt: skip


def test_special_schools_are_ranked_and_not_drawn():
    rows = [row(n, 100 + n, float(n)) for n in range(6)] + [row(9, 900, 1.0, "other")]
    assert len(program_points.with_cost(rows)) == 7
    assert len(program_points.points(rows, "outcome").rows) == 6
    assert program_points.costs(rows)[1].school == "School 5"


@pytest.mark.parametrize(
    ("rows", "pattern"),
    [([row(n, 100 + n, float(-n)) for n in range(12)], Pattern.CLEAR),
     ([row(n, 100 + n, float(-n)) for n in range(9)], None),
     ([row(n, 100 + n, float((-1) ** n)) for n in range(12)], Pattern.NONE)],
)  # fmt: skip
def test_the_finding(rows, pattern):
    english = Measured("ela_points", "English: distance", Unit.POINTS)
    low, high = program_points.costs(rows)
    base = ProgramFinding("It", "FY2024", "all", len(rows), low, high)
    said = program_points.finding(base, program_points.points(rows, "outcome"), english)
    assert (said.pattern, said.both) == (pattern, len(rows))


def test_a_mean_needs_five_schools():
    rows = [row(n, 100, float(n), pupils=1.0 + n) for n in range(5)]
    expected = sum(n * (1 + n) for n in range(5)) / 15
    assert program_points.weighted_mean(rows, "outcome") == pytest.approx(expected)
    assert program_points.weighted_mean(rows[:4], "outcome") is None


def test_conditions_typed_change_the_address():
    def state(search, typed, previous):
        return search_state(ProgramState.from_query, search, typed, previous, field="where")

    assert state("?bucket=T1", "fund is 20", "?bucket=T1") == (
        "?bucket=T1&where=fund+is+20", no_update, "?bucket=T1&where=fund+is+20",
    )  # fmt: skip
    assert state("?where=fund+is+20", None, None) == (no_update, "fund is 20", "?where=fund+is+20")
    assert state("?where=fund+is", "fund is ", "?where=fund+is") == (no_update,) * 3
    assert state("?where=fund+is+20", "", "?where=fund+is+20") == ("", no_update, "")
