"""Positions by group and by condition on each database, beside a reckoning in plain Python."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import pytest

from access.scope import Scope
from data.condition import typed_conditions
from data.row_fields import ROW_FIELDS
from data.row_filter import RowLine
from data.store.staffing.seat_groups import account_groups, own_groups
from data.store.staffing.seat_terms import Listing, Reach, Wanted
from data.store.staffing.seats import seats, sums
from tests.data.store.staffing_district import DAY, DISTRICT, made

WHOLE = Scope.whole(DISTRICT, sees_compensation=True)
FUNDS = {"10-A": "10", "20-A": "20", "10-B": "10", "30-C": ""}
FIELDS = {field.name: field for field in ROW_FIELDS["positions"]}


@pytest.fixture
def district(store):
    found = made(11, 70)
    found.keep(store)
    made(8, 10).keep(store, "another")
    return found


def lines_of(text):
    return [RowLine(FIELDS[one.field.lower()], one.operator, one.value)
            for one in typed_conditions([text])]  # fmt: skip


def parts(district, codes, vacant):
    """Fund -> FTE, assigned and vacant FTE, and positions with a line of it; "" for the rest."""
    found, counted = defaultdict(lambda: [Fraction(0)] * 3), defaultdict(set)
    for code in codes:
        shared = district.live("position_funding", position_code=code)
        amounts = [(0, district.fte(code), shared), (2, vacant[code], shared)]
        for seat in district.live("assignment", position_code=code):
            own = district.live("assignment_funding", position_code=code,
                                employee_code=seat["employee_code"])  # fmt: skip
            amounts.append((1, seat["fte"], own or shared))
        for place, amount, lines in amounts:
            left = 100 - sum(one["percentage"] for one in lines)
            pairs = [(FUNDS[one["account_code"]], one["percentage"]) for one in lines]
            for fund, share in [*pairs, *([("", left)] if left > 0 else [])]:
                found[fund][place] += Fraction(amount) * Fraction(share) / 100
                counted[fund].add(code)
    return {fund: (*found[fund], len(counted[fund])) for fund in found}


def test_groups_by_account_are_shares_of_every_position_of_the_list(store, district):
    for listing in (Listing.ALL, Listing.UNASSIGNED, Listing.NOT_FUNDED):
        with store.reading() as tx:
            wanted = Wanted(DAY, listing)
            found = {one.code: one for one in account_groups(tx, Reach(WHOLE), wanted, FUNDS)}
            vacant = {one.code: one.vacant for one in seats(tx, Reach(WHOLE), wanted)}
        assert {
            code: (one.fte, one.assigned, one.vacant, one.positions) for code, one in found.items()
        } == parts(district, list(vacant), vacant)


def test_groups_by_job_class_and_place_count_each_position_once(store, district):
    with store.reading() as tx:
        every = seats(tx, Reach(WHOLE), Wanted(DAY))
        for name, value in (("job", "job_name"), ("class", "class_name"),
                            ("place", "location_code")):  # fmt: skip
            found = own_groups(tx, Reach(WHOLE), Wanted(DAY), name)
            for one in found:
                inside = [seat for seat in every if (getattr(seat, value) or "") == one.code]
                costs = [
                    cents for seat in inside if (cents := district.cost(seat.code)) is not None
                ]
                assert one.positions == len(inside) > 0
                assert one.assigned == sum(district.assigned(seat.code) for seat in inside)
                assert one.cost_cents == (sum(costs) if costs else None)
            assert sum(one.positions for one in found) == len(every)
            plain = own_groups(tx, Reach(Scope.whole(DISTRICT)), Wanted(DAY), name)
            assert {one.cost_cents for one in plain} == {None}


def people(district, code):
    return [one["employee_code"] for one in district.live("assignment", position_code=code)]


CASES = [
    ("job is JOB 1, job is job 3", lambda _d, seat: seat.job_name in ("Job 1", "Job 3")),
    ("class is not Class 0", lambda _d, seat: seat.class_name != "Class 0"),
    ("place does not match ?", lambda _d, seat: seat.location_code is None),
    ("position between p0010..P0020", lambda _d, seat: "P0010" <= seat.code <= "P0020"),
    ("fte between 0.5..1.25, vacant fte is not 0",
     lambda d, seat: 500 <= 1000 * d.fte(seat.code) <= 1250 and seat.vacant != 0),
    ("employee ends with 1", lambda d, seat: any(p[-1] == "1" for p in people(d, seat.code))),
    ("employee does not match *", lambda d, seat: not people(d, seat.code)),
    ("annual cost between 100000..",
     lambda d, seat: (d.cost(seat.code) or 0) >= 10_000_000),
    ("flagged fte is not 1", lambda _d, _seat: True),
]  # fmt: skip


def test_conditions_leave_the_positions_that_fulfil_them(store, district):
    with store.reading() as tx:
        every = seats(tx, Reach(WHOLE), Wanted(DAY))
        for text, holds in CASES:
            wanted = Wanted(DAY, tests=lines_of(text))
            expected = [one.code for one in every if holds(district, one)]
            assert [one.code for one in seats(tx, Reach(WHOLE), wanted)] == expected, text
            total = sums(tx, Reach(WHOLE), wanted)[Listing.ALL]
            assert total.positions == len(expected) > 0, text
