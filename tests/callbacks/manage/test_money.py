"""The Money tab: address and switch, and the sums it shows."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from dash import html, no_update

from access.account_rules import BucketRule, BudgetRule, Rulebook
from access.roles import Role
from access.scope import Scope
from callbacks.manage.money import money_state, money_view
from data.balances import account_totals
from data.buckets import buckets
from pages.components.bucket_amounts import Amounts
from pages.components.sentence import plain
from pages.format import money
from pages.manage.money import body, ending, head, sentence
from pages.state import MoneyState
from tests.data.serving_sample import DISTRICT, PLACES, sample


def kept(query, clicks=0):
    return {"query": query, "clicks": clicks}


@pytest.mark.parametrize(
    ("search", "clicks", "before", "after"),
    [
        ("", 0, None, (no_update, "false", kept(""))),
        ("?empty=1", None, None, (no_update, "true", kept("?empty=1"))),
        ("?year=2024", 1, kept("?year=2024"), ("?year=2024&empty=1", "true",
                                               kept("?year=2024&empty=1", 1))),
        ("?empty=1", 2, kept("?empty=1", 1), ("", "false", kept("", 2))),
        ("", 1, kept("?empty=1", 1), (no_update, "false", kept("", 1))),
        ("?empty=1", 1, kept("?empty=1", 1), (no_update, "true", kept("?empty=1", 1))),
        ("?year=2024", 0, kept(""), (no_update, "false", kept("?year=2024"))),
    ],
    ids=["open", "copied link", "on", "off", "back", "settled", "other year"],
)  # fmt: skip
def test_state_goes_both_ways(search, clicks, before, after):
    assert money_state(search, clicks, before) == after


@pytest.mark.parametrize("place", [None, "101"])
def test_in_the_total_each_account_counts_once(services, person, place):
    actor = person(Role.BUDGET_DIRECTOR)
    view = money_view(services, actor, MoneyState(location=place))
    made = sample()
    held = {row["account_key"] for row in made.rows("bucket_account")}
    rows = [
        row for row in made.rows("balances")
        if row["account_key"] in held and row["fiscal_year"] == view.year
        and made.account(row["account_key"])["kind"] == "expenditure"
        and place in (None, PLACES[row["location_key"]][0])
    ]  # fmt: skip
    for term in ("budget", "spent", "encumbered"):
        wanted = Decimal(sum(row[f"{term}_cents"] for row in rows)).scaleb(-2)
        assert getattr(view.total, term) == wanted
    assert view.total.remaining == view.total.budget - view.total.spent - view.total.encumbered
    spending = [row for row in buckets(services.warehouse, actor.scope).to_pylist()
                if row["kind"] == "expenditure"]  # fmt: skip
    assert sum(row["spent_usd"] for row in spending) > view.total.spent, "buckets share accounts"
    assert view.total.is_shared
    assert view.total.projected is None
    drawn = [*head(view), *body(view)]
    assert "Some accounts lie in several buckets" in str(drawn)
    assert html.Div(drawn).to_plotly_json()


def test_the_total_is_that_of_the_accounts_it_opens(services, person):
    view = money_view(services, person(Role.BUDGET_DIRECTOR), MoneyState())
    codes = [line.code for line in view.lines]
    asked = {"bucket": ",".join(codes), "kind": "expenditure", "fiscal_year": view.year}
    [opened] = account_totals(services.warehouse, Scope.whole(DISTRICT), **asked).to_pylist()
    assert opened["remaining_usd"] == view.total.remaining
    assert opened["spent_usd"] == view.total.spent


def test_the_sentence_says_when_more_is_spent_than_there_is(services, person):
    view = money_view(services, person(Role.BUDGET_DIRECTOR), MoneyState())
    assert view.total.remaining < 0
    assert "more than the budget" in plain(sentence(view))
    left = replace(view, total=Amounts(Decimal(100), remaining=Decimal(40)), outside=None)
    assert plain(sentence(left)).startswith("$40 is left of $100. ")
    nothing = replace(view, groups=())
    assert plain(sentence(nothing)).startswith("No bucket of Elm Unified has money in FY2025")


@pytest.mark.parametrize("year", [2024, 2025])
def test_the_districts_buckets_are_not_called_its_whole_budget(services, person, lines, year):
    """What lies outside the buckets for supplies and Title I, from the plain lines."""
    outside = [
        line for line in lines
        if line["fiscal_year"] == year and line["account"]["kind"] == "expenditure"
        and line["account"]["object_code"] != "4300" and line["account"]["fund_code"] != "20"
    ]  # fmt: skip
    accounts = {line["account_key"] for line in outside}
    budget = sum(line["usd"] for line in outside if line["line_type"] == "budget")
    view = money_view(services, person(Role.BUDGET_DIRECTOR), MoneyState(year))
    assert (view.outside.accounts, view.outside.budget) == (len(accounts), budget)
    assert view.outside.href == ("/configuration/coverage" if year == 2025 else "")
    said = plain(sentence(view))
    assert said.startswith("In its buckets ")
    assert (
        f"A further {money(budget)} of budget, in {len(accounts)} accounts, lies in no bucket. "
        in said
    )
    assert "What do the buckets of Elm Unified have left?" in str(head(view))
    viewer = money_view(services, person(Role.VIEWER), MoneyState(year)).outside
    assert (viewer.budget, viewer.href) == (budget, "")


def test_one_budget_says_nothing_of_the_rest_of_the_district(services, person):
    """A place counts what it has."""
    for actor, place in (
        (person(Role.BUDGET_DIRECTOR), "101"),
        (person(Role.PRINCIPAL, "101"), ""),
    ):
        view = money_view(services, actor, MoneyState(location=place or None))
        assert view.outside is None
        assert "What do the buckets" not in str(head(view))
        assert "no bucket" not in plain(sentence(view))


def test_empty_buckets_are_listed_when_asked_for(services, person):
    actor = person(Role.PRINCIPAL, "101")
    plain_view = money_view(services, actor, MoneyState())
    with_empty = money_view(services, actor, MoneyState(empty=True))
    assert len(with_empty.lines) >= len(plain_view.lines)


def test_revenue_stands_in_a_table_of_its_own(services, person):
    actor = person(Role.BUDGET_DIRECTOR)
    view = money_view(services, actor, MoneyState())
    rows = buckets(services.warehouse, actor.scope).to_pylist()
    revenue = {row["bucket_name"]: row["spent_usd"] for row in rows if row["kind"] == "revenue"}
    assert revenue
    assert {line.name: line.amounts.spent for line in view.revenue} == revenue
    assert all("type=receipt" in line.receipts for line in view.revenue)
    assert "never netted" in str(ending(view))
    viewer = money_view(services, person(Role.VIEWER), MoneyState())
    assert {line.receipts for line in viewer.revenue} == {""}


def test_it_says_which_role_is_held_in_the_budget(services, person):
    """The buckets that name the role, over the accounts of the chosen budget alone."""
    rule = BucketRule("GEN", "General", "expenditure", (("fund", "is", "10"),), frozenset({"b"}))
    hidden = replace(rule, code="HID", name="Hidden", roles=frozenset({"c"}))
    ash = BudgetRule("B1", "Ash", (("site", "is", "101"),), frozenset({"101"}), "b")
    paper = BudgetRule("B2", "Paper", (("object", "is", "4300"), ("site", "is", "102")),
                       frozenset(), "b")  # fmt: skip
    actor = person(Role.PRINCIPAL, "101")
    book = Rulebook.of([rule, hidden], [ash, paper])
    scope = replace(actor.scope, budgets=(ash, paper), book=book)
    actor = replace(actor, scope=scope, location_id=None)
    view = money_view(services, actor, MoneyState(location="B2"))
    assert (view.place, view.roles) == ("Paper", ["b"])
    assert [line.code for line in view.lines] == ["GEN"]
    rows = account_totals(
        services.warehouse, Scope.whole("elm"), location_ids=["102"], kind="expenditure",
        funds=["10"], lines=["object|is|4300"],
    ).to_pylist()  # fmt: skip
    assert view.total.spent == rows[0]["spent_usd"]
    assert "You hold the role B here." in str(head(view))
    assert money_view(services, person(Role.PRINCIPAL, "101"), MoneyState()).roles == []
