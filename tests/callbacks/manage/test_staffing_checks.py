"""Checks of staffing on the Data page: their lists, words and files say the same."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from access.scope import Scope
from callbacks.manage.loads import body
from callbacks.manage.staffing_checks import checks
from data.entities.registry import ENTITIES
from data.store import Store, migrate
from data.store.records import Draft, add_records
from pages.components.sentence import plain
from pages.manage.reconciliation import StaffingCheck, staffing_checks
from pages.manage.staffing_state import StaffingState
from tests.callbacks.manage import test_staffing as staffed
from tests.data.serving_sample import DISTRICT

NOBODYS = {"employee_code": "2", "position_code": "NOBODYS", "fte": Decimal("0.4"),
           **staffed.SPAN}  # fmt: skip
FTE_OF_NOBODYS = {"code": "NOBODYS", "job_code": "T", "location_code": "101", "fte": Decimal(0),
                  **staffed.SPAN}  # fmt: skip
FOUND = {
    "not-funded": {
        "OWN": "Teacher no. 1: 75 %", "EMPTY": "the position: no account",
        "TWICE": "the position: no account", "NOBODYS": "the position: no account",
    },
    "without-pay": {"TWICE": "no pay: Teacher no. 4"},
    "without-fte": {"NOBODYS": "0.4 FTE of Teacher no. 2, 0 approved"},
}  # fmt: skip


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    path = tmp_path_factory.mktemp("checks") / "store.db"
    migrate(f"sqlite:///{path}")
    store = Store(f"sqlite:///{path}", audit_key=b"k" * 32)
    more = {"position": [FTE_OF_NOBODYS], "assignment": [NOBODYS]}
    with store.transaction() as tx:
        for name, rows in staffed.ROWS.items():
            drafts = [Draft(row) for row in (*rows, *more.get(name, ()))]
            add_records(tx, DISTRICT, ENTITIES[name], drafts)
    yield store
    store.close()


@pytest.fixture
def house(services, kept):
    return replace(services, store=kept)


@pytest.mark.parametrize("name", FOUND)
def test_list_count_and_file_hold_the_same_positions_with_what_is_wrong(house, person, name):
    admin = person("administrator")
    rows = staffed.listed(house, admin, list=name)
    assert {code: row["finding"] for code, row in rows.items()} == FOUND[name]
    assert staffed.staffing.total(house, admin, StaffingState(list=name)) == len(FOUND[name])
    files = staffed.downloaded(house, admin, listing=name)
    assert {one["position"]: one["finding"] for one in files} == FOUND[name]
    shown = staffed.staffing.view(house, admin, StaffingState(list=name))
    assert "What is wrong" in [column.label for column in shown.columns]
    assert plain(shown.sentence).startswith(f"{len(FOUND[name])} position")


def test_the_everyday_lists_say_of_nothing_that_it_is_wrong(house, person):
    admin = person("administrator")
    assert {one["finding"] for one in staffed.listed(house, admin).values()} == {""}
    view = staffed.staffing.view(house, admin, StaffingState())
    assert len([part for part in view.above if "Shares not" in str(part)]) == 0


def test_the_page_leads_to_each_list_and_its_files(house, person):
    admin = person("administrator")
    [card] = checks(house, admin)
    text = str(card)
    day = staffed.staffing.staffing_ground(house, admin, StaffingState(), None).day.isoformat()
    for name in FOUND:
        assert f"/current/staffing?year=2025&list={name}" in text
        for form in ("csv", "xlsx"):
            assert f"/export/positions.{form}?day={day}&fiscal_year=2025&listing={name}" in text
    assert "3 of 3 checks found something" in text
    assert "Can the staffing be trusted?" in str(body(house, admin))


def test_a_reader_of_no_pay_has_no_check_of_it(house, person):
    admin = person("administrator")
    without = replace(admin, staffing=Scope(DISTRICT, None, sees_employees=True))
    text = str(checks(house, without))
    assert "without-fte" in text
    assert "without-pay" not in text
    assert checks(house, person("viewer")) == []


@pytest.mark.parametrize("knows_pay", [True, False])
def test_what_was_not_checked_is_not_said_to_be_well(knows_pay):
    clean = [StaffingCheck("Any", "", 0, "0", "0.0", "/", "/")]
    text = str(staffing_checks(clean, "1 Mar 2027", knows_pay=knows_pay))
    assert "a place, on 1 Mar 2027" in text
    assert ("has pay" in text) == knows_pay
