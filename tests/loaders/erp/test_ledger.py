from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from loaders.errors import LoaderError, PrivateDataError
from tests.loaders.erp.district import LEDGER, merged

A, B = "100-11-6100-001", "100-11-6200-002"
REVENUE = "100-00-5711-000"


def ledger(**changes):
    return merged(LEDGER, changes)


def csv(*rows, head="Account,Date,Amount,Description"):
    return "\n".join([head, *rows]) + "\n"


def test_a_posting_is_placed_in_time_and_chart(read):
    got = read({"gl.csv": csv(f"{A},07/15/2026,10.50,chalk")})
    names = "fiscal_year, period, posted_date, amount, debit, event_type, description, is_transfer"
    assert got.lines(names) == [
        (2027, 1, dt.date(2026, 7, 15), Decimal("10.50"), None, "expense", "chalk", False)
    ]
    assert got.rows("SELECT kind, location_id, is_provisional FROM stage.account") == [
        ("expenditure", "001", False)
    ]
    assert got.report.fiscal_years == (2027,)
    assert got.rows("SELECT count(*), min(start_date) FROM stage.fiscal_calendar") == [
        (14, dt.date(2026, 7, 1))
    ]


def test_signs_are_settled_by_kind_and_totals_stay_in_the_sign_of_the_file(read):
    rows = csv(f"{A},07/15/2026,10.00,a", f"{REVENUE},07/15/2026,-25.00,b")
    got = read({"gl.csv": rows}, ledger(sign={"revenue": "flip"}))
    assert got.lines() == [(2, Decimal("10.00")), (3, Decimal("25.00"))]
    assert got.report.amount_accepted == Decimal("-15.00")


def test_debit_and_credit(read):
    head = "Account,Date,Debit,Credit,Description"
    section = ledger(columns={"amount": {"from": None, "debit": "Debit", "credit": "Credit"}})
    rows = csv(
        f"{A},07/15/2026,10.00,,a",
        f"{A},07/15/2026,,4.00,b",
        f"{A},07/15/2026,7.00,2.00,both",
        f"{A},07/15/2026,-3.00,,reversal",
        f"{A},07/15/2026,x,1.00,bad",
        f"{A},07/15/2026,,,nothing",
        head=head,
    )
    got = read({"gl.csv": rows}, section)
    assert got.lines("source_row, amount, debit, credit") == [
        (2, Decimal(10), Decimal(10), None),
        (3, Decimal(-4), None, Decimal(4)),
        (4, Decimal(5), Decimal(7), Decimal(2)),
        (5, Decimal(-3), Decimal(-3), None),
    ]
    assert got.quarantine() == [
        (6, "Debit", "AMOUNT_UNPARSED"),
        (7, "Debit - Credit", "REQUIRED_NULL"),
    ]


def test_the_source_of_a_posting_decides_where_it_goes(read):
    head = "Account,Date,Amount,Description,Src"
    events = {
        "API": "expense", "PRJ": "payroll", "BUO": "budget_original", "BUA": "budget_amendment",
        "POE": "encumbrance", "POL": "liquidation", "STAT": "skip", "TRF": "transfer",
    }  # fmt: skip
    section = ledger(columns={"source_code": {"from": "Src"}}, events=events)
    rows = csv(
        *(f"{A},07/15/2026,{n}.00,x,{code}" for n, code in enumerate(events, start=1)),
        f"{A},07/15/2026,9.00,x,OTHER",
        head=head,
    )
    got = read({"gl.csv": rows}, section)
    assert got.lines("amount, event_type, is_transfer") == [
        (Decimal(1), "expense", False),
        (Decimal(2), "payroll", False),
        (Decimal(8), "transfer", True),
        (Decimal(9), "expense", False),
    ]
    assert got.lines("amount, type", "budget_line") == [
        (Decimal(3), "original"), (Decimal(4), "amendment"),
    ]  # fmt: skip
    assert got.lines("amount, event", "encumbrance_event") == [
        (Decimal(5), "encumber"), (Decimal(6), "liquidate"),
    ]  # fmt: skip
    assert got.report.skipped == {"event skip": 1}
    assert got.report.rows_accepted == 8


def test_three_amounts_on_a_row_go_to_three_tables(read):
    head = "Account,Date,Budget,Ordered,Amount,Type"
    section = ledger(
        columns={
            "description": None,
            "budget_amount": {"from": "Budget"},
            "encumbrance_amount": {"from": "Ordered"},
            "source_code": {"from": "Type"},
        },
        events={"B": "budget", "O": "encumbrance", "P": "expense"},
    )
    rows = csv(
        f"{A},07/01/2026,1000,0,0,B",
        f"{A},09/01/2026,50,0,0,B",
        f"{A},07/05/2026,0,20,0,O",
        f"{A},07/09/2026,0,-20,19.50,P",
        f"{A},07/09/2026,0,0,0,P",
        head=head,
    )
    got = read({"gl.csv": rows}, section)
    assert got.lines() == [(5, Decimal("19.50")), (6, Decimal(0))]
    assert got.lines("amount, type", "budget_line") == [
        (Decimal(1000), "original"), (Decimal(50), "amendment"),
    ]  # fmt: skip
    assert got.lines("amount, event", "encumbrance_event") == [
        (Decimal(20), "encumber"), (Decimal(-20), "liquidate"),
    ]  # fmt: skip
    assert (got.report.rows_read, got.report.rows_accepted) == (5, 5)


KEYED = {
    "columns": {"journal_no": {"from": "Journal"}, "journal_line": {"from": "Line"}},
    "identity": {"natural_key": ["fiscal_year", "journal_no", "journal_line"]},
}
KEYED_HEAD = "Account,Date,Amount,Description,Journal,Line"


def test_a_key_that_stands_twice_is_set_aside(read):
    rows = csv(
        f"{A},07/15/2026,1.00,x,J1,1",
        f"{A},07/15/2026,2.00,x,J1,2",
        f"{A},07/15/2026,3.00,x,J1,1",
        f"{A},07/15/2027,4.00,x,J1,1",
        head=KEYED_HEAD,
    )
    got = read({"gl.csv": rows}, ledger(**KEYED))
    assert [line for line, _ in got.lines()] == [2, 3, 5]
    assert got.quarantine("source_row, reason_code, found, message, amount") == [
        (4, "DUPLICATE_KEY", "2027 | J1 | 1",
         "The same key stands in row 2; expected it once.", Decimal("3.00")),
    ]  # fmt: skip


def test_a_later_file_replaces_lines_with_the_same_key(read):
    first = csv(f"{A},07/15/2026,1.00,x,J1,1", f"{A},07/15/2026,2.00,x,J1,2", head=KEYED_HEAD)
    later = csv(f"{A},07/15/2026,5.00,x,J1,2", f"{A},07/15/2026,7.00,x,J2,1", head=KEYED_HEAD)
    got = read({"gl_1.csv": first, "gl_2.csv": later}, ledger(load="incremental", **KEYED))
    assert sorted(amount for _, amount in got.lines()) == [1, 5, 7]
    assert got.reports[0].skipped == {"replaced by a later file": 1}
    assert got.reports[0].amount_accepted == Decimal("1.00")


def test_equal_lines_are_two_postings_with_lasting_keys(read):
    same = f"{A},07/15/2026,1.00,x"
    got = read({"gl.csv": csv(same, same, same)})
    keys = {key for (key,) in got.lines("ledger_line_id")}
    assert len(keys) == 3
    again = read({"gl.csv": csv(f"{B},07/15/2026,1.00,y", same, same, same)})
    assert keys < {key for (key,) in again.lines("ledger_line_id")}


def test_the_same_file_under_two_names_counts_once(read):
    rows = csv(f"{A},07/15/2026,1.00,x")
    got = read({"gl_1.csv": rows, "gl_2.csv": rows})
    assert len(got.lines()) == 1
    assert got.reports[1].notes == ["the same file as gl_1.csv; not read again"]


def test_the_same_bytes_give_the_same_rows(read):
    rows = {"gl.csv": csv(*(f"{A},07/{d:02}/2026,{d}.00,x" for d in range(1, 29)))}
    one, two = read(rows), read(rows)
    assert one.lines("*") == two.lines("*")


@pytest.mark.parametrize(
    ("year", "period", "date", "expected"),
    [
        ("2027", "3", "", (2027, 3, None)),
        ("2027", "0", "07/01/2026", (2027, 0, dt.date(2026, 7, 1))),
        ("2027", "13", "06/30/2027", (2027, 13, dt.date(2027, 6, 30))),
        ("26-27", "Sep", "", (2027, 3, None)),
        ("FY27", "Sep-26", "", (2027, 3, None)),
        ("2627", "12", "", (2027, 12, None)),
        ("2026-2027", "1", "", (2027, 1, None)),
        ("", "", "06/30/2026", (2026, 12, dt.date(2026, 6, 30))),
        ("2026", "", "07/20/2026", (2026, 12, dt.date(2026, 7, 20))),
        ("2027", "", "", (2027, 12, None)),
    ],
)
def test_periods(read, year, period, date, expected):
    section = ledger(columns={"fiscal_year": {"from": "Year"}, "period": {"from": "Per"}})
    rows = csv(f"{A},{date},1,x,{year},{period}", head="Account,Date,Amount,Description,Year,Per")
    assert read({"gl.csv": rows}, section).lines("fiscal_year, period, posted_date") == [expected]


@pytest.mark.parametrize(
    ("year", "period", "fault"),
    [
        ("2027", "14", ("Per", "PERIOD_OUT_OF_CALENDAR")),
        ("2027", "998", ("Per", "PERIOD_OUT_OF_CALENDAR")),
        ("2027", "?", ("Per", "PERIOD_OUT_OF_CALENDAR")),
        ("7", "1", ("Year", "YEAR_UNPARSED")),
        ("24-27", "1", ("Year", "YEAR_UNPARSED")),
        ("1927", "1", ("Year", "PERIOD_OUT_OF_CALENDAR")),
    ],
)
def test_periods_out_of_calendar(read, year, period, fault):
    section = ledger(columns={"fiscal_year": {"from": "Year"}, "period": {"from": "Per"}})
    rows = csv(f"{A},,1,x,{year},{period}", head="Account,Date,Amount,Description,Year,Per")
    assert read({"gl.csv": rows}, section).quarantine("column_name, reason_code") == [fault]


def test_a_year_named_by_its_beginning(read):
    section = ledger(columns={"fiscal_year": {"from": "Year"}, "period": {"constant": "1"}})
    rows = csv(f"{A},,1,x,2026", head="Account,Date,Amount,Description,Year")
    calendar = {"start_month": "9", "year_label": "starting", "adjustment_periods": ["13", "998"]}
    got = read({"gl.csv": rows}, section, fiscal_calendar=calendar)
    assert got.lines("fiscal_year, period") == [(2027, 1)]
    first = "SELECT start_date FROM stage.fiscal_calendar WHERE period = 1"
    assert got.rows(first) == [(dt.date(2026, 9, 1),)]


def test_filters_and_the_configured_control_total(read):
    head = "Account,Date,Amount,Description,Status"
    section = ledger(
        filters={
            "keep_if": [{"column": "Status", "in": ["P"]}],
            "drop_if": [{"column": "Description", "matches": "void"}],
            "control_total": {"row": {"column": "Account", "matches": "Control"}},
        }
    )
    rows = csv(
        f"{A},07/15/2026,1.00,x,P",
        f"{A},07/15/2026,2.00,x,U",
        f"{A},07/15/2026,4.00,void it,P",
        f"{A},07/15/2026,abc,x,P",
        "1-1,07/15/2026,8.00,x,P",
        "Control,,9.00,,",
        head=head,
    )
    got = read({"gl.csv": rows}, section)
    assert got.report.skipped == {"control total": 1, "drop_if": 1, "keep_if": 1}
    assert got.checks() == [("L3", "ok", Decimal(9), Decimal(9))]
    assert got.report.amount_accepted + got.report.amount_quarantined == Decimal(9)


def test_a_control_total_that_is_not_there_fails(read):
    section = ledger(
        filters={"control_total": {"row": {"column": "Account", "matches": "Control"}}}
    )
    got = read({"gl.csv": csv(f"{A},07/15/2026,1.00,x")}, section)
    assert got.checks() == [("L3", "failed", None, None)]


def test_rows_of_other_districts_stay_out(read):
    section = ledger(district_column={"column": "District", "in": ["12"]})
    rows = csv(
        f"{A},07/15/2026,1.00,x,12",
        f"{A},07/15/2026,2.00,x,13",
        head="Account,Date,Amount,Description,District",
    )
    got = read({"gl.csv": rows}, section)
    assert got.lines() == [(2, Decimal(1))]
    assert got.report.skipped == {"another district": 1}


def test_a_district_called_grand_is_not_a_total(read):
    section = ledger(columns={"description": {"from": "District"}})
    rows = csv(f"Grand Rapids,{A},07/15/2026,1.00", head="District,Account,Date,Amount")
    assert read({"gl.csv": rows}, section).lines() == [(2, Decimal(1))]


def test_further_columns_stay_searchable(read):
    section = ledger(extra=["User", "Batch", "Missing"])
    rows = csv(
        f"{A},07/15/2026,1.00,x,clerk,7",
        f"{A},07/15/2026,1.00,x,,",
        head="Account,Date,Amount,Description,User,Batch",
    )
    got = read({"gl.csv": rows}, section)
    first, second = (text for (text,) in got.lines("extra"))
    assert json.loads(first) == {"User": "clerk", "Batch": "7"}
    assert second is None
    assert "no heading for extra: Missing" in got.report.notes


def test_names_of_reimbursed_employees_are_withheld(read):
    section = ledger(columns={"vendor_id": {"from": "Vendor"}, "vendor_name": {"from": "Name"}})
    rows = csv(
        f"{A},07/15/2026,1.00,x,V7,Paper Works",
        f"{A},07/15/2026,1.00,x,E7,A Person",
        f"{A},07/15/2026,bad,x,E8,A Person",
        head="Account,Date,Amount,Description,Vendor,Name",
    )
    got = read({"gl.csv": rows}, section, privacy={"employee_vendor_prefix": "E"})
    assert got.lines("vendor_id, vendor_name") == [("V7", "Paper Works"), ("E7", None)]
    assert got.quarantine("raw")[0][0].endswith("E8 | Employee")


def test_hashed_columns_need_a_secret(read):
    section = ledger(columns={"vendor_id": {"from": "Employee"}})
    rows = csv(f"{A},07/15/2026,1.00,x,77", head="Account,Date,Amount,Description,Employee")
    with pytest.raises(LoaderError, match="column Employee: the column is to be hashed"):
        read({"gl.csv": rows}, section, privacy={"hash_columns": ["Employee"]})


def test_dropped_columns_are_not_read(read):
    rows = csv(f"{A},07/15/2026,1.00,x,219-09-9999", head="Account,Date,Amount,Description,SSN")
    got = read({"gl.csv": rows}, privacy={"drop_columns": ["SSN"]})
    assert len(got.lines()) == 1
    with pytest.raises(PrivateDataError):
        read({"gl.csv": rows})


def test_transforms_of_a_column(read):
    section = ledger(
        columns={
            "account": {"from": None, "concat": ["Fund", "Rest"], "separator": "-"},
            "po_no": {"from": "PO", "null_values": ["0"], "regex_extract": "PO-(\\d+)"},
            "source_code": {"from": "Src", "map": {"1": "API"}, "unmapped": "reject"},
            "invoice_no": {"from": "Inv", "slice": {"start": 2, "length": 3}},
            "check_no": {"from": "Check", "pad_left": {"width": 6}},
            "journal_no": {"coalesce": ["J1", "J2"]},
            "vendor_id": {"from_first": ["Vendor No", "Vendor"]},
            "vendor_name": {"from": "Not here", "optional": "true"},
            "fiscal_year": {"from_file_name": "(20\\d\\d)"},
        },
        glob="gl*",
    )
    head = "Fund,Rest,Date,Amount,Description,PO,Src,Inv,Check,J1,J2,Vendor"
    rows = csv(
        f"100,{A[4:]},07/15/2026,1.00,x,PO-77,1,ABCDE,42,,J9,V1",
        f"100,{A[4:]},07/15/2026,1.00,x,0,2,ABCDE,X,J8,J9,V1",
        head=head,
    )
    got = read({"gl_2027.csv": rows}, section)
    names = "po_no, source_code, invoice_no, check_no, journal_no, vendor_id, vendor_name"
    assert got.lines(names) == [("77", "API", "BCD", "000042", "J9", "V1", None)]
    assert got.quarantine("source_row, column_name, reason_code, found, message") == [
        (3, "Src", "VALUE_UNMAPPED", "2", "Expected one of 1."),
    ]  # fmt: skip
    assert "leading zeros restored in 1 cells of Check" in got.report.notes


def test_accounts_are_cut_out_of_a_column_for_each_part(read):
    columns = {"account": None} | {
        f"segment.{name}": {"from": name.title()}
        for name in ("fund", "function", "object", "location")
    }
    rows = csv("100,11,6100,001,07/15/2026,1,x", "100,11,6100,1,07/15/2026,2,x",
               head="Fund,Function,Object,Location,Date,Amount,Description")  # fmt: skip
    got = read({"gl.csv": rows}, ledger(columns=columns))
    assert got.lines() == [(2, Decimal(1))]
    assert got.quarantine("reason_code, found") == [("ACCOUNT_WIDTH", "100|11|6100|1")]
    assert got.rows("SELECT segment, code FROM stage.account_segment ORDER BY 1") == [
        ("function", "11"), ("fund", "100"), ("location", "001"), ("object", "6100"),
    ]  # fmt: skip


def test_a_row_with_two_faults_has_two_reasons_and_its_dollars_once(read):
    got = read(
        {"gl.csv": csv("1-1,07/45/2026,3.00,x")},
        ledger(columns={"fiscal_year": {"constant": "2027"}}),
    )
    assert got.quarantine("reason_code, amount") == [
        ("ACCOUNT_UNPARSED", None), ("DATE_UNPARSED", Decimal("3.00")),
    ]  # fmt: skip
    assert got.report.rows_quarantined == 1


def test_sums_are_exact_over_many_cents(read):
    got = read({"gl.csv": csv(*([f"{A},07/15/2026,0.10,x"] * 1000))})
    assert got.rows("SELECT sum(amount) FROM stage.ledger_line") == [(Decimal("100.00"),)]


def test_lines_are_right_behind_every_kind_of_shift(read):
    rows = (
        "Account,Date,Amount,Description\n\n"
        f'{A},07/15/2026,1.00,"two\nlines"\n'
        "too,short\n\n"
        f'{A},07/15/2026,2.00,12" pipe\n'
        f'{A},07/15/2026,3.00,"three\n\nlines"\n'
        f"{A},07/15/2026,4.00,x\n"
    )
    got = read({"gl.csv": rows})
    assert got.lines() == [(3, 1), (7, 2), (8, 3), (11, 4)]
    assert got.quarantine() == [(5, "", "BAD_COLUMN_COUNT")]
