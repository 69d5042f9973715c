"""The filter builder: what it offers, adds and refuses, and what its chips take away."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from dash import no_update

from callbacks.grid_rows import page
from callbacks.manage import accounts, conditions, purchase_orders, transactions
from data.scope import ScopeError
from pages.manage.row_state import AccountsState, OrdersState, TransactionsState
from pages.words import speaking, spoken_words
from tests.e2e.hostile import TEXTS


def text_of(parts):
    return str([part.to_plotly_json() for part in parts])


def test_fields_of_rows_come_before_those_of_the_account(services, person):
    names = conditions.fields(services, person("principal", "101"), "transactions")
    assert names[:2] == ["Date", "Amount"]
    assert {"Item", "Ship/to", "Account Code", "Account Type", "Fund", "Site"} <= set(names)
    assert len(names) == len({name.lower() for name in names})


@pytest.mark.parametrize(
    ("typed", "where"),
    [
        (("Fund", "is", "10", ""), "Fund is 10"),
        (("Amount", "between", "5", ""), "Amount between 5.."),
        (("Amount", "between", "1,000", "2,000"), 'Amount between "1,000..2,000"'),
        (("Vendor", "is", 'Acme "Paper", Inc.', ""), 'Vendor is "Acme ""Paper"", Inc."'),
    ],
)
def test_what_is_typed_becomes_a_condition_of_the_address(services, person, typed, where):
    actor = person("budget_director")
    query, said = conditions.with_condition(
        services, actor, "transactions", TransactionsState(), typed
    )
    assert said == ""
    state = TransactionsState.from_query(query)
    assert state.where == where
    again, _ = conditions.with_condition(services, actor, "transactions", state, typed)
    assert TransactionsState.from_query(again).where == where
    (chip,) = conditions.chips(where)
    assert parse_qs(chip.without, keep_blank_values=True) == {"where": [""]}


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("Fund", "is", " ", ""), "Give a value"),
        (("Amount", "between", "", ""), "Give a value"),
        (("Amount", "is", "much", ""), "dollars and cents"),
        (("Colour", "is", "red", ""), "There is no field"),
        (("Fund", "resembles", "1", ""), "resembles"),
    ],
)
def test_what_cannot_be_meant_changes_nothing_and_is_said(services, person, typed, said):
    found, words = conditions.with_condition(
        services, person("budget_director"), "transactions", TransactionsState(), typed
    )
    assert found is no_update
    assert said in words


def test_a_chip_takes_away_its_own_condition_alone():
    found = conditions.chips('fund is 10, vendor is "a, b", amount between 5..9')
    assert [chip.value for chip in found] == ["10", "a, b", "5 to 9"]
    assert parse_qs(found[1].without) == {"where": ["fund is 10, amount between 5..9"]}


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_stays_a_value(services, person, text):
    if not text.strip():
        return
    try:
        where = conditions.added("", "Vendor", "is", text, "")
    except ScopeError:
        return
    found = page(
        services, person("budget_director"), transactions.SOURCE, TransactionsState(where=where)
    )
    assert "No rows fit" in text_of(found[2])


def test_a_filter_that_cannot_be_read_shows_no_rows(services, person):
    actor = person("budget_director")
    shown = text_of(page(services, actor, accounts.SOURCE, AccountsState(where="x is 1"))[2])
    assert "A filter cannot be read." in shown
    assert "AgGrid" not in shown


def test_the_address_of_the_rows_as_a_file_carries_the_conditions(services, person):
    state = AccountsState(where="fund is 20")
    view = accounts.view(services, person("principal", "101"), state)
    assert "where=fund+is+20" in view.export
    assert view.row_count == 4  # four expenditure accounts of the fund at the own school


@pytest.mark.parametrize("state", [{"where": "fond is 1"}, {"group": "fond"}])
def test_fields_there_are_stand_in_the_words_of_the_district(services, person, state):
    words = spoken_words([("fund", "resource"), ("location", "site of the fund")], ())
    with speaking(words):
        shown = text_of(
            page(services, person("budget_director"), accounts.SOURCE, AccountsState(**state))[2]
        )
    assert "There is no field 'fond'; there are " in shown
    known = shown.partition("there are ")[2].partition(". Take")[0].split(", ")
    assert "resource" in known
    assert "site of the fund" in known, "renamed once"
    assert "fund" not in known


@pytest.mark.parametrize(
    ("source", "state", "where"),
    [
        (transactions.SOURCE, TransactionsState, "period between {}.."),
        (purchase_orders.SOURCE, OrdersState, "days open between 0..{}"),
        (accounts.SOURCE, AccountsState, "budget between {}.."),
    ],
)
def test_numbers_beyond_any_database_are_said_to_be_none(services, person, source, state, where):
    for number in ("9" * 60, "1e40", "Infinity", "NaN", "sNaN"):
        asked = state(where=where.format(number))
        assert "A filter cannot be read." in text_of(
            page(services, person("budget_director"), source, asked)[2]
        ), number
