"""The accounts of one location: the same rows, figures and order as within the whole district."""

from __future__ import annotations

import pytest

from access.scope import Scope
from data.balances import account_status
from data.statements import statement
from data.warehouse import QueryError
from tests.data.serving_sample import DISTRICT

HEAD = Scope(DISTRICT, frozenset({"101"}))
SORTS = [
    name.replace("_cents", "_usd") if name.endswith("_cents") else name
    for name in (*statement("account_status").sort_columns, "used_share")
]


@pytest.fixture
def joined_here(warehouse, monkeypatch):
    """What was asked of DuckDB, by the names of the statements."""
    asked = []
    answer = type(warehouse)._answer

    def noted(self, question):
        asked.append(question.name)
        return answer(self, question)

    monkeypatch.setattr(type(warehouse), "_answer", noted)
    warehouse.forget()
    return asked


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("descending", [False, True])
def test_a_head_sees_the_part_of_the_whole_list_in_its_order(warehouse, whole, sort, descending):
    wanted = {"sort": sort, "descending": descending, "fiscal_year": 2025}
    district = account_status(warehouse, whole, **wanted).to_pylist()
    expected = [row for row in district if row["location_id"] == "101"]
    assert len(expected) > 10
    pages = [
        account_status(warehouse, HEAD, offset=at, limit=4, **wanted).to_pylist()
        for at in range(0, len(expected) + 4, 4)
    ]
    assert [row for page in pages for row in page] == expected


def test_a_condition_chooses_among_them(warehouse, whole):
    wanted = {"fiscal_year": 2025, "kind": "expenditure", "where": "fund is 10"}
    rows = account_status(warehouse, HEAD, **wanted).to_pylist()
    district = account_status(warehouse, whole, location_ids=["101"], **wanted).to_pylist()
    every = account_status(warehouse, HEAD, fiscal_year=2025).num_rows
    assert rows == district
    assert 0 < len(rows) < every


def test_every_page_and_order_is_cut_from_one_answer(warehouse, joined_here):
    for sort in ("account", "budget_usd"):
        for offset in (0, 5):
            account_status(warehouse, HEAD, fiscal_year=2025, sort=sort, offset=offset, limit=5)
    assert joined_here.count("place_balances") == 1
    assert joined_here.count("place_accounts") <= 1  # Kept with the snapshot.
    assert "account_status" not in joined_here


def test_who_heads_nothing_known_sees_nothing(warehouse):
    nowhere = Scope(DISTRICT, frozenset({"999"}))
    assert account_status(warehouse, nowhere, fiscal_year=2025).num_rows == 0


def test_an_order_by_what_is_not_there_is_refused(warehouse):
    with pytest.raises(QueryError, match="cannot be sorted by 'colour'"):
        account_status(warehouse, HEAD, fiscal_year=2025, sort="colour")
