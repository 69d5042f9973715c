"""A program across schools: sums against the plain lists, groups, refusals, cents."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest

from access.scope import Scope
from data.program_comparison import program_comparison
from data.read_model import ArgumentError
from tests.data.serving_sample import DISTRICT, ENROLLMENT, PLACES

CENT = Decimal("0.01")


def rows(warehouse, scope, **given):
    table = program_comparison(warehouse, scope, fiscal_year=2024, **given)
    return {row["location_id"]: row for row in table.to_pylist()}


def spent(made, test):
    """Spending of 2024 by location over accounts that pass a test, from the ledger's lines."""
    sums = {}
    for line in made.rows("fct_ledger"):
        account = made.account(line["account_key"])
        if line["fiscal_year"] != 2024 or account["kind"] != "expenditure":
            continue
        if account["is_transfer"] or not test(account) or line["line_type"] != "actual":
            continue
        place = PLACES[line["location_key"]][0]
        sums[place] = sums.get(place, 0) + line["amount_cents"]
    return {place: Decimal(cents).scaleb(-2) for place, cents in sums.items()}


def test_a_bucket_adds_up_at_every_place(warehouse, board, made):
    found = rows(warehouse, board, bucket="SUP")
    expected = spent(made, lambda account: account["object_code"] == "4300")
    assert {code: row["spent_usd"] for code, row in found.items()} == expected


def test_cost_is_divided_once_to_the_cent(warehouse, board):
    found = rows(warehouse, board, bucket="SUP")
    for code in ("101", "102", "201"):
        whole = found[code]["spent_usd"] / ENROLLMENT[code][0]
        assert found[code]["cost_per_pupil_usd"] == whole.quantize(CENT, ROUND_HALF_UP)


def test_conditions_and_bucket_together(warehouse, board, made):
    found = rows(warehouse, board, bucket="T1", where=("object is 4300",))
    expected = spent(made, lambda a: a["object_code"] == "4300" and a["fund_code"] == "20")
    assert {c: r["spent_usd"] for c, r in found.items() if r["account_count"]} == expected


def test_cost_for_a_group_and_hidden_groups(warehouse, board):
    found = rows(warehouse, board, bucket="SUP", group="sped")
    ash, birch = found["101"], found["102"]
    assert ash["group_pupils"] == 22
    assert ash["cost_per_pupil_usd"] == (ash["spent_usd"] / 22).quantize(CENT, ROUND_HALF_UP)
    assert (birch["group_pupils"], birch["cost_per_pupil_usd"]) == (None, None)
    assert {"group_pupils", "cost_per_pupil_usd"} <= set(birch["hidden"].split())
    assert birch["reason"] == "sped: hidden to protect small groups of pupils"


def test_schools_without_pupils_or_with_few_are_not_compared(warehouse, board):
    found = rows(warehouse, board, bucket="SUP")
    assert found["301"]["reason"] == "no pupils loaded"
    assert found["103"]["reason"] == "hidden, too few pupils"
    assert found["103"]["pupils"] is None
    assert found["103"]["cost_per_pupil_usd"] is None


def test_a_school_without_an_account_is_not_one_with_zero(warehouse, board):
    found = rows(warehouse, board, where=("location is 101",))
    assert found["102"]["reason"] == "no account of the program"
    assert found["102"]["spent_usd"] is None
    assert not found["102"]["has_program"]
    assert found["101"]["has_program"]


def test_the_outcome_stands_beside_the_cost(warehouse, board):
    found = rows(warehouse, board, bucket="SUP", second="pupils")
    assert found["101"]["outcome"] == "ela_points"
    assert found["101"]["outcome_value"] == -12.5
    assert found["101"]["second_value"] == 200


def test_pay_by_object_is_refused_to_who_may_not_see_it(warehouse, board, whole):
    with pytest.raises(ArgumentError, match="pay of single people"):
        rows(warehouse, board, where=("object is 1100",))
    with pytest.raises(ArgumentError, match="pay of single people"):
        rows(warehouse, board, where=("account starts with 10-101",))
    assert rows(warehouse, whole, where=("object is 1100",))["101"]["spent_usd"] is not None
    assert rows(warehouse, board, where=("object is 4300",))["101"]["spent_usd"] is not None


@pytest.mark.parametrize(
    ("given", "words"),
    [({"bucket": "NONE"}, "bucket: 'NONE' is none of SUP"), ({"group": "cats"}, "group"),
     ({"amount": "wished"}, "amount"), ({"outcome": "luck"}, "outcome: 'luck'"),
     ({"where": ("colour is red",)}, "'colour' is no part of an account"),
     ({"where": ("fund",)}, "write field, operator and value")],
)  # fmt: skip
def test_what_is_unknown_is_named(warehouse, board, given, words):
    with pytest.raises(ArgumentError, match=words):
        rows(warehouse, board, **given)


def test_the_budget_instead(warehouse, board):
    found = rows(warehouse, board, bucket="SUP", amount="budget")
    ash = found["101"]
    assert ash["cost_per_pupil_usd"] == (ash["budget_usd"] / 200).quantize(CENT, ROUND_HALF_UP)


def test_rows_of_one_place_alone(warehouse):
    assert set(rows(warehouse, Scope(DISTRICT, frozenset({"101"})), bucket="SUP")) == {"101"}
