from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from loaders.errors import HeadingsError
from tests.loaders.erp.district import KINDS, LAYOUT, LEDGER, merged

A, B = "100-11-6100-001", "100-11-6200-002"


def section(kind, columns, **more):
    texts = {n: {"from": h} if isinstance(h, str) else h for n, h in columns.items()}
    return {"name": kind, "kind": kind, "glob": f"{kind}*", "columns": texts} | more


def csv(head, *rows):
    return "\n".join([head, *rows]) + "\n"


BALANCE = {
    "account": "Account",
    "fiscal_year": "Year",
    "original_budget": "Original",
    "current_budget": "Revised",
    "actual_ytd": "Actual",
    "encumbered": "Enc",
}
BALANCE_HEAD = "Account,Year,Original,Revised,Actual,Enc"


def test_balances(read):
    rows = csv(
        BALANCE_HEAD,
        f'{A},2027,"1,000.00","1,100.00",12.50,5',
        "100-00-5711-000,2027,-500,-500,-100,",
        f"{B},2027,1,x,3,4",
    )
    what = section("budget_balance", BALANCE, sign={"revenue": "flip"})
    got = read({"budget_balance.csv": rows}, what)
    names = "as_of_date, original_budget, current_budget, actual_ytd, encumbered, adjustments"
    assert got.lines(names, "balance_snapshot") == [
        (dt.date(2027, 6, 30), 1000, 1100, Decimal("12.50"), 5, None),
        (dt.date(2027, 6, 30), 500, 500, 100, None, None),
    ]
    assert got.quarantine("column_name, reason_code, amount") == [
        ("Revised", "AMOUNT_UNPARSED", Decimal(3))
    ]
    assert got.report.amount_accepted == Decimal("-87.50")


def test_the_day_of_a_balance_tells_its_year(read):
    rows = csv("Account,As Of,Actual", f"{A},03/01/2027,7")
    what = section(
        "budget_balance", {"account": "Account", "as_of_date": "As Of", "actual_ytd": "Actual"}
    )
    got = read({"budget_balance.csv": rows}, what)
    assert got.lines("fiscal_year, as_of_date, actual_ytd", "balance_snapshot") == [
        (2027, dt.date(2027, 3, 1), Decimal(7))
    ]


def test_roll_up_accounts_do_not_count_twice(read):
    rows = csv(
        BALANCE_HEAD,
        "100-11-6000-001,2027,30,30,30,0",
        "100-11-6100-001,2027,10,10,10,0",
        "100-11-6120-001,2027,20,20,20,0",
        "100-11-6300-002,2027,5,5,5,0",
        "100-11-6000-003,2027,7,7,7,0",
    )
    what = section("budget_balance", BALANCE, filters={"drop_parents": ["object"]})
    got = read({"budget_balance.csv": rows}, what)
    kept = [line for (line,) in got.lines("source_row", "balance_snapshot")]
    # 6100 is itself the parent of 6120; 6300 and the lone 6000 of site 003 have no child.
    assert kept == [4, 5, 6]
    assert got.report.skipped == {"roll-up account": 2}
    assert got.rows("SELECT count(*) FROM stage.account") == [(3,)]


def test_budget_lines(read):
    rows = csv(
        "Account,Date,Amount,Type,Doc,Tag",
        f"{A},07/01/2026,100.00,Original,B1,READ",
        f"{A},09/01/2026,-20.00,TRANSFER_OUT,T1,",
        f"{B},09/01/2026,20.00,what,T1,",
    )
    what = section(
        "budget_detail",
        {"account": "Account", "effective_date": "Date", "amount": "Amount", "type": "Type",
         "document_no": "Doc", "status": {"constant": "adopted"}},
        extra=["Tag"],
    )  # fmt: skip
    got = read({"budget_detail.csv": rows}, what)
    assert got.lines("period, type, status, amount, document_no", "budget_line") == [
        (1, "original", "adopted", Decimal(100), "B1"),
        (3, "transfer_out", "adopted", Decimal(-20), "T1"),
        (3, "other", "adopted", Decimal(20), "T1"),
    ]
    assert got.lines("extra", "budget_line")[0] == ('{"Tag":"READ"}',)


def test_months_side_by_side_become_rows(read):
    rows = csv("Account,2026-27 Original Budget,2026-27 Jul Amendment,2026-27 Sep Amendment",
               f"{A},100,,5", f"{B},200,x,-7")  # fmt: skip
    what = section(
        "budget_detail",
        {"account": "Account"},
        unpivot=[
            {"matches": "(?P<fiscal_year>20\\d\\d-\\d\\d) (?P<type>Original) Budget"},
            {
                "matches": "(?P<fiscal_year>20\\d\\d-\\d\\d) (?P<period>\\w+) (?P<type>Amendment)",
                "maps": {"type": {"Amendment": "amendment"}},
            },
        ],
    )
    got = read({"budget_detail.csv": rows}, what)
    assert got.lines("source_row, fiscal_year, period, type, amount", "budget_line") == [
        (2, 2027, 3, "amendment", Decimal(5)),
        (2, 2027, 12, "original", Decimal(100)),
        (3, 2027, 3, "amendment", Decimal(-7)),
        (3, 2027, 12, "original", Decimal(200)),
    ]
    assert got.quarantine("source_row, column_name, reason_code, found") == [
        (3, "amount", "AMOUNT_UNPARSED", "x")
    ]


def test_purchase_orders(read):
    rows = csv(
        "PO,Line,Account,Date,Ordered,Changed,Paid,Status,Vendor",
        f"P1,1,{A},08/01/2026,100,10,30,Open,V1",
        f"P1,2,{B},08/01/2026,50,,50,Open,V1",
        f"P1,2,{B},08/01/2026,5,,,Open,V1",
        f"P2,1,{A},08/02/2026,,,,Strange,V2",
        f",1,{A},08/02/2026,1,,,Open,V2",
    )
    what = section(
        "po_detail",
        {"po_no": "PO", "line": "Line", "account": "Account", "issued_on": "Date",
         "ordered": "Ordered", "changed": "Changed", "liquidated": "Paid", "status": "Status",
         "vendor_id": "Vendor"},
    )  # fmt: skip
    got = read({"po_detail.csv": rows}, what)
    assert got.lines("po_no, line, ordered, open_amount", "po_line_account") == [
        ("P1", "1", 100, 80), ("P1", "2", 50, 0), ("P1", "2.2", 5, 5), ("P2", "1", None, None),
    ]  # fmt: skip
    assert got.lines("po_no, release, vendor_id, status, issued_on", "purchase_order") == [
        ("P1", "", "V1", "open", dt.date(2026, 8, 1)),
        ("P2", "", "V2", "open", dt.date(2026, 8, 2)),
    ]
    assert got.quarantine() == [(6, "PO", "REQUIRED_NULL")]


def test_who_asked_for_an_order_and_what_else_its_file_carries(read):
    rows = csv(
        "PO,Account,Asked,Deliver To,Room,Ordered",
        f"P1,{A},Library,Dock,,5",
        f"P1,{B},Nurse,Desk,4,6",
        f"P2,{A},,,,7",
    )
    what = section(
        "po_detail",
        {"po_no": "PO", "account": "Account", "requester": "Asked", "ordered": "Ordered"},
        constants={"fiscal_year": "2027"}, extra=["Deliver To", "Room"],
    )  # fmt: skip
    got = read({"po_detail.csv": rows}, what)
    assert got.lines("po_no, requester", "purchase_order") == [("P1", "Library"), ("P2", None)]
    assert [text and json.loads(text) for (text,) in got.lines("extra", "po_line_account")] == [
        {"Deliver To": "Dock", "Room": None},
        {"Deliver To": "Desk", "Room": "4"},
        None,
    ]


def test_encumbrance_events(read):
    rows = csv(
        "Account,Date,Amount,Code,PO",
        f"{A},08/01/2026,100,17,P1",
        f"{A},08/03/2026,-5,18,P1",
        f"{A},08/05/2026,-40,X,P1",
    )
    what = section(
        "encumbrance_detail",
        {"account": "Account", "event_date": "Date", "amount": "Amount", "source_code": "Code",
         "po_no": "PO"},
        events={"17": "encumbrance", "18": "encumbrance_change"},
    )  # fmt: skip
    got = read({"encumbrance_detail.csv": rows}, what)
    assert got.lines("event, amount, source", "encumbrance_event") == [
        ("encumber", 100, "po"), ("change", -5, "po"), ("liquidate", -40, "po"),
    ]  # fmt: skip


def test_masters(read):
    files = {
        "location_master.csv": csv("Code,Name,Type,Level", "001,First School,school,elementary",
                                   "002,Office,,", "001,First again,school,", ",Nameless,,"),
        "segment_values.csv": csv("Seg,Code,Label", "fund,100,General fund", "location,009,Ninth"),
        "vendor_master.csv": csv("No,Name", "V1,Paper Works", "E1,A Person"),
        "period_calendar.csv": csv("Year,Per,From,To", "2027,1,07/01/2026,08/15/2026",
                                   "2027,2,08/16/2026,06/30/2027"),
        "account_crosswalk.csv": csv("Old,Until,New,Since", f"{A},2026,{B},2027"),
        "gl.csv": csv("Account,Date,Amount,Description,Vendor,Name", f"{A},08/20/2026,1,x,V1,P",
                      "100-11-6100-009,08/20/2026,2,x,E1,A Person"),
    }  # fmt: skip
    vendor = {"vendor_id": {"from": "Vendor"}, "vendor_name": {"from": "Name"}}
    got = read(
        files,
        merged(LEDGER, {"columns": vendor}),
        section("location_master",
                {"location_id": "Code", "name": "Name", "type": "Type", "level": "Level"}),
        section("segment_values", {"segment": "Seg", "code": "Code", "label": "Label"}),
        section("vendor_master", {"vendor_id": "No", "name": "Name"}),
        section("period_calendar",
                {"fiscal_year": "Year", "period": "Per", "start_date": "From", "end_date": "To"}),
        section("account_crosswalk", {"from_account": "Old", "from_fy": "Until",
                                      "to_account": "New", "to_fy": "Since"}),
        privacy={"employee_vendor_prefix": "E"},
        locations=[{"codes": "002", "type": "department"}, {"codes": "00[1-9]", "type": "school"}],
    )  # fmt: skip
    assert got.rows("SELECT location_id, name, type, level FROM stage.location ORDER BY 1") == [
        ("001", "First School", "school", "elementary"),
        ("002", "Office", "department", None),
        ("009", "Ninth", "school", None),
    ]
    assert got.rows("SELECT fiscal_year, segment, code FROM stage.segment_value ORDER BY 3") == [
        (0, "location", "009"), (0, "fund", "100"),
    ]  # fmt: skip
    assert got.rows("SELECT vendor_id, name, is_employee FROM stage.vendor ORDER BY 1") == [
        ("E1", "Employee", True), ("V1", "Paper Works", False),
    ]  # fmt: skip
    assert got.lines("period, vendor_name") == [(2, "P"), (2, None)]
    assert got.rows("SELECT period FROM stage.fiscal_calendar ORDER BY 1") == [(1,), (2,)]
    assert got.rows("SELECT from_fy, to_fy, share FROM stage.account_crosswalk") == [
        (2026, 2027, 1)
    ]
    assert got.quarantine("source_row, reason_code") == [(4, "DUPLICATE_KEY"), (5, "REQUIRED_NULL")]
    warned = "SELECT source_row, reason_code, found FROM stage.quarantine_row WHERE is_warning"
    assert got.rows(warned) == [(3, "UNKNOWN_LOCATION", "009")]


def test_an_account_master_with_and_without_a_year(read):
    lines = csv("Account,Date,Amount,Description", f"{A},08/20/2026,1,x", f"{B},08/20/2025,2,x")
    dated = section("account_master", {"account": "Full", "description": "Title",
                                       "is_active": "Active", "fiscal_year": "Year"})  # fmt: skip
    master = csv("Full,Title,Active,Year", f"{A},Salaries,Y,2027", "1-1,Broken,Y,2027",
                 f"{B},Benefits,?,2026")  # fmt: skip
    got = read({"gl.csv": lines, "account_master.csv": master}, LEDGER, dated)
    told = "SELECT display, fiscal_year, description, is_active, is_provisional FROM stage.account"
    assert got.rows(f"{told} ORDER BY 1") == [
        (A, 2027, "Salaries", True, False), (B, 2026, None, True, False),
    ]  # fmt: skip
    assert got.quarantine() == [
        (3, "Full", "ACCOUNT_UNPARSED"), (4, "Active", "BOOLEAN_UNPARSED"),
    ]  # fmt: skip


def test_an_account_master_without_a_year_holds_for_the_years_of_the_lines(read):
    lines = csv("Account,Date,Amount,Description", f"{A},08/20/2026,1,x", f"{A},08/20/2025,2,x")
    timeless = section("account_master", {"account": "Full", "description": "Title"})
    master = csv("Full,Title", f"{A},Salaries", "1-1,Broken")
    got = read({"gl.csv": lines, "account_master.csv": master}, LEDGER, timeless)
    told = "SELECT fiscal_year, description, is_provisional FROM stage.account ORDER BY 1"
    assert got.rows(told) == [(2026, "Salaries", False), (2027, "Salaries", False)]
    assert got.quarantine() == [(3, "account", "ACCOUNT_UNPARSED")]


def test_short_keys_are_spelled_out_by_the_master(read):
    lines = csv("Key,Date,Amount", "K1,08/20/2026,1", "K9,08/20/2026,2")
    keyed = merged(LEDGER, {"columns": {"account": None, "description": None,
                                        "short_key": {"from": "Key"}}})  # fmt: skip
    master = csv("Full,Short", f"{A},K1", f"{B},K2")
    what = section("account_master", {"account": "Full", "short_key": "Short"})
    layout = merged(LAYOUT, {"short_key": {"file": "account_master"}})
    got = read({"gl.csv": lines, "account_master.csv": master}, keyed, what, layout=layout)
    assert got.rows("SELECT a.display FROM stage.ledger_line JOIN stage.account a"
                    " USING (account_id)") == [(A,)]  # fmt: skip
    assert got.quarantine("column_name, reason_code, found, amount") == [
        ("Key", "ACCOUNT_UNPARSED", "K9", Decimal(2))
    ]


def test_groups_printed_once_are_filled_down(read):
    rows = csv(
        "Fund,Rest,Amount,Description",
        "100,,,",
        ",11-6100-001,1,a",
        ",11-6100-002,2,b",
        ",,3,",
        "Total 100,,3,",
        "200,11-6100-001,4,c",
        "Grand Total,,7,",
    )
    what = section(
        "ledger_detail",
        {"account": {"concat": ["Fund", "Rest"], "separator": "-"}, "amount": "Amount",
         "fiscal_year": {"constant": "2027"}, "description": "Description"},
        fill_down=["Fund"],
    )  # fmt: skip
    got = read({"ledger_detail.csv": rows}, what)
    displays = "SELECT a.display, l.amount FROM stage.ledger_line l JOIN stage.account a"
    assert got.rows(f"{displays} USING (account_id) ORDER BY 2") == [
        ("100-11-6100-001", 1), ("100-11-6100-002", 2), ("200-11-6100-001", 4),
    ]  # fmt: skip


FIXED = {
    "type": "fixed",
    "fixed": [
        {"name": "Acct", "start": 1, "width": 12},
        {"name": "Text", "start": 13, "width": 10},
        {"name": "Amt", "start": 23, "width": 13},
    ],
}


def fixed(**form):
    layout = {k: v for k, v in LAYOUT.items() if k != "delimiter"} | {"delimiter": ""}
    what = section(
        "ledger_detail",
        {"account": "Acct", "description": "Text", "fiscal_year": {"constant": "2027"},
         "amount": {"from": "Amt", "implied_decimals": "2"}},
        format=merged(FIXED, form),
    )  # fmt: skip
    return what, {"layout": layout, "kinds": KINDS}


def test_fixed_width(read):
    what, top = fixed()
    rows = (
        "100116100001chalk     0000000001050\n"
        "100116100001café      000000000200-\n"
        "\n"
        "100116100001short\n"
        "Total                 0000000000850\n"
    )
    got = read({"ledger_detail.txt": rows}, what, **top)
    assert got.lines("source_row, amount, description") == [
        (1, Decimal("10.50"), "chalk"), (2, Decimal("-2.00"), "café"),
    ]  # fmt: skip
    assert got.report.skipped == {"blank row": 1, "total": 1}
    assert got.quarantine("source_row, reason_code, raw") == [
        (4, "REQUIRED_NULL", "100116100001short")
    ]


def test_printed_reports(read):
    what, top = fixed(type="report", skip_lines=["\\s*Page", "-+$", "Acct"])
    rows = (
        "\x0c        Page 1\n"
        "Acct        Text                Amt\n"
        "-----------------------------------\n"
        "100116100001chalk     0000000001050\n"
        "        Page 2\n"
        "100116100001paper     0000000000200\n"
    )
    got = read({"ledger_detail.txt": rows.replace("\x0c", "")}, what, **top)
    assert got.lines() == [(4, Decimal("10.50")), (6, Decimal("2.00"))]
    assert got.report.skipped == {"banner or page header": 4}


def test_a_missing_choice_of_headings(read):
    what = merged(LEDGER, {"columns": {"po_no": {"from_first": ["PO", "Order"]}}})
    with pytest.raises(HeadingsError, match=r"column PO: no heading for po_no.*one of PO, Order"):
        read({"gl.csv": "Account,Date,Amount,Description\n"}, what)
