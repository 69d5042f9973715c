"""Posting lines: newest first, exact totals, and pay that stays a sum for most readers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from itertools import chain

import pyarrow as pa
import pytest

from access.scope import Scope
from config import Settings
from data.transactions import transaction_batches, transactions, transactions_total
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, publish, sample, search_text

BOTH = pytest.mark.parametrize("reader", ["whole", "everywhere", "ash"])
SUMMED = pytest.mark.parametrize("reader", ["board", "principal"])
NUMBERS = {"amount_usd", "period"}


@pytest.fixture
def everywhere():
    """Every location by name: the way of the ledger, not of the search table."""
    codes = frozenset({"101", "102", "103", "201", "301", "901"})
    return Scope(DISTRICT, codes, sees_compensation=True)


@pytest.fixture
def ash():
    return Scope(DISTRICT, frozenset({"101"}), sees_compensation=True)


def expected_keys(made, lines, scope, *, search="", year=2025, **wanted):
    found = [
        line
        for line in lines
        if line["fiscal_year"] == year
        and scope.allows(line["location_id"] or None)
        and search.lower() in search_text(made, line | {"account": None})
        and all(line[name] == value for name, value in wanted.items())
    ]
    return {line["line_key"] for line in found}, sum((line["usd"] for line in found), Decimal(0))


@BOTH
@pytest.mark.parametrize("search", ["", "chromebook", "CHROMEBOOK", "inv-3", "po17", "acme paper",
                                    "person 4", "20-101-", "%", "nothing at all"])  # fmt: skip
def test_search_finds_every_line_and_no_other(warehouse, made, lines, reader, search, request):
    scope = request.getfixturevalue(reader)
    keys, total = expected_keys(made, lines, scope, search=search)
    found = transactions(warehouse, scope, fiscal_year=2025, search=search)
    assert set(found.column("line_key").to_pylist()) == keys
    assert found.num_rows == len(keys)
    assert transactions_total(warehouse, scope, fiscal_year=2025, search=search) == (
        len(keys),
        total,
    )
    days = found.column("posted_date").to_pylist()
    assert days == sorted(days, reverse=True)


@BOTH
def test_pages_join_to_the_whole_list(warehouse, reader, request, monkeypatch):
    monkeypatch.setattr("data.line_search.FIRST_WINDOW", 40)
    scope = request.getfixturevalue(reader)
    complete = transactions(warehouse, scope, search="paper").column("line_key").to_pylist()
    pages = [
        transactions(warehouse, scope, search="paper", offset=at, limit=50)
        .column("line_key").to_pylist()
        for at in range(0, len(complete), 50)
    ]  # fmt: skip
    assert list(chain.from_iterable(pages)) == complete


@BOTH
def test_parts_of_an_export_are_the_same_rows(warehouse, reader, request, monkeypatch):
    monkeypatch.setattr("data.line_search.PART", 100)
    monkeypatch.setattr("data.transactions.PART", 100)
    scope = request.getfixturevalue(reader)
    complete = transactions(warehouse, scope, offset=5, limit=333).column("line_key").to_pylist()
    parts = transaction_batches(warehouse, scope, offset=5, limit=333)
    assert [key for part in parts for key in part.column("line_key").to_pylist()] == complete


@pytest.mark.parametrize("reader", ["whole", "everywhere", "ash", "board", "principal"])
@pytest.mark.parametrize("search", ["", "chromebook"])
def test_an_export_of_everything_holds_every_line_once(
    warehouse, reader, search, request, monkeypatch
):
    monkeypatch.setattr("data.line_search.PART", 60)
    monkeypatch.setattr("data.transactions.PART", 60)
    scope = request.getfixturevalue(reader)
    complete = transactions(warehouse, scope, search=search).column("line_key").to_pylist()
    parts = list(transaction_batches(warehouse, scope, search=search))
    assert len(parts) > 1 or len(complete) < 60 or reader in {"ash", "principal"}
    assert [key for part in parts for key in part.column("line_key").to_pylist()] == complete


def test_lines_without_a_day_come_last_and_are_not_lost(tmp_path):
    made = sample()
    lines = [line for line in made.rows("fct_ledger") if line["fiscal_year"] == 2025]
    for line in lines[::40]:
        line["posted_date"] = None
    undated = {line["line_key"] for line in lines[::40]}
    for row in made.rows("search"):
        if row["line_key"] in undated:
            row["posted_date"] = None
    made.tables["search"].sort(key=lambda row: row["posted_date"] or date.min)
    publish(tmp_path, made)
    warehouse = Warehouse(Settings(var=tmp_path))
    for sees in (False, True):
        scope = Scope.whole(DISTRICT, sees_compensation=sees)
        complete = transactions(warehouse, scope)
        days = complete.column("posted_date").to_pylist()
        assert days[-1] is None
        assert None not in days[: -len(undated)]
        parts = list(transaction_batches(warehouse, scope))
        assert sum(part.num_rows for part in parts) == complete.num_rows
        assert transactions_total(warehouse, scope, fiscal_year=2025)[0] == complete.num_rows


@BOTH
@pytest.mark.parametrize(
    ("filters", "wanted"),
    [({"line_type": "encumbrance"}, {"line_type": "encumbrance"}),
     ({"location": "101"}, {"location_id": "101"}),
     ({"vendor": "V1"}, {"vendor_key": 1}),
     ({"vendor": "chromebook depot"}, {"vendor_key": 2})],
)  # fmt: skip
def test_filters(warehouse, made, lines, reader, filters, wanted, request):
    scope = request.getfixturevalue(reader)
    keys, total = expected_keys(made, lines, scope, **wanted)
    found = transactions(warehouse, scope, fiscal_year=2025, **filters)
    assert set(found.column("line_key").to_pylist()) == keys
    assert transactions_total(warehouse, scope, fiscal_year=2025, **filters) == (len(keys), total)


@BOTH
def test_filters_by_account_bucket_day_and_amount(warehouse, made, lines, reader, request):
    scope = request.getfixturevalue(reader)
    line = next(
        line for line in lines if line["fiscal_year"] == 2025 and line["location_id"] == "101"
    )
    name, day, usd = line["account"]["display"], line["posted_date"], line["usd"]
    for filters, test in (
        ({"account": name}, lambda line: line["account"]["display"] == name),
        ({"first_day": day, "last_day": day}, lambda line: line["posted_date"] == day),
        ({"least_usd": usd, "most_usd": usd}, lambda line: line["usd"] == usd),
        ({"most_usd": Decimal(0)}, lambda line: line["usd"] <= 0),
        ({"bucket": "SUP"}, lambda line: line["account"]["object_code"] == "4300"),
    ):
        keys = {
            line["line_key"]
            for line in lines
            if line["fiscal_year"] == 2025
            and scope.allows(line["location_id"] or None)
            and test(line)
        }
        found = transactions(warehouse, scope, fiscal_year=2025, **filters)
        assert set(found.column("line_key").to_pylist()) == keys, filters
        assert transactions_total(warehouse, scope, fiscal_year=2025, **filters)[0] == len(keys)


def test_a_line_says_where_it_came_from(warehouse, whole, lines):
    row = transactions(warehouse, whole, search="chromebooks 9", limit=1).to_pylist()[0]
    [line] = [line for line in lines if line["line_key"] == row["line_key"]]
    assert row["amount_usd"] == line["usd"]
    assert row["account"] == line["account"]["display"]
    assert (row["file"], row["source_row"]) == ("gl.csv", line["source_row"])
    assert (row["period"], row["journal_no"]) == (line["period"], line["journal_no"])
    assert row["line_count"] == 1


@pytest.mark.parametrize(
    "sort", ["amount_usd", "account", "vendor_name", "description", "location_id"]
)
def test_other_orders(warehouse, whole, sort):
    values = transactions(warehouse, whole, sort=sort, descending=False).column(sort).to_pylist()
    known = [value for value in values if value is not None]
    assert known == sorted(known)


@pytest.mark.parametrize("sees", [True, False])
@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("sort", ["amount_usd", "vendor_name", "period", "check_no"])
@pytest.mark.parametrize("filters", [{}, {"search": "paper"}, {"least_usd": Decimal(2_000)}])
def test_pages_of_any_order_are_slices_of_the_whole(
    warehouse, monkeypatch, sees, descending, sort, filters
):
    """Every row as the newest come, sorted here: missing values last, then the later line first."""
    scope = Scope.whole(DISTRICT, sees_compensation=sees)
    monkeypatch.setattr("data.transactions.SORTED_PART", 11)
    monkeypatch.setattr("data.transactions.SUMMED_PART", 7)
    rows = transactions(warehouse, scope, **filters).to_pylist()
    rows.sort(key=lambda row: row["line_key"], reverse=True)
    rows.sort(key=lambda row: row[sort] or 0 if sort in NUMBERS else row[sort] or "",
              reverse=descending)  # fmt: skip
    rows.sort(key=lambda row: row[sort] is None)
    asked = {"sort": sort, "descending": descending, **filters}
    assert transactions(warehouse, scope, **asked).to_pylist() == rows
    page = transactions(warehouse, scope, offset=5, limit=30, **asked)
    assert page.to_pylist() == rows[5:35]
    parts = list(transaction_batches(warehouse, scope, **asked))
    assert len(parts) > 2
    assert pa.concat_tables(parts).to_pylist() == rows


def test_no_rows_of_another_order_are_an_empty_page(warehouse, whole):
    for scope in (whole, Scope.whole(DISTRICT)):
        page = transactions(warehouse, scope, sort="amount_usd", search="nothing at all")
        assert page.num_rows == 0
        assert page.column_names == transactions(warehouse, scope, limit=1).column_names


# --- pay ---


def pay(lines, scope):
    return [
        line
        for line in lines
        if line["fiscal_year"] == 2025
        and scope.allows(line["location_id"] or None)
        and (
            line["event_type"] == "payroll"
            or (
                line["account"]["spend_class"] in ("salary", "benefit")
                and line["line_type"] != "budget"
            )
        )
    ]


@SUMMED
def test_pay_is_one_sum_per_account_day_and_type(warehouse, lines, reader, request):
    scope = request.getfixturevalue(reader)
    sums: dict[tuple, Decimal] = {}
    for line in pay(lines, scope):
        key = (line["account"]["display"], line["posted_date"], line["line_type"])
        sums[key] = sums.get(key, Decimal(0)) + line["usd"]
    table = transactions(warehouse, scope, fiscal_year=2025)
    found = {
        (row["account"], row["posted_date"], row["line_type"]): row["amount_usd"]
        for row in table.to_pylist()
        if row["vendor_name"] is None and row["description"] is None
    }
    assert found == sums
    visible = [
        line
        for line in lines
        if line["fiscal_year"] == 2025 and scope.allows(line["location_id"] or None)
    ]
    assert sum(table.column("amount_usd").to_pylist()) == sum(line["usd"] for line in visible)
    assert sum(table.column("line_count").to_pylist()) == len(visible)


@SUMMED
@pytest.mark.parametrize("search", ["person 4", "pay of", "employee", "v3"])
def test_pay_is_not_found_by_person_or_text(warehouse, reader, search, request):
    scope = request.getfixturevalue(reader)
    assert transactions(warehouse, scope, fiscal_year=2025, search=search).num_rows == 0
    assert transactions_total(warehouse, scope, fiscal_year=2025, search=search) == (0, 0)
    assert transactions(warehouse, scope, fiscal_year=2025, vendor="Employee").num_rows == 0


@SUMMED
@pytest.mark.parametrize("search", ["", "chromebook", "nothing at all"])
def test_pages_of_readers_who_see_sums_join_to_their_whole_list(
    warehouse, reader, search, request, monkeypatch
):
    monkeypatch.setattr("data.line_search.FIRST_WINDOW", 16)
    scope = request.getfixturevalue(reader)
    complete = transactions(warehouse, scope, search=search).column("line_key").to_pylist()
    pages = [
        transactions(warehouse, scope, search=search, offset=at, limit=30)
        .column("line_key").to_pylist()
        for at in range(0, len(complete) + 1, 30)
    ]  # fmt: skip
    assert list(chain.from_iterable(pages)) == complete


@SUMMED
def test_pay_is_found_by_its_account(warehouse, lines, reader, request):
    scope = request.getfixturevalue(reader)
    name = pay(lines, scope)[0]["account"]["display"]
    assert transactions(warehouse, scope, fiscal_year=2025, search=name).num_rows > 1


def test_an_amount_does_not_single_out_a_line_of_pay(tmp_path):
    made = sample()
    pays = [line for line in made.rows("fct_ledger")
            if line["event_type"] == "payroll" and line["fiscal_year"] == 2025]  # fmt: skip
    twin = pays[1] | {"line_key": len(made.rows("fct_ledger")), "amount_cents": 123_456}
    pays[0]["posted_date"] = pays[1]["posted_date"]
    made.add("fct_ledger", **twin)
    publish(tmp_path, made)
    warehouse, filters = Warehouse(Settings(var=tmp_path)), {"fiscal_year": 2025}
    usd = Decimal("1234.56")
    hidden = transactions(warehouse, Scope.whole(DISTRICT), least_usd=usd, most_usd=usd, **filters)
    shown = transactions(
        warehouse, Scope.whole(DISTRICT, sees_compensation=True), sort="amount_usd",
        least_usd=usd, most_usd=usd, **filters,
    )  # fmt: skip
    assert (hidden.num_rows, shown.num_rows) == (0, 1)
