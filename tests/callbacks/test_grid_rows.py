"""Blocks that a grid asks for, and the state of a page of rows."""

from __future__ import annotations

import pytest
from dash import no_update

from callbacks.grid_rows import MOST_ROWS, Block, block, rows_state
from pages.manage.row_state import TransactionsState

SORTS = {"posted_date": "posted_date", "amount": "amount_usd"}
USUAL = Block(0, MOST_ROWS, "posted_date", True)


def test_a_block_and_its_order():
    asked = {"startRow": 200, "endRow": 300, "sortModel": [{"colId": "amount", "sort": "asc"}]}
    assert block(asked, SORTS, USUAL) == Block(200, 100, "amount_usd", False)


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"startRow": "0", "endRow": 100},
        {"startRow": 100, "endRow": 0},
        {"startRow": -5, "endRow": 10},
        {"startRow": None, "endRow": None, "sortModel": "x"},
    ],
)
def test_an_odd_request_gets_the_first_rows(asked):
    assert block(asked, SORTS, USUAL) == USUAL


def test_a_column_that_is_not_offered_is_not_sorted_by():
    asked = {"startRow": 0, "endRow": 10, "sortModel": [{"colId": "pay; drop", "sort": "desc"}]}
    assert block(asked, SORTS, USUAL).sort == "posted_date"


def test_nobody_gets_more_rows_at_once_than_the_limit():
    assert block({"startRow": 0, "endRow": 10**6}, SORTS, USUAL).limit == MOST_ROWS


def test_the_address_fills_the_search_box_when_the_page_opens():
    address, typed, kept = rows_state(TransactionsState, "?search=paper&type=actual", None, None)
    assert (address, typed) == (no_update, "paper")
    assert TransactionsState.from_query(kept) == TransactionsState(search="paper", type="actual")


def test_typing_changes_the_address_and_keeps_the_other_filters():
    before = "?search=paper&type=actual"
    address, typed, kept = rows_state(TransactionsState, before, "ink & toner", before)
    assert TransactionsState.from_query(address).search == "ink & toner"
    assert TransactionsState.from_query(address).type == "actual"
    assert typed is no_update
    assert kept == address


def test_back_takes_the_search_box_along():
    address, typed, _ = rows_state(TransactionsState, "?search=paper", "ink", "?search=ink")
    assert (address, typed) == (no_update, "paper")
