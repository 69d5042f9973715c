"""The scatter explorer beyond need, over years, and with schools chosen in the picture."""

from __future__ import annotations

import json

import plotly.graph_objects as go
import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from access.roles import Role
from callbacks.evaluate.scatter import scatter_view
from callbacks.evaluate.scatter_points import cloud, field_rows
from data.school_measures import Value
from data.school_points import school_points
from metrics.registry import Unit
from pages.evaluate.scatter import body, head
from pages.evaluate.scatter_words import Measured, quadrant_words
from pages.state import ScatterState
from pages.theme import painted
from tests.data.test_points_over_years import district

X = Measured("total_per_pupil_usd", "Spending per pupil with central share",
             Unit.DOLLARS_PER_PUPIL, is_beyond=True)  # fmt: skip
Y = Measured("ela_points", "English: distance from standard", Unit.POINTS, is_beyond=True)


def shown(services, person, **state):
    view = scatter_view(services, person(Role.VIEWER), ScatterState(**{"year": 2024} | state))
    page = html.Div([*head(view), *body(view)])
    json.dumps(page.to_plotly_json(), cls=PlotlyJSONEncoder)
    for one in page._traverse():
        if type(one).__name__ == "Store":
            go.Figure(painted(one.data))
    return view, str(page)


@pytest.fixture
def many(monkeypatch):
    """Sixteen schools with needs of every kind in place of the small district's five."""
    schools = district()
    monkeypatch.setattr("callbacks.evaluate.scatter.figures_over_years", lambda *_, **__: schools)
    return schools


def test_beyond_need_the_lines_lie_at_zero(services, person, many):
    view, page = shown(services, person, x="per_pupil_usd", y="ela_points", need=True)
    assert "The lines lie at 0, which is what need predicts" in page
    assert "never on spending or results" in view.method
    assert "low-income pupils, English learners and pupils with disabilities" in view.method
    shapes = view.figure["layout"]["shapes"]
    assert (shapes[0]["x0"], shapes[1]["y0"]) == (0, 0)
    assert "adjusted=1" in view.export
    assert "need predicts" in view.figure["data"][-1]["text"][0]
    assert [cell.value for cell in view.basis if cell.label == "Need"] == ["Beyond need"]


def test_spending_beside_results_begins_beyond_need(services, person, many):
    """Unless the figures as they are are asked for; need beside spending begins as it is."""

    def need(**asked):
        view, page = shown(services, person, **asked)
        [cell] = [cell for cell in view.basis if cell.label == "Need"]
        return cell, view, page

    axes = {"x": "per_pupil_usd", "y": "ela_points"}
    cell, view, page = need(**axes)
    assert (cell.value, "adjusted=1" in view.export) == ("Beyond need", True)
    assert dict(cell.choices) == {"As they are": "need=&plain=1", "Beyond need": "need=&plain="}
    assert "begins beyond need" in page
    cell, view, page = need(**axes, plain=True)
    assert (cell.value, "adjusted" in view.export) == ("As they are", False)
    assert "begins beyond need" in page
    cell, view, page = need(x="frl_share", y="per_pupil_usd")
    assert (cell.value, "adjusted" in view.export) == ("As they are", False)
    assert "begins beyond need" not in page


def test_too_few_schools_begin_as_they_are(services, person, monkeypatch):
    """Nine of the sixteen have results: a model of three needs takes ten."""
    schools = district()
    for school in schools[9:]:
        school.values["ela_points"] = Value(None, "not published")
    monkeypatch.setattr("callbacks.evaluate.scatter.figures_over_years", lambda *_, **__: schools)
    view, _ = shown(services, person, x="per_pupil_usd", y="ela_points")
    assert [cell.value for cell in view.basis if cell.label == "Need"] == ["As they are"]
    assert len(view.rows) == 9


def test_fields_of_differences_are_their_signs(services, person):
    scope = person(Role.VIEWER).evaluate_scope
    asked = {"x": "per_pupil_usd", "y": "ela_points", "adjusted": True, "figures": district()}
    rows = school_points(services.warehouse, scope, fiscal_year=2024, **asked).to_pylist()
    found = cloud(rows, x_line=0.0, y_line=0.0)
    for words, schools in field_rows(found, X, Y):
        for row in schools:
            assert ("Higher spending" in words) == (row["x_value"] >= 0)
            assert ("higher English" in words) == (row["y_value"] >= 0)


def test_words_of_the_four_fields_judge_nothing():
    said = quadrant_words(X, Y)
    assert said[0] == "Lower spending beyond need, higher English beyond need"
    for words in said:
        for verdict in ("good", "bad", "effective", "efficient", "better", "worse"):
            assert verdict not in words.lower()


def test_needs_alone_cannot_be_beyond_need(services, person, many):
    view, _ = shown(services, person, x="frl_share", y="pupils", need=True)
    cell = next(cell for cell in view.basis if cell.label == "Need")
    assert (cell.value, list(cell.choices)) == ("As they are", [])
    assert "adjusted" not in view.export


def test_too_few_schools_beyond_need_are_named(services, person):
    view, page = shown(services, person, x="per_pupil_usd", y="spent_usd", need=True)
    assert view.rows == []
    assert "Fewer than 10 schools have both figures and their needs" in page


def test_schools_chosen_are_listed_and_can_be_compared(services, person):
    view, page = shown(services, person, pick="101,201,999")
    assert [line.code for line in view.chosen] == [
        line.code for line in view.rows if line.code in ("101", "201")
    ]
    assert "2 schools chosen of 3 drawn." in page
    assert "/evaluate/compare?" in view.compare_href
    assert "location_ids=101%2C201" in view.chosen_export
    marked = {name for trace in view.figure["data"] for name in trace.get("customdata", ())}
    assert marked == {"101", "102", "201"}
    assert shown(services, person, pick="101")[0].compare_href == ""
    assert shown(services, person)[0].chosen == []


def test_what_is_found_can_be_listed(services, person):
    view, _ = shown(services, person, search="ash")
    assert view.pick_found == "pick=101"
    assert shown(services, person, search="ash", pick="101")[0].pick_found == ""


def test_years_are_offered_as_far_as_there_are_any(services, person):
    view, _ = shown(services, person, year=2025, years=4)
    cell = next(cell for cell in view.basis if cell.label == "Years")
    assert [text for text, _ in cell.choices] == ["One year", "Mean of 2 years"]
    assert cell.value == "Mean of 2 years"
    assert "Plain mean of FY2024 and FY2025" in view.method
    assert "years=2" in view.export


def test_the_central_share_names_its_method(services, person):
    view, _ = shown(services, person, y="total_per_pupil_usd")
    assert "central cost shared by the method “By pupils”" in view.method


def test_state_of_a_choice_goes_there_and_back():
    state = ScatterState(years=3, need=True, pick="101,102")
    assert ScatterState.from_query(state.to_query()) == state
