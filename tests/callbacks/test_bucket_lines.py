"""Buckets as lines, groups and sums."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from access.permissions import Permission
from access.roles import Role
from callbacks import year_shares
from callbacks.basis import basis
from callbacks.bucket_lines import Bucket, bucket_list
from callbacks.bucket_links import link
from callbacks.bucket_sums import added, groups, who_decides, year_path
from callbacks.bucket_words import method
from callbacks.manage.money import money_view
from callbacks.year_shares import Months, Outlook
from data.balances import account_status
from data.buckets import buckets
from data.districts import district
from data.transactions import transactions_total
from metrics.projection import project
from pages.components.bucket_amounts import Amounts
from pages.components.bucket_table import BucketLine, codes_of
from pages.components.figures import Status
from pages.manage.money import body
from pages.manage.row_state import AccountsState, TransactionsState
from pages.state import MoneyState, PageState


def line(budget, spent, ordered, projected=None, *, is_own=True, name="A"):
    values = [None if v is None else Decimal(v) for v in (budget, spent, ordered)]
    rest = None if None in values[:2] else values[0] - values[1] - (values[2] or 0)
    likely = None if projected is None else Decimal(projected)
    amounts = Amounts(*values, rest, likely, likely, likely)
    return BucketLine(name, name, "", is_own, Status.ON_COURSE, amounts)


def test_a_sum_adds_what_is_known():
    found = added([line(100, 40, None, 90), line(50, 20, 10, 45)])
    assert (found.budget, found.spent, found.encumbered) == (150, 60, 10)
    assert found.projected == 135
    assert found.left_over == 15


def test_a_line_without_projection_counts_at_what_is_paid_and_ordered():
    assert added([line(100, 40, 5), line(50, 20, 10, 45)]).projected == 90


def test_no_projection_anywhere_is_no_projection():
    assert added([line(100, 40, 5)]).projected is None


def test_nothing_known_is_missing_and_not_zero():
    found = added([line(None, None, None)])
    assert found.budget is None
    assert found.used is None


def outlook(spent, budget=12000):
    found = project(budget, spent[-1], 0, elapsed=Fraction(len(spent), 12))
    return Outlook(found, Months(tuple("JASONDJFMAMJ"), spent))


def test_paths_of_buckets_add_up():
    found = [
        Bucket(line(120, 5, 0, 60), outlook((100, 200)), is_active=True),
        Bucket(line(120, 10, 0, 120), outlook((300, 600)), is_active=True),
    ]
    amounts = added([bucket.line for bucket in found])
    path = year_path(found, amounts)
    assert path.paid == (4.0, 8.0)
    assert path.likely[-1] == pytest.approx((1200 + 3600) / 100)
    assert path.budget == 240.0


def test_nothing_posted_has_no_path():
    nothing = Outlook(project(None, None, None, elapsed=Fraction(0)))
    bucket = Bucket(line(120, 5, 0), nothing, is_active=True)
    assert year_path([bucket], bucket.line.amounts) is None


def test_lines_repeat_the_read_model_to_the_cent(services, person):
    actor = person(Role.PRINCIPAL, "101")
    ground = basis(services, actor, PageState())
    found = bucket_list(services.warehouse, ground)
    rows = buckets(services.warehouse, actor.scope, location_ids=("101",)).to_pylist()
    spending = {row["bucket_code"]: row for row in rows if row["kind"] == "expenditure"}
    assert {bucket.line.code for bucket in found} == set(spending)
    for bucket in found:
        row, amounts = spending[bucket.line.code], bucket.line.amounts
        assert amounts.spent == row["spent_usd"]
        assert amounts.remaining == row["remaining_usd"]


def test_the_years_of_all_buckets_are_read_once(services, person, monkeypatch):
    """Read anew for each bucket, a hundred of them cost a second of every home page."""
    ground = basis(services, person(Role.PRINCIPAL, "101"), PageState())
    # Each bucket by itself reads its own years: the oracle for reading them together.
    apart = [bucket_list(services.warehouse, ground, only=one.line.code)[0]
             for one in bucket_list(services.warehouse, ground)]  # fmt: skip
    asked, really = [], year_shares.bucket_histories
    monkeypatch.setattr(
        year_shares, "bucket_histories",
        lambda *who, **what: asked.append(what) or really(*who, **what),
    )  # fmt: skip
    found = bucket_list(services.warehouse, ground)
    assert [one.outlook for one in found] == [one.outlook for one in apart]
    assert len(found) > len(asked) == 1


def test_a_closed_year_is_not_projected(services, person):
    ground = basis(services, person(Role.PRINCIPAL, "101"), PageState(2024))
    assert ground.year.is_closed
    found = bucket_list(services.warehouse, ground)
    assert {bucket.line.status for bucket in found} <= {Status.ENDED, Status.RAN_OVER}
    assert all(bucket.line.amounts.projected is None for bucket in found)
    assert "No projection" in method(found, district(services.warehouse, ground.scope.district))


def test_groups_say_who_decides(services, person):
    director, principal = person(Role.BUDGET_DIRECTOR), person(Role.PRINCIPAL, "101")
    ground = basis(services, director, PageState())
    found = bucket_list(services.warehouse, ground)
    made = groups(services.warehouse, ground, found, who_decides(director, ground))
    assert {group.name for group in made} <= {"Schools decide", "The district decides"}
    assert sum(len(group.lines) for group in made) == len(found)
    assert who_decides(principal, ground) == "You decide"
    one = basis(services, director, PageState(location="101"))
    assert who_decides(director, one) == "The school decides"


def test_links_keep_the_basis_and_fall_away_without_the_right(services, person):
    viewer, director = person(Role.VIEWER), person(Role.BUDGET_DIRECTOR)
    ground = basis(services, director, PageState(2024, "101"))
    assert link(viewer, ground)("T1", "paid") == ""
    paid = link(director, ground)("T1", "paid")
    assert paid == "/current/transactions?year=2024&bucket=T1&type=actual&location=101"
    assert link(director, ground)("T1", "ordered").startswith("/current/purchase-orders?")


def test_a_sum_opens_the_rows_of_its_buckets_each_once(services, person):
    """Supplies and Title I share accounts: those are listed, and counted, once."""
    director = person(Role.BUDGET_DIRECTOR)
    ground = basis(services, director, PageState(2025))
    lines = [one.line for one in bucket_list(services.warehouse, ground)]
    to, common = link(director, ground), {"fiscal_year": 2025}
    wanted = AccountsState.from_query(to(codes_of(lines), "left").partition("?")[2])
    paid = TransactionsState.from_query(to(codes_of(lines), "paid").partition("?")[2])
    assert wanted.bucket == paid.bucket == codes_of(lines)

    def accounts(code):
        rows = account_status(services.warehouse, ground.scope, bucket=code, **common).to_pylist()
        return {row["account"]: row["spent_usd"] for row in rows}

    def spent(code, where=""):
        return transactions_total(services.warehouse, ground.scope, bucket=code, where=where,
                                  line_type="actual", **common)[1]  # fmt: skip

    parts = [accounts(one.code) for one in lines]
    assert len(parts) == 2
    assert set(parts[0]) & set(parts[1])
    assert accounts(wanted.bucket) == parts[0] | parts[1]
    twice = spent("SUP", "fund is 20")
    assert twice
    assert spent(paid.bucket) == spent("SUP") + spent("T1") - twice


@pytest.mark.parametrize(
    ("low", "high", "years", "words"),
    [
        (60, 90, 2, "$10 to $40 by two earlier years"),
        (80, 80, 1, "at the pace of one earlier year, no range"),
        (80, 80, 0, "even pace, no range"),
        (None, None, 0, "even pace, no range"),
    ],
)
def test_a_range_says_how_many_years_it_comes_from(low, high, years, words):
    found = Amounts(Decimal(100), projected=Decimal(80), low=low, high=high, years=years)
    assert found.range_words == words


def test_the_years_of_a_sum_are_the_fewest_of_its_parts():
    parts = [replace(line(100, 40, 0, 90), amounts=Amounts(projected=Decimal(90), years=years))
             for years in (3, 2, 0)]  # fmt: skip
    assert added(parts).years == 2
    assert Amounts().range_words == ""


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.BUDGET_DIRECTOR])
@pytest.mark.parametrize("year", [2024, 2025])
def test_nothing_is_likely_in_a_closed_year(services, person, role, year):
    actor = person(role, "101" if role is Role.PRINCIPAL else None)
    view = money_view(services, actor, MoneyState(year))
    view = replace(view, is_closed=year == 2024)
    drawn = next(one for part in body(view) for one in (part, *part._traverse())
                 if type(one).__name__ == "Table")  # fmt: skip
    heads = str(drawn.columns)
    assert ("Likely left" in heads) is ("likely by" in heads) is (year == 2025)
    widths = {len(row["cells"]) for row in drawn.rows if len(row["cells"]) > 1}
    assert widths == {len(drawn.columns)}
    place = district(services.warehouse, actor.scope.district)
    assert "The year is closed." in method([], place, is_closed=True)


def test_without_postings_the_figures_of_a_bucket_open_accounts_that_add_up_to_them(
    services, person
):
    actor = person(Role.BUDGET_DIRECTOR)
    ground = basis(services, actor, MoneyState(year=2025))
    bare = replace(ground, year=replace(ground.year, last_period=None))
    to = link(actor, bare)
    rows = buckets(services.warehouse, actor.scope, fiscal_year=2025).to_pylist()
    spending = [row for row in rows if row["kind"] == "expenditure"]
    assert spending
    for row in spending:
        for what, term in (("budget", "budget_usd"), ("paid", "spent_usd")):
            path, _, query = to(row["bucket_code"], what).partition("?")
            assert path == "/current/accounts"
            state = AccountsState.from_query(f"?{query}")
            found = account_status(services.warehouse, actor.scope, fiscal_year=state.year,
                                   bucket=state.bucket, kind=state.kind)  # fmt: skip
            assert sum(one[term] for one in found.to_pylist()) == row[term]
    # Whoever may see accounts needs no right to lines for them; orders still need it.
    bare_actor = replace(actor, permissions=frozenset({Permission.ACCOUNT_READ}))
    assert link(bare_actor, bare)("GEN", "paid")
    assert not link(bare_actor, bare)("GEN", "ordered")
    assert not link(bare_actor, ground)("GEN", "paid")
