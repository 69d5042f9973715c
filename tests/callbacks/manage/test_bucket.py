"""The page of one bucket: what it shows repeats the read models, and opens their rows."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal
from urllib.parse import parse_qsl

import pytest

from access.roles import Role
from callbacks.basis import basis
from callbacks.bucket_lines import bucket_list
from callbacks.manage.bucket import bucket, bucket_view
from callbacks.manage.bucket_tabs import bucket_tabs
from config import Settings
from data.bucket_questions import bucket_questions
from data.buckets import buckets
from data.transactions import transactions
from data.warehouse import Warehouse
from pages.components.sentence import plain
from pages.format import money
from pages.manage.bucket.history import history_card
from pages.manage.bucket.page import bucket_page
from pages.manage.bucket.sides import YearLine
from pages.manage.bucket.words import history, lead
from pages.state import BucketState
from tests.data.serving_sample import publish, sample


@pytest.fixture
def view_of(services, person):
    def made(code, role=Role.BUDGET_DIRECTOR, place=None, year=2025):
        actor = person(role, place)
        ground = basis(services, actor, BucketState(year))
        return bucket_view(services, actor, ground, code)

    return made


def test_the_page_repeats_the_read_model_for_both_kinds(services, person, view_of):
    view = view_of("T1")
    scope = person(Role.BUDGET_DIRECTOR).scope
    rows = {
        row["kind"]: row
        for row in buckets(services.warehouse, scope, fiscal_year=2025).to_pylist()
        if row["bucket_code"] == "T1"
    }
    assert [side.kind for side in view.sides] == ["expenditure", "revenue"]
    for side in view.sides:
        row = rows[side.kind]
        assert side.amounts.budget == row["budget_usd"]
        assert side.amounts.spent == row["spent_usd"]
        assert side.amounts.remaining == row["remaining_usd"]
        assert side.accounts == row["account_count"]
    assert bucket_page(view)


def test_progress_and_history_are_those_of_the_export(services, person, view_of):
    view = view_of("SUP", Role.PRINCIPAL, "101")
    table = bucket_questions(
        services.warehouse, person(Role.PRINCIPAL, "101").scope, bucket="SUP", fiscal_year=2025
    ).to_pylist()
    [side] = view.sides
    now = next(row for row in table if row["item"] == "year to date" and row["fiscal_year"] == 2025)
    assert side.progress.year_to_date.now == now["spent_usd"]
    assert "first-period=1&last-period=8" in side.progress.year_to_date.href
    years = {row["fiscal_year"]: row["spent_usd"] for row in table if row["question"] == 4}
    assert {line.year: line.actual for line in side.history} == years


def test_a_mean_opens_the_years_it_is_taken_of_and_each_opens_its_rows(services, person, view_of):
    view = view_of("SUP", Role.PRINCIPAL, "101")
    [side] = view.sides
    table = bucket_questions(
        services.warehouse, person(Role.PRINCIPAL, "101").scope, bucket="SUP", fiscal_year=2025
    ).to_pylist()
    found = side.progress
    for item, pace in (("month", found.month), ("year to date", found.year_to_date)):
        told = {row["fiscal_year"]: row["spent_usd"] for row in table
                if row["item"] == item and row["fiscal_year"] not in (2025, None)}  # fmt: skip
        assert {one.year: one.amount for one in pace.earlier} == told
        assert pace.mean == sum(told.values()) / len(told)
        for one in pace.earlier:
            asked = dict(parse_qsl(one.href.partition("?")[2]))
            assert (asked["year"], asked["bucket"]) == (str(one.year), "SUP")
            rows = transactions(
                services.warehouse, person(Role.PRINCIPAL, "101").scope, fiscal_year=one.year,
                bucket="SUP", line_type=asked["type"],
                first_period=int(asked["first-period"]), last_period=int(asked["last-period"]),
            ).to_pylist()  # fmt: skip
            assert sum(row["amount_usd"] for row in rows) == one.amount
    text = str(bucket_page(view))
    assert "href='#bucket-earlier-expenditure'" in text
    assert "id='bucket-earlier-expenditure'" in text


def test_a_viewer_opens_accounts_and_no_payments(view_of):
    view = view_of("SUP", Role.VIEWER)
    side = view.sides[0]
    assert side.links.accounts.startswith("/current/accounts?")
    assert (side.links.spent, side.links.ordered, side.links.budget) == ("", "", "")
    assert [tab.name for tab in view.tabs] == ["Overview", "Accounts"]


def test_a_bucket_that_is_not_there_leads_back_to_all(services, person, view_of):
    assert view_of("NOPE") is None
    assert view_of("NIL") is None
    page = bucket(services, person(Role.PRINCIPAL, "101"), BucketState(2025, bucket="NOPE"))
    assert "There is no bucket “NOPE” here." in str(page)


def test_receipts_are_drawn_month_by_month_without_a_projection(view_of):
    [_, revenue] = view_of("T1").sides
    assert revenue.path.done == "came in"
    assert revenue.path.likely == ()
    closed = revenue.path.paid[7]  # periods 1 to 8 are closed
    assert closed == float(revenue.progress.year_to_date.now)


def test_the_lead_speaks_of_both_kinds(view_of):
    view = view_of("T1")
    said = plain(lead(view.sides, view.voice, view.year_end, is_closed=False))
    assert " came in of " in said


def test_revenue_that_fell_short_is_told_in_parentheses(view_of, lines):
    """Over (short) is received less expected: good news is positive, as it is of spending."""
    own = [one for one in lines if one["account"]["kind"] == "revenue"
           and one["fiscal_year"] == 2024 and one["account"]["fund_code"] == "20"]  # fmt: skip
    over = sum({"receipt": 1, "budget": -1}.get(one["line_type"], 0) * one["usd"] for one in own)
    spending, revenue = (history_card(side, "") for side in view_of("T1").sides)
    [shown] = [one for one in revenue._traverse() if type(one).__name__ == "Table"]
    heads = json.dumps([column["head"] for column in shown.columns])
    assert all(word in heads for word in ("Expected", "Came in", "Over (short)", "% received"))
    assert "Used" not in heads
    assert over != 0
    assert [row["cells"][4] for row in shown.rows] == [money(over)]
    assert "Difference" in str(spending)


def test_a_bucket_that_only_receives_is_not_asked_what_is_left(view_of):
    view = view_of("T1")
    assert "How much is left in Title I?" in str(bucket_page(view))
    received = replace(view, sides=view.sides[1:], orders=None)
    assert "How much is still to come in Title I?" in str(bucket_page(received))


@pytest.mark.parametrize("kind", ["", "revenue", "expenditure"])
def test_what_is_revenue_alone_has_no_tab_of_orders(services, person, tmp_path, kind):
    made = sample()
    held = made.rows("bucket_account")
    held[:] = [one for one in held if made.account(one["account_key"])["kind"] in (kind or
               ("revenue", "expenditure"))]  # fmt: skip
    publish(tmp_path, made)
    own = replace(services, warehouse=Warehouse(Settings(var=tmp_path)))
    try:
        actor = person(Role.BUDGET_DIRECTOR)
        tabs = bucket_tabs(own, actor, basis(own, actor, BucketState(2025)), "T1")
        assert ("Purchase orders" in [tab.name for tab in tabs]) is (kind != "revenue")
    finally:
        own.warehouse.close()


def test_history_says_which_year_ran_over():
    lines = [
        YearLine(2026, Decimal(100), Decimal(90), 0.9, ""),
        YearLine(2025, Decimal(100), Decimal(110), 1.1, ""),
    ]
    assert plain(history(lines, is_revenue=False)).endswith("FY2025 ran over.")
    first = plain(history(lines[:1], is_revenue=False))
    assert first == "In FY2026 90.0% of the money was used; something was left ($10)."


def test_a_list_of_buckets_asks_as_much_as_one_bucket(services, person, monkeypatch):
    asked = []
    answer = services.warehouse._answer
    monkeypatch.setattr(
        services.warehouse,
        "_answer",
        lambda question: asked.append(question.text) or answer(question),
    )
    actor = person(Role.BUDGET_DIRECTOR, None)
    ground = basis(services, actor, BucketState(2025))
    counts = []
    for only in ("T1", ""):
        services.warehouse.forget()
        asked.clear()
        found = bucket_list(services.warehouse, ground, only=only)
        counts.append((len(found) > 1, len(asked)))
    assert counts[0][1] == counts[1][1]
    assert [several for several, _ in counts] == [False, True]
