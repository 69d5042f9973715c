"""The school profile and the list over real rows of the small district."""

from __future__ import annotations

import json
from decimal import Decimal

import plotly.graph_objects as go
import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from access.roles import Role
from callbacks.evaluate.ground import ground
from callbacks.evaluate.school import profile, school
from callbacks.evaluate.school_view import school_view
from callbacks.evaluate.schools import schools_view
from data.per_pupil import per_pupil_spending
from data.spending import spending_by_school
from pages.components.sentence import plain
from pages.evaluate.school import sentence
from pages.evaluate.schools import body, head
from pages.state import SchoolsState, SchoolState
from pages.theme import painted


def found(component, kind):
    return [one for one in component._traverse() if type(one).__name__ == kind]


def page(services, person, code, **state):
    actor = person(Role.VIEWER)
    return html.Div(school(services, actor, f"/evaluate/schools/{code}", SchoolState(**state)))


def view(services, person, code, level=None, **state):
    basis = ground(services, person(Role.VIEWER), SchoolState(**state))
    return school_view(basis, code, level)


@pytest.mark.parametrize("code", ["101", "102", "103", "201", "301"])
@pytest.mark.parametrize("year", [None, 2024, 2025])
@pytest.mark.parametrize("funds", [None, "all", "20"])
def test_every_school_has_its_page(services, person, code, year, funds):
    """With and without money, pupils, results and staff; every chart is one that Plotly knows."""
    drawn = page(services, person, code, year=year, funds=funds)
    json.dumps(drawn.to_plotly_json(), cls=PlotlyJSONEncoder)
    for chart in found(drawn, "Chart"):
        go.Figure(painted(chart.figure))


def test_a_code_that_is_no_school_leads_to_the_list(services, person):
    assert "There is no such school." in str(page(services, person, "901"))
    assert "There is no such school." in str(page(services, person, ""))


@pytest.mark.parametrize("split", ["category", "class", "source"])
def test_parts_add_up_to_what_the_school_spent(services, person, split):
    shown = profile(view(services, person, "101", year=2024), SchoolState(split=split))
    rows = spending_by_school(
        services.warehouse, person(Role.VIEWER).evaluate_scope, fiscal_year=2024, funds=["10"]
    ).to_pylist()
    spent = sum(row["spent_usd"] for row in rows if row["location_id"] == "101")
    assert sum(line.spent for line in shown.money.lines) == shown.money.total.spent == spent
    assert shown.money.total.per_pupil == spent / 200


def test_the_mean_divides_the_sums_of_the_level_once(services, person):
    """Ash and Birch have pupils to show; Coral Point's eight stay out of the mean."""
    shown = profile(view(services, person, "101", year=2024), SchoolState())
    rows = per_pupil_spending(
        services.warehouse, person(Role.VIEWER).evaluate_scope, fiscal_year=2024
    ).to_pylist()
    spent = sum(row["spent_usd"] for row in rows if row["location_id"] in ("101", "102"))
    assert shown.money.total.mean == spent / Decimal(200 + 310)
    assert shown.standing.ranked == 2


def test_a_small_school_tells_no_count(services, person):
    """Eight pupils: no figure per pupil, no count, no share; dollars stay public."""
    drawn = str(page(services, person, "103", year=2024))
    assert "pupils not shown" in drawn
    assert "8 pupils" not in drawn
    standing = profile(view(services, person, "103", year=2024), SchoolState()).standing
    assert standing.per_pupil is None
    assert plain(sentence(standing)).startswith(
        "Coral Point has no figure per pupil: hidden to protect small groups of pupils."
    )


def test_students_per_teacher_and_vacancy(services, person):
    shown = profile(view(services, person, "101", year=2025), SchoolState())
    # Positions 0, 2, 4, 6, 8 and 10 stand at Ash: five teachers, of whom number 4 is missing.
    assert shown.standing.per_teacher == pytest.approx(200 / (4 * 0.8))
    assert shown.standing.vacancy == pytest.approx(0.8 / 4.8)


def test_another_level_and_all_schools(services, person):
    assert view(services, person, "101").level == "elementary"
    assert view(services, person, "101", level="all").level == ""
    assert view(services, person, "101", level="wisdom").level == "elementary"


def test_neighbours_follow_the_names(services, person):
    shown = profile(view(services, person, "102"), SchoolState())
    assert (shown.before.name, shown.after.name) == ("Ash Elementary", "Coral Point School")
    assert profile(view(services, person, "101"), SchoolState()).before is None


def test_accounts_open_only_for_those_who_may_see_them(services, person):
    def drawn(role, place):
        actor = person(role, place)
        return str(html.Div(school(services, actor, "/evaluate/schools/101", SchoolState())))

    assert "/current/accounts?" in drawn(Role.PRINCIPAL, "101")
    assert "/current/accounts?" not in drawn(Role.PRINCIPAL, "102")


def listed(services, person, **state):
    return schools_view(services, person(Role.PRINCIPAL, "101"), SchoolsState(**state))


def test_the_list_shows_every_school_also_to_one_principal(services, person):
    shown = listed(services, person)
    assert [line.name for line in shown.schools][:2] == ["Ash Elementary", "Birch Elementary"]
    assert len(shown.schools) == shown.every == 5, "Elder High has money and no pupils"
    json.dumps(html.Div([*head(shown), *body(shown)]).to_plotly_json(), cls=PlotlyJSONEncoder)


@pytest.mark.parametrize("down", [False, True])
def test_what_is_missing_or_hidden_comes_last(services, person, down):
    shown = listed(services, person, sort="pupils", down=down, year=2024)
    assert {line.name for line in shown.schools[-2:]} == {"Coral Point School", "Elder High"}
    known = [line.pupils for line in shown.schools[:-2]]
    assert known == sorted(known, reverse=down)


def test_search_level_and_an_unknown_order(services, person):
    assert [line.name for line in listed(services, person, search="bir").schools] == [
        "Birch Elementary"
    ]
    assert [line.level for line in listed(services, person, level="middle").schools] == ["middle"]
    assert listed(services, person, sort="wisdom").sort == "name"
    empty = listed(services, person, search="zzz")
    assert "No school fits." in str(html.Div(body(empty)))


def test_hidden_figures_are_stars_in_the_list(services, person):
    line = next(
        entry for entry in listed(services, person).schools if entry.name == "Coral Point School"
    )
    assert "pupils" in line.hidden
    assert line.pupils is None
