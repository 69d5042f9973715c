"""The checks of staffing beside a reckoning in plain Python over every oddity of a district."""

from __future__ import annotations

from decimal import Decimal

import pytest

from access.scope import Scope
from data.store.staffing.seat_terms import CHECKS, Listing, Reach, Wanted
from data.store.staffing.seats import seats, sums
from tests.data.store.staffing_district import DAY, DISTRICT, made

WHOLE = Scope.whole(DISTRICT, sees_compensation=True)


SPAN = {"start_date": DAY, "end_date": None}
MORE = {
    "position": [
        {"code": "EMPTY0", "job_code": "J0", "location_code": "A", "fte": Decimal(0), **SPAN},
        {"code": "OWN60", "job_code": "J0", "location_code": "A", "fte": Decimal(1), **SPAN},
    ],
    "position_funding": [
        {"position_code": "OWN60", "account_code": "10-A", "percentage": Decimal(100), **SPAN}
    ],
    "assignment": [
        {"employee_code": "E0001", "position_code": "OWN60", "fte": Decimal(1), **SPAN}
    ],
    "assignment_funding": [
        {"position_code": "OWN60", "employee_code": "E0001", "account_code": "10-A",
         "percentage": Decimal(60), **SPAN}
    ],
}  # fmt: skip


@pytest.fixture
def district(store):
    found = made(11, 90)
    for name, rows in MORE.items():
        found.rows[name] += rows
    found.keep(store)
    made(12, 10).keep(store, "another")
    return found


def not_funded(district, code):
    """Shares that do not come to a hundred: of the position, or of somebody in it."""
    people = {one["employee_code"] for one in district.live("assignment", position_code=code)}
    own = {}
    for line in district.live("assignment_funding", position_code=code):
        if line["employee_code"] in people:
            own[line["employee_code"]] = own.get(line["employee_code"], 0) + line["percentage"]
    if any(part != 100 for part in own.values()):
        return True
    shared = [one["percentage"] for one in district.live("position_funding", position_code=code)]
    if shared:
        return sum(shared) != 100
    return district.fte(code) > district.assigned(code) or people > set(own)


def unpaid(district, code):
    return sum(
        not district.live("employee_pay", employee_code=one["employee_code"])
        for one in district.live("assignment", position_code=code)
    )


def without_fte(district, code):
    return district.fte(code) == 0 and bool(district.live("assignment", position_code=code))


HOLDS = {Listing.NOT_FUNDED: not_funded, Listing.WITHOUT_PAY: unpaid,
         Listing.WITHOUT_FTE: without_fte}  # fmt: skip


def test_each_check_lists_exactly_the_positions_at_fault(store, district):
    assert set(HOLDS) == set(CHECKS)
    with store.reading() as tx:
        total = sums(tx, Reach(WHOLE), Wanted(DAY, CHECKS[0]))
        for listing, holds in HOLDS.items():
            wanted = {code for code in district.codes() if holds(district, code)}
            assert set() < wanted < district.codes()
            found = seats(tx, Reach(WHOLE), Wanted(DAY, listing))
            assert {one.code for one in found} == wanted
            assert total[listing].positions == len(wanted)
            people = [len(district.live("assignment", position_code=code)) for code in wanted]
            assert total[listing].people == sum(people)
    every = sum(unpaid(district, code) for code in district.codes())
    assert total[Listing.WITHOUT_PAY].unpaid == total[Listing.ALL].unpaid == every


def test_the_lists_of_everyday_do_not_ask_for_the_checks(store, district):
    with store.reading() as tx:
        assert set(sums(tx, Reach(WHOLE), Wanted(DAY))) == set(Listing) - set(CHECKS)


def test_whoever_sees_no_pay_learns_of_nobody_that_there_is_none(store, district):
    plain = Reach(Scope.whole(DISTRICT))
    with store.reading() as tx:
        assert seats(tx, plain, Wanted(DAY, Listing.WITHOUT_PAY)) == []
        assert sums(tx, plain, Wanted(DAY, Listing.WITHOUT_PAY))[Listing.WITHOUT_PAY].unpaid == 0
