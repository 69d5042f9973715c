"""The home of each role over real rows of the small district."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import plotly.graph_objects as go
import pytest
from dash import html
from plotly.utils import PlotlyJSONEncoder

from access.roles import Role
from callbacks.basis import basis
from callbacks.home import home
from callbacks.home_director import asides, checks, director_view
from callbacks.home_district import district_view, fund_names
from callbacks.home_principal import _days_left, principal_view
from data.balances import account_totals
from data.districts import district
from data.loads import control_totals
from data.spending import spending_by_fund
from pages.components.sentence import plain
from pages.format import money
from pages.home import director
from pages.home import district as words
from pages.manage.row_state import AccountsState
from pages.state import HomeState
from pages.theme import painted
from tests.shown_words import texts

PEOPLE = [
    (Role.PRINCIPAL, "101", "What does Ash have left?"),
    (Role.SUPERINTENDENT, None, "How is the district doing?"),
    (Role.VIEWER, None, "How is the district doing?"),
    (Role.BUDGET_DIRECTOR, None, "What needs me today?"),
    (Role.ADMINISTRATOR, None, "What needs me today?"),
]


def page(services, actor, state=None):
    return html.Div(home(services, actor, state or HomeState()))


def found(component, kind):
    return [one for one in component._traverse() if type(one).__name__ == kind]


def text_of(component):
    """The words of a component, as a reader sees them one after another."""
    if isinstance(component, str):
        return component
    inside = getattr(component, "children", None)
    parts = inside if isinstance(inside, list | tuple) else [inside]
    return "".join(text_of(part) for part in parts if part is not None)


@pytest.mark.parametrize("year", [None, 2024])
@pytest.mark.parametrize(("role", "place", "question"), PEOPLE)
def test_each_role_gets_its_page(services, person, role, place, question, year):
    drawn = page(services, person(role, place), HomeState(year))
    assert [heading.children for heading in found(drawn, "H1")] == [question]
    json.dumps(drawn.to_plotly_json(), cls=PlotlyJSONEncoder)


@pytest.mark.parametrize(("role", "place", "question"), PEOPLE)
def test_charts_are_figures_that_plotly_knows(services, person, role, place, question):
    for chart in found(page(services, person(role, place)), "Chart"):
        go.Figure(painted(chart.figure))


def test_choosing_a_budget_shows_the_home_of_that_school(services, person):
    drawn = page(services, person(Role.SUPERINTENDENT), HomeState(location="102"))
    assert found(drawn, "H1")[0].children == "What does Birch have left?"


def test_a_principal_sees_no_other_school(services, person):
    drawn = page(services, person(Role.PRINCIPAL, "101"), HomeState(location="102"))
    assert "Birch" not in json.dumps(drawn.to_plotly_json(), cls=PlotlyJSONEncoder)


def test_a_viewer_gets_no_way_to_single_payments_or_loads(services, person):
    drawn = page(services, person(Role.VIEWER))
    links = {link.href for link in found(drawn, "Link")}
    assert not any(href.startswith(("/current/transactions", "/data")) for href in links)


def test_the_equation_holds_to_the_cent(services, person):
    actor = person(Role.PRINCIPAL, "101")
    own = principal_view(services, actor, basis(services, actor, HomeState())).own
    assert own.budget - own.spent - own.encumbered == own.remaining


def test_open_orders_add_up_to_what_is_on_order(services, person):
    actor = person(Role.PRINCIPAL, "101")
    view = principal_view(services, actor, basis(services, actor, HomeState()))
    assert view.orders.absent == ""
    assert view.orders.total >= sum(order.amount for order in view.orders.oldest)


def test_the_district_repeats_its_funds_to_the_cent(services, person):
    actor = person(Role.SUPERINTENDENT)
    view = district_view(services, actor, basis(services, actor, HomeState()))
    rows = spending_by_fund(services.warehouse, actor.scope).to_pylist()
    general = next(row for row in rows if row["fund_code"] == "10")
    assert view.amounts.spent == general["spent_usd"]
    assert sum(category.spent for category in view.categories) == general["spent_usd"]
    assert sum(fund.amounts.spent for fund in view.funds) == sum(row["spent_usd"] for row in rows)


@pytest.mark.parametrize("year", [2024, 2025])
def test_left_of_the_districts_funds_is_neither_spent_nor_on_order(services, person, lines, year):
    """Strip and table of funds against sums over the plain lines, orders among them."""

    def summed(*kinds, fund=None):
        return sum(
            line["usd"] for line in lines
            if line["fiscal_year"] == year and line["line_type"] in kinds
            and line["account"]["kind"] == "expenditure" and not line["account"]["is_transfer"]
            and fund in (None, line["account"]["fund_code"])
        )  # fmt: skip

    def terms(fund=None):
        each = [summed(kind, fund=fund) for kind in ("budget", "actual", "encumbrance")]
        return [*each, each[0] - each[1] - each[2]]

    assert summed("encumbrance", fund="10") > 0
    actor = person(Role.SUPERINTENDENT)
    drawn = page(services, actor, HomeState(year))
    strip = next(one for one in found(drawn, "Div") if getattr(one, "role", "") == "group")
    shown = [text_of(one) for one in found(strip, "Div") if getattr(one, "className", "") == "v"]
    cents = "." in shown[0]
    assert shown[:4] == [money(one, cents=cents) for one in terms("10")]
    assert cents or round(terms("10")[0]) == sum(round(one) for one in terms("10")[1:])
    shows = [one for one in found(drawn, "Table") if "funds" in one.caption]
    rows = json.loads(json.dumps([row["cells"] for row in [*shows[0].rows, *shows[0].foot]]))
    named = {name: ["".join(texts(cell)) for cell in cells[:4]] for name, _, *cells in rows}
    for name, fund in (("General", "10"), ("Federal Title I", "20"), ("All funds", None)):
        assert named[name] == [money(one) for one in terms(fund)]


def test_the_funds_of_school_figures_are_named(services, person):
    actor = person(Role.SUPERINTENDENT)
    rows = spending_by_fund(services.warehouse, actor.scope).to_pylist()
    place = district(services.warehouse, "elm")
    several = replace(place, settings={**place.settings, "default_funds": ["20", "10", "77"]})
    assert fund_names(several, rows) == ["Federal Title I", "General", "fund 77"]
    assert fund_names(place, rows) == ["General"]


def test_school_figures_are_of_the_newest_closed_year(services, person):
    actor = person(Role.SUPERINTENDENT)
    view = district_view(services, actor, basis(services, actor, HomeState()))
    assert (view.year, view.school_year) == (2025, 2024)
    assert "FY2025" in plain(words.sentence(view))


def test_the_director_reads_the_load(services, person):
    actor = person(Role.BUDGET_DIRECTOR)
    view = director_view(services, actor, basis(services, actor, HomeState()))
    assert view.rows_read > 0
    assert plain(director.sentence(view)).startswith(("The load balances", "In the load"))


def test_differing_checks_come_first():
    row = {"message": "m", "check_code": "L1", "check_scope": "all", "fiscal_year": 2027}
    row |= {"file": None, "expected_usd": 1, "actual_usd": 1}
    rows = [
        {**row, "difference_usd": 0, "status": "ok"},
        {**row, "difference_usd": -5, "status": "failed"},
        {**row, "difference_usd": 9, "status": "held"},
        {**row, "expected_usd": None, "difference_usd": None, "status": "failed"},
    ]
    # One that fails without dollars is no less a difference; with dollars they stand first.
    assert [check.difference for check in checks(rows)] == [9, -5, None, 0]
    assert [check.is_held for check in checks(rows)] == [True, True, True, False]


def test_the_home_counts_the_checks_of_the_data_page(services, person):
    actor = person(Role.BUDGET_DIRECTOR)
    view = director_view(services, actor, basis(services, actor, HomeState()))
    rows = control_totals(services.warehouse, actor.scope).to_pylist()
    assert len(view.checks) == len(rows)
    assert len(view.held) == sum(row["status"] != "ok" for row in rows)


def test_warnings_are_not_counted_as_set_aside():
    row = {"reason_code": "UNKNOWN_OBJECT", "file": "gl.csv", "row_count": 2, "amount_usd": None}
    rows = [{**row, "is_warning": True}, {**row, "is_warning": False, "amount_usd": 5}]
    assert [(entry.reason, entry.dollars) for entry in asides(rows)] == [("Unknown object", 5)]


def test_each_fund_opens_the_accounts_that_its_figures_are_summed_over(services, person):
    """Transfers count in no fund of the home, and are no account behind one."""
    actor = person(Role.SUPERINTENDENT)
    view = district_view(services, actor, basis(services, actor, HomeState()))

    def sums(href):
        state = AccountsState.from_query(href.partition("?")[2])
        [row] = account_totals(services.warehouse, actor.scope, fiscal_year=state.year,
                               kind="expenditure", where=state.where).to_pylist()  # fmt: skip
        return row["budget_usd"], row["spent_usd"]

    assert len(view.funds) > 1
    for fund in view.funds:
        assert sums(fund.href) == (fund.amounts.budget, fund.amounts.spent)
    whole = tuple(
        sum(getattr(one.amounts, name) for one in view.funds) for name in ("budget", "spent")
    )
    assert sums(view.funds_href) == whole


@pytest.mark.parametrize(
    ("today", "days"),
    # The rest of March, April, May and June: 30 + 30 + 31 + 30.
    [
        (date(2027, 3, 1), 121),
        (date(2027, 6, 29), 1),
        (date(2027, 6, 30), 0),
        (date(2027, 7, 9), 0),
    ],
)
def test_days_to_go_are_those_after_the_day_of_the_data(services, person, today, days):
    actor = person(Role.PRINCIPAL, "101")
    ground = basis(services, actor, HomeState())
    year = replace(ground.year, is_closed=False, end_date=date(2027, 6, 30))
    assert _days_left(replace(ground, as_of=today, year=year)) == days
