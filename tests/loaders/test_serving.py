"""The serving file: every figure follows from the canonical tables, reckoned here by hand."""

from __future__ import annotations

import json
from decimal import Decimal

import duckdb
import pytest

from config import Settings
from data.serving_schema import SERVING
from loaders.serving import build_serving
from tests.loaders import staged
from tests.loaders.staged import FILES, account, account_id, budget, chart, joined, ledger, serving

TEACHER, BUS, LOCAL = "01-11-1100-101", "01-36-4300-900", "01-00-8011-000"
TITLE_ONE, CASH = "02-11-4300-102", "01-00-9110-000"


def balance(year, display, **figures):
    return {
        "account_id": account_id(year, display),
        "fiscal_year": year,
        "as_of_date": f"{year}-01-31",
        "import_id": "imp-balance",
        "source_row": 2,
    } | {name: Decimal(amount) for name, amount in figures.items() if amount != ""}


def balances(con, year, display):
    """The figures in their order: original, adjustments, budget, spent, encumbered, requested."""
    return con.execute(
        "select b.* exclude (account_key, fiscal_year, location_key) from balances b "
        "join dim_account a using (account_key) where a.display = $d and a.fiscal_year = $y",
        {"d": display, "y": year},
    ).fetchone()


def test_exactly_the_tables_and_columns_of_the_contract(tmp_path):
    con = serving(tmp_path, chart((2027, TEACHER)))
    found = con.execute(
        "select table_name, column_name, data_type from information_schema.columns "
        "order by table_name, ordinal_position"
    ).fetchall()
    listed = [
        (name, column.name, column.type)
        for name, table in sorted(SERVING.items())
        for column in table.columns
    ]
    assert found == [(name, column, kind) for name, column, kind in listed]


def test_accounts_are_dense_and_sorted_by_year_location_and_account(tmp_path):
    con = serving(
        tmp_path,
        chart((2027, BUS), (2026, TITLE_ONE), (2027, TEACHER), (2027, LOCAL), (2026, TEACHER)),
    )
    found = con.execute(
        "select account_key, fiscal_year, display, location_id, fund_code, function_code, "
        "object_code, fund_source from dim_account join dim_location using (location_key) "
        "order by account_key"
    ).fetchall()
    assert found == [
        (1, 2026, TEACHER, "101", "01", "11", "1100", "state_local"),
        (2, 2026, TITLE_ONE, "102", "02", "11", "4300", "federal"),
        (3, 2027, LOCAL, "", "01", "00", "8011", "state_local"),
        (4, 2027, TEACHER, "101", "01", "11", "1100", "state_local"),
        (5, 2027, BUS, "900", "01", "36", "4300", "state_local"),
    ]


def test_spending_is_the_sum_of_lines_after_the_opening_period(tmp_path):
    con = serving(
        tmp_path,
        chart((2027, TEACHER), (2027, LOCAL)),
        {
            "ledger_line": [
                ledger(2027, TEACHER, "1000.05", 1),
                ledger(2027, TEACHER, "-0.04", 2, period=13),
                ledger(2027, TEACHER, "77.00", 3, period=0),
                ledger(2027, TEACHER, "88.00", 6, event_type="opening"),
                ledger(2027, TEACHER, "-99.00", 7, period=13, event_type="closing"),
                ledger(2027, TEACHER, "5.00", 4, event_type="encumbrance_memo"),
                ledger(2027, LOCAL, "250.00", 5, event_type="revenue"),
            ]
        },
    )
    assert balances(con, 2027, TEACHER)[3] == 100001
    assert balances(con, 2027, LOCAL)[3] == 25000
    kinds = con.execute("select line_type, count(*) from fct_ledger group by 1 order by 1")
    assert kinds.fetchall() == [("actual", 5), ("encumbrance", 1), ("receipt", 1)]


def test_lines_speak_before_the_balance_and_the_balance_where_there_are_none(tmp_path):
    con = serving(
        tmp_path,
        chart((2027, TEACHER), (2027, LOCAL), (2026, TEACHER)),
        {
            "ledger_line": [ledger(2027, TEACHER, "10.00", 1)],
            "budget_line": [budget(2027, TEACHER, "40.00", 1)],
            "balance_snapshot": [
                balance(2027, TEACHER, actual_ytd="11.00", current_budget="41.00"),
                balance(2027, LOCAL, actual_ytd="99.00", original_budget="90", adjustments="5"),
                balance(
                    2026,
                    TEACHER,
                    original_budget="70.00",
                    current_budget="75.00",
                    actual_ytd="60.00",
                    encumbered="3.00",
                    pre_encumbered="1.00",
                    available_reported="12.00",
                ),
            ],
        },
    )
    assert balances(con, 2027, TEACHER) == (4000, 0, 4000, 1000, None, None, None, 1100, None, 2)
    assert balances(con, 2027, LOCAL) == (9000, 500, 9500, 9900, None, None, None, 9900, None, 0)
    assert balances(con, 2026, TEACHER) == (7000, 500, 7500, 6000, 300, 100, None, 6000, 1200, 0)


@pytest.mark.parametrize(
    ("setting", "reserved"), [({}, None), ({"subtract_requisitions": True}, 7)]
)
def test_requisitions_are_reserved_where_the_district_subtracts_them(tmp_path, setting, reserved):
    con = serving(
        tmp_path,
        chart((2027, TEACHER), (2027, LOCAL)),
        {
            "district": [{"district_id": staged.DISTRICT, "settings": json.dumps(setting)}],
            "balance_snapshot": [
                balance(2027, TEACHER, current_budget="41.00", pre_encumbered="0.07"),
                balance(2027, LOCAL, current_budget="10.00", pre_encumbered="0.05"),
            ],
        },
    )
    assert balances(con, 2027, TEACHER)[5:7] == (7, reserved)
    assert balances(con, 2027, LOCAL)[5:7] == (None, None)


def test_an_account_without_postings_spent_nothing_where_the_year_has_lines(tmp_path):
    con = serving(
        tmp_path,
        chart((2027, TEACHER), (2027, BUS)),
        {
            "ledger_line": [ledger(2027, TEACHER, "10.00", 1)],
            "budget_line": [budget(2027, BUS, "40.00", 1)],
        },
    )
    assert balances(con, 2027, BUS)[2:5] == (4000, 0, None)
    assert balances(con, 2027, TEACHER)[2:5] == (0, 1000, None)


def test_an_account_at_rest_stays_listed_in_years_that_have_figures(tmp_path):
    con = serving(
        tmp_path,
        chart(
            (2026, TEACHER), (2026, BUS), (2027, TEACHER), (2027, BUS), (2027, TITLE_ONE),
            (2028, TEACHER), (2028, BUS),
        ),
        {
            "ledger_line": [ledger(2026, BUS, "7.00", 1), ledger(2027, TEACHER, "10.00", 2)],
            "budget_line": [budget(2027, TEACHER, "40.00", 1)],
        },
    )  # fmt: skip
    assert balances(con, 2027, BUS) == (0, 0, 0, 0, None, None, None, None, None, 0)
    assert balances(con, 2026, TEACHER)[3] == 0, "its lines are of a later year"
    assert balances(con, 2027, TITLE_ONE) is None, "it never had a line"
    assert balances(con, 2028, BUS) is None, "nothing is known of that year"
    years = con.execute("select fiscal_year from dim_year where has_money order by 1").fetchall()
    assert years == [(2026,), (2027,)]


def test_amendments_alone_are_not_a_whole_budget(tmp_path):
    con = serving(
        tmp_path,
        chart((2027, TEACHER)),
        {
            "budget_line": [budget(2027, TEACHER, "5.00", 1, type="amendment", status="posted")],
            "balance_snapshot": [
                balance(2027, TEACHER, original_budget="100", adjustments="5", current_budget="105")
            ],
        },
    )
    assert balances(con, 2027, TEACHER)[:3] == (10000, 500, 10500)


def test_budget_lines_add_up_and_proposals_stay_out(tmp_path):
    con = serving(
        tmp_path,
        chart((2027, TEACHER)),
        {
            "budget_line": [
                budget(2027, TEACHER, "100.00", 1, extra='{"Strategy": "READ"}'),
                budget(2027, TEACHER, "-8.50", 2, type="transfer_out", status="posted"),
                budget(2027, TEACHER, "1.25", 3, type="carryforward", status="posted"),
                budget(2027, TEACHER, "999.00", 4, status="proposed"),
            ]
        },
    )
    assert balances(con, 2027, TEACHER)[:3] == (10000, -725, 9275)
    assert con.execute("select count(*) from fct_ledger").fetchone() == (3,)
    tags = con.execute("select amount_cents, extra from fct_ledger where extra is not null")
    assert tags.fetchall() == [(10000, '{"Strategy": "READ"}')]


def test_rows_of_the_newest_day_add_up(tmp_path):
    rows = [
        balance(2027, TEACHER, actual_ytd="1.00") | {"as_of_date": "2026-12-31"},
        balance(2027, TEACHER, actual_ytd="2.00"),
        balance(2027, TEACHER, actual_ytd="3.00") | {"source_row": 3},
    ]
    con = serving(tmp_path, chart((2027, TEACHER)), {"balance_snapshot": rows})
    assert balances(con, 2027, TEACHER)[3] == 500


def event(kind, amount, row):
    return {
        "event_id": staged.line_id(kind, row),
        "account_id": account_id(2027, BUS),
        "fiscal_year": 2027,
        "period": 2,
        "event_date": "2026-08-20",
        "event": kind,
        "amount": Decimal(amount),
        "po_no": "P7",
        "import_id": "imp-gl",
        "source_row": row,
    }


def test_open_orders_are_the_sum_of_events_and_requests_stand_apart(tmp_path):
    events = [event("pre", "30", 1), event("pre", "-20", 2), event("encumber", "20.50", 3)]
    con = serving(
        tmp_path,
        chart((2027, BUS), (2027, TEACHER)),
        {
            "encumbrance_event": [*events, event("liquidate", "-5.25", 4)],
            "ledger_line": [ledger(2027, TEACHER, "1.00", 9)],
        },
    )
    assert balances(con, 2027, BUS)[4:6] == (1525, 1000)
    assert balances(con, 2027, TEACHER)[4:6] == (0, 0)
    cube = con.execute("select period, encumbered_cents from cube_period order by 1").fetchall()
    assert cube == [(1, None), (2, 1525)]


def order(number, status, open_amount, row):
    head = {
        "district_id": staged.DISTRICT,
        "po_no": number,
        "release": "",
        "fiscal_year": 2027,
        "import_id": "imp-gl",
        "source_row": row,
    }
    line = {"line": "1", "account_id": account_id(2027, BUS), "open_amount": Decimal(open_amount)}
    return {
        "purchase_order": [head | {"status": status, "vendor_name": "Acme"}],
        "po_line_account": [head | line],
    }


def test_open_orders_come_from_order_lines_where_there_are_no_events(tmp_path):
    con = serving(
        tmp_path,
        chart((2027, BUS)),
        order("P1", "open", "12.00", 1),
        order("P2", "partial", "3.00", 2),
        order("P3", "closed", "99.00", 3),
        order("P4", "requisition", "7.00", 4),
    )
    assert balances(con, 2027, BUS)[4:6] == (1500, 700)
    found = con.execute(
        "select po_no, status, open_cents, name from purchase_orders "
        "join dim_vendor using (vendor_key) order by po_no"
    ).fetchall()
    assert found[0] == ("P1", "open", 1200, "Acme")
    assert len(found) == 4


def test_vendors_come_from_master_and_lines_and_employees_stay_unnamed(tmp_path):
    con = serving(
        tmp_path,
        chart((2027, BUS)),
        {
            "vendor": [
                {
                    "district_id": "elm",
                    "vendor_id": "V1",
                    "name": "Acme Fuel",
                    "is_employee": False,
                },
                {"district_id": "elm", "vendor_id": "E9", "name": "Pat Q", "is_employee": True},
            ],
            "ledger_line": [
                ledger(2027, BUS, "1.00", 1, vendor_id="V1", vendor_name="ACME"),
                ledger(2027, BUS, "2.00", 2, vendor_id="E9", vendor_name="Pat Q"),
                ledger(2027, BUS, "3.00", 3, vendor_name="Corner Store", description="Diesel"),
                ledger(2027, BUS, "4.00", 4, vendor_id="V2", vendor_name="Parts Inc"),
            ],
        },
    )
    found = con.execute(
        "select source_row, vendor_id, name from fct_ledger join dim_vendor using (vendor_key) "
        "order by source_row"
    ).fetchall()
    assert found == [
        (1, "V1", "Acme Fuel"),
        (2, "E9", "Employee (name withheld)"),
        (3, "", "Corner Store"),
        (4, "V2", "Parts Inc"),
    ]
    texts = [row[0] for row in con.execute("select text from search order by line_key").fetchall()]
    assert not any("pat q" in text for text in texts)
    assert texts[2].startswith("corner store diesel ")
    assert texts[2].endswith(BUS)


def test_search_is_ordered_by_date_and_lines_by_account(tmp_path):
    con = serving(
        tmp_path,
        chart((2027, TEACHER), (2027, BUS), (2026, BUS)),
        {
            "ledger_line": [
                ledger(2027, BUS, "1", 1, posted_date="2026-07-02"),
                ledger(2027, TEACHER, "2", 2, posted_date="2026-12-01"),
                ledger(2026, BUS, "3", 3, posted_date="2026-07-09"),
                ledger(2027, TEACHER, "4", 4, posted_date=None),
            ]
        },
    )
    rows = con.execute("select amount_cents from search").fetchall()
    assert [row[0] for row in rows] == [400, 100, 300, 200]
    lines = con.execute("select line_key, amount_cents from fct_ledger").fetchall()
    assert lines == [(1, 300), (2, 200), (3, 400), (4, 100)]


def test_school_cube_adds_up_to_the_balances(tmp_path):
    con = serving(
        tmp_path,
        chart((2027, TEACHER), (2027, TITLE_ONE), (2027, BUS), (2027, LOCAL)),
        {
            "ledger_line": [
                ledger(2027, name, amount, row)
                for row, (name, amount) in enumerate(
                    [(TEACHER, "100"), (TEACHER, "20"), (TITLE_ONE, "7.77"), (LOCAL, "500")]
                )
            ]
        },
    )
    found = con.execute(
        "select kind, name, category_code, fund_source, account_count, spent_cents "
        "from cube_school join dim_location using (location_key) order by kind, name"
    ).fetchall()
    assert found == [
        ("expenditure", "Elm Elementary", "instruction", "state_local", 1, 12000),
        ("expenditure", "Oak High", "instruction", "federal", 1, 777),
        ("revenue", "No location", "other", "state_local", 1, 50000),
    ]


def test_balance_sheet_accounts_spend_nothing(tmp_path):
    rows = chart((2027, CASH))
    rows["account"] = [account(2027, CASH, kind="asset")]
    con = serving(tmp_path, rows, {"ledger_line": [ledger(2027, CASH, "5", 1)]})
    assert balances(con, 2027, CASH)[3] is None
    assert con.execute("select count(*) from cube_school").fetchone() == (0,)


def test_a_serving_file_can_be_built_again_from_a_snapshot(tmp_path):
    settings = Settings(var=tmp_path, load_threads=1)
    rows = joined(
        staged.layout(),
        FILES,
        chart((2027, TEACHER)),
        {"ledger_line": [ledger(2027, TEACHER, "1.00", 1)]},
    )
    result = staged.deliver(settings, staged.feed(rows))
    target = tmp_path / "again.duckdb"
    build_serving(tmp_path, result.folder / "tables", target, settings)
    again = duckdb.connect(str(target), read_only=True)
    first = duckdb.connect(str(result.folder / "serving.duckdb"), read_only=True)
    for name in SERVING:
        text = f"select * from {name} order by all"
        assert again.execute(text).fetchall() == first.execute(text).fetchall(), name
