"""What a scope reaches while it is typed, and what a change of it moves and whom it touches."""

from __future__ import annotations

from decimal import Decimal

import pytest

from callbacks.configure.one_record import reached, review
from pages.format import money
from tests.callbacks.configure.test_record import BUDGET, desk, form, made, words
from tests.data.serving_sample import sample

__all__ = ["desk"]
ROLE = {"code": "BLD", "name": "Builder", "staffing_visibility": "visible", "pe_access": "plan",
        "npe_access": "plan", "supplemental_access": "plan"}  # fmt: skip
PERSON = {"name": "Somebody", "email": "some@d.example", "manage_access": "view"}


def line(field: str, operator: str, value: str) -> dict:
    return {"segment_type": field, "operator": operator, "segment_code": value}


def accounts(test) -> tuple[int, str]:
    """How many expenditure accounts with figures of the newest year pass, and their budget."""
    data = sample()
    cents = {row["account_key"]: row["budget_cents"] for row in data.rows("balances")}
    keys = [one["account_key"] for one in data.rows("dim_account")
            if one["fiscal_year"] == 2025 and one["kind"] == "expenditure"
            and one["account_key"] in cents and test(one)]  # fmt: skip
    return len(keys), money(Decimal(sum(cents[key] for key in keys)).scaleb(-2))


@pytest.fixture
def budget(desk):
    """A budget by fund with somebody who holds a role in it."""
    target = made(desk, "budget", BUDGET | {"organization_code": ""}, line("fund", "is", "10"))
    made(desk, "role", ROLE)
    made(desk, "district_user", PERSON)
    made(desk, "budget_role", {"email": PERSON["email"], "budget_code": "B101",
                               "role_code": "BLD"})  # fmt: skip
    return target


def test_the_count_follows_what_is_typed(desk):
    opened = form(desk, "bucket")
    typed = {"type": "expenditure"}
    many, dollars = accounts(lambda one: one["fund_code"] == "10")
    told = reached(opened, typed, [line("fund", "is", "10"), line("object", "between", "9-1"),
                                   line("object", "is", "")])  # fmt: skip
    assert told[0].startswith(f"It holds {many} expenditure accounts of FY2025, budgeted {dollars}")
    narrower, _ = accounts(lambda one: one["fund_code"] == "10" and one["object_code"] == "4300")
    told = reached(opened, typed, [line("fund", "is", "10"), line("object", "is", "4300")])
    assert told[0].startswith(f"It holds {narrower} expenditure accounts")
    assert "no account yet" in reached(opened, typed, [])[0]
    assert "matches no account" in reached(opened, typed, [line("fund", "is", "99")])[0]
    assert reached(form(desk, "organization"), {}, []) == []


def test_the_type_decides_which_accounts_count(desk):
    opened = form(desk, "bucket")
    both = reached(opened, {"type": "expenditure and revenue"}, [line("fund", "is", "20")])
    assert [sentence.split()[3] for sentence in both] == ["expenditure", "revenue"]
    [one] = reached(opened, {"type": "revenue"}, [line("fund", "is", "20")])
    assert "revenue" in one
    assert "received" in one


def test_a_changed_scope_says_what_moves_and_who_sees_it(desk, budget):
    told = words(review(form(desk, "budget", budget), BUDGET | {"organization_code": ""},
                        [line("fund", "is", "10"), line("object", "is not", "1100"),
                         line("fund", "is", "35")]))  # fmt: skip
    entering, more = accounts(lambda one: one["fund_code"] == "35")
    leaving, less = accounts(lambda one: one["fund_code"] == "10" and one["object_code"] == "1100")
    assert f"Enter: {entering} expenditure accounts, budgeted {more}" in told
    assert f"Leave: {leaving} expenditure accounts, budgeted {less}" in told
    assert "Seen by 1 person: some@d.example." in told


def test_other_words_for_the_same_accounts_move_nothing(desk, budget):
    same = words(review(form(desk, "budget", budget), BUDGET | {"organization_code": ""},
                        [line("fund", "between", "10-10")]))  # fmt: skip
    assert "No account of FY2025 enters or leaves." in same
    named = words(review(form(desk, "budget", budget),
                         BUDGET | {"organization_code": "", "name": "Elms"},
                         [line("fund", "is", "10")]))  # fmt: skip
    assert "Enter" not in named


def test_a_bucket_touches_the_holders_of_its_roles(desk, budget):
    bucket = {"name": "Paper", "code": "PAP", "type": "expenditure", "roles": "BLD"}
    target = made(desk, "bucket", bucket, line("object", "is", "4300"))
    told = words(review(form(desk, "bucket", target), bucket, [line("object", "is", "5800")]))
    assert "Leave: " in told
    assert "Seen by 1 person: some@d.example." in told
