"""Identities, totals and thresholds: what passes, what warns, what holds a load."""

from __future__ import annotations

import random
from decimal import Decimal

import duckdb
import pytest

from loaders import checks
from loaders.checks import Check, Status
from loaders.erp.mapping_files import Thresholds
from loaders.partitions import view_stage
from tests.loaders import staged
from tests.loaders.staged import account_id, budget, chart, imported, joined, ledger

TEACHER, BUS = "01-11-1100-101", "01-36-4300-900"
CHART = chart((2027, TEACHER), (2027, BUS))


def connected(*rows):
    con = duckdb.connect()
    staged.write_stage(con, joined(*rows))
    view_stage(con)
    return con


def balance(display, **figures):
    return {
        "account_id": account_id(2027, display),
        "fiscal_year": 2027,
        "as_of_date": "2027-01-31",
        "import_id": "imp-balance",
        "source_row": 2,
    } | {name: Decimal(amount) for name, amount in figures.items()}


def found(code, *rows, scope=None):
    """The one check of this code (and scope)."""
    [check] = [
        check
        for check in checks.identities(connected(CHART, *rows))
        if check.check_code == code and scope in (None, check.scope)
    ]
    return check


def balances(*rows):
    return {"balance_snapshot": list(rows)}


def test_b1_budget_is_original_plus_adjustments():
    sound = balance(TEACHER, original_budget="100", adjustments="-3.50", current_budget="96.50")
    off = sound | {"current_budget": Decimal("96.51")}
    assert found("B1", balances(sound)).status is Status.OK
    broken = found("B1", balances(sound, off))
    assert (broken.status, broken.holds) == (Status.FAILED, True)
    assert broken.difference == Decimal("0.01")
    assert str(broken) == (
        "B1 budget in the balance file, fiscal year 2027: 1 account lines whose adjusted budget is "
        "not original plus adjustments. Expected 193.00, found 193.01, difference 0.01."
    )


def test_b1_does_not_let_two_wrong_lines_make_a_right_sum():
    over = balance(TEACHER, original_budget="1", adjustments="0", current_budget="2")
    under = balance(BUS, original_budget="2", adjustments="0", current_budget="1")
    assert found("B1", balances(over, under)).holds


@pytest.mark.parametrize(
    ("available", "status"),
    [("85", Status.OK), ("84", Status.OK), ("90", Status.FAILED)],
    ids=["less encumbered", "less requested too", "wrong"],
)
def test_b2_available_follows_from_the_other_figures(available, status):
    row = balance(
        TEACHER,
        current_budget="100",
        actual_ytd="10",
        encumbered="5",
        pre_encumbered="1",
        available_reported=available,
    )
    check = found("B2", balances(row))
    assert check.status is status
    assert not check.holds


def transfer(amount, row, document="T1"):
    kind = "transfer_in" if Decimal(amount) > 0 else "transfer_out"
    return budget(2027, TEACHER, amount, row, type=kind, status="posted", document_no=document)


def test_b4_transfers_take_what_they_give():
    even = {"budget_line": [transfer("5", 1), transfer("-5", 2)]}
    odd = {"budget_line": [transfer("5", 1), transfer("-5", 2), transfer("1", 3, "T2")]}
    assert not found("B4", even).holds
    assert found("B4", odd).holds


def test_l1_balance_is_the_sum_of_lines_up_to_its_day():
    lines = {
        "ledger_line": [
            ledger(2027, TEACHER, "10.10", 1),
            ledger(2027, TEACHER, "99", 2, posted_date="2027-02-01"),
            ledger(2027, TEACHER, "7", 3, period=0, event_type="opening"),
        ]
    }
    assert found("L1", lines, balances(balance(TEACHER, actual_ytd="10.10"))).status is Status.OK
    off = found("L1", lines, balances(balance(TEACHER, actual_ytd="10.11")))
    assert (off.status, off.difference, off.holds) == (Status.FAILED, Decimal("-0.01"), False)


def test_l2_journals_balance_only_where_both_sides_are_loaded():
    def line(row, debit, credit, display):
        return ledger(
            2027, display, "1", row, journal_no="J1", debit=Decimal(debit), credit=Decimal(credit)
        )

    one_side = {"ledger_line": [line(1, "10", "0", TEACHER)]}
    assert "L2" not in {c.check_code for c in checks.identities(connected(CHART, one_side))}
    cash = "01-00-9110-000"
    rows = chart((2027, cash))
    rows["account"][0]["kind"] = "asset"
    both = {"ledger_line": [line(1, "10", "0", TEACHER), line(2, "0", "10", cash)]}
    assert found("L2", rows, both).status is Status.OK
    both["ledger_line"][1]["credit"] = Decimal(9)
    assert found("L2", rows, both).status is Status.FAILED


def order(display, **figures):
    return {
        "district_id": "elm",
        "po_no": "P1",
        "release": "",
        "line": "1",
        "account_id": account_id(2027, display),
        "fiscal_year": 2027,
    } | {name: Decimal(amount) for name, amount in figures.items()}


def test_e1_encumbered_is_the_sum_of_open_orders():
    rows = {"po_line_account": [order(BUS, open_amount="12.50")]}
    assert found("E1", rows, balances(balance(BUS, encumbered="12.50"))).status is Status.OK
    assert found("E1", rows, balances(balance(BUS, encumbered="12"))).status is Status.FAILED


@pytest.mark.parametrize(
    ("figures", "status"),
    [
        ({"ordered": "10", "changed": "2", "liquidated": "5", "open_amount": "7"}, Status.OK),
        ({"ordered": "10", "liquidated": "5", "open_amount": "6"}, Status.FAILED),
        ({"ordered": "5", "liquidated": "6", "open_amount": "-1"}, Status.FAILED),
    ],
    ids=["sound", "does not follow", "negative"],
)
def test_e2_open_amount_follows_and_is_not_negative(figures, status):
    assert found("E2", {"po_line_account": [order(BUS, **figures)]}).status is status


def test_k1_a_line_without_account_holds():
    lines = {"ledger_line": [ledger(2027, "09-99-9999-999", "4.20", 1)]}
    check = found("K1", lines)
    assert check.holds
    assert (check.expected, check.message[:2]) == (Decimal("4.20"), "1 ")


def test_k2_a_line_that_is_loaded_twice_holds():
    line = ledger(2027, TEACHER, "4.20", 1)
    assert found("K2", {"ledger_line": [line, line]}, scope="ledger lines").holds


def limited(limits, **figures):
    entry = imported("imp-gl", "gl", "ledger_detail", 1000, "2027") | figures
    con = connected(CHART, {"import_file": [entry]})
    return {c.check_code: c.status for c in checks.thresholds(con, {"gl": limits})}


@pytest.mark.parametrize(
    ("rows", "amount", "expected"),
    [
        (5, "1.00", {"Q1": Status.OK, "Q2": Status.OK}),
        (6, "1.00", {"Q1": Status.HELD, "Q2": Status.OK}),
        (1, "1.01", {"Q1": Status.OK, "Q2": Status.HELD}),
        (1, "-1.01", {"Q1": Status.OK, "Q2": Status.HELD}),
    ],
)
def test_rows_and_dollars_set_aside_have_limits(rows, amount, expected):
    figures = {
        "rows_quarantined": rows,
        "amount_accepted": Decimal("999.00"),
        "amount_quarantined": Decimal(amount),
    }
    assert limited(Thresholds(), **figures) == expected


def test_limits_are_those_of_the_mapping():
    loose = Thresholds(max_bad_rows_pct=Decimal(100), max_bad_amount_pct=Decimal(100))
    figures = {"rows_quarantined": 900, "amount_quarantined": Decimal(9)}
    assert set(limited(loose, **figures).values()) == {Status.OK}


@pytest.mark.parametrize(("rows", "held"), [(80, False), (79, True), (0, True), (300, False)])
def test_far_fewer_rows_than_before_hold(rows, held):
    before = {("ledger_line", 2027): 100, ("location", None): 9}
    now = {("ledger_line", 2027): rows} if rows else {}
    [check] = checks.row_drops(before, now, {"ledger_line": Decimal(20)})
    assert check.holds is held


def test_only_errors_hold():
    def one(severity, status):
        return Check("", "X", "all", None, severity, status, None, None, "")

    assert one("error", Status.FAILED).holds
    assert one("error", Status.HELD).holds
    assert not one("error", Status.OK).holds
    assert not one("warn", Status.FAILED).holds


def test_every_seeded_fault_of_a_control_total_is_found():
    """One cent, one lost row or one turned sign, anywhere: the total says so."""
    chance = random.Random(7)  # noqa: S311  the same faults every time
    amounts = [Decimal(chance.randrange(1, 10**7)).scaleb(-2) for _ in range(40)]
    total = sum(amounts)
    caught = 0
    for _ in range(500):
        faulty = list(amounts)
        at = chance.randrange(len(faulty))
        kind = chance.choice(["cent", "row", "sign"])
        if kind == "row":
            del faulty[at]
        else:
            faulty[at] = faulty[at] + Decimal("0.01") if kind == "cent" else -faulty[at]
        report = staged.FileReport("i", "gl", "ledger_detail", "gl.csv", "")
        report.amount_accepted = sum(faulty)
        entry = {"name": "gl.csv", "amount": str(total)}
        [check] = staged.ControlFile(files=(entry,)).checks([report])
        caught += check.holds
    assert caught == 500
