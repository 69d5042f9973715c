"""Positions on a day: every figure of the store beside a reckoning in plain Python."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from access.scope import Scope
from data.store.staffing.people import assigned, earned, funding, places
from data.store.staffing.seat_terms import Listing, Reach, Wanted
from data.store.staffing.seats import seats, sums
from metrics.staffing.cost import benefit_lines, pay_lines
from tests.data.store.staffing_district import DAY, DISTRICT, made

WHOLE = Scope.whole(DISTRICT, sees_compensation=True)
ASKED = Wanted(DAY)


@pytest.fixture
def district(store):
    found = made(7, 80)
    found.keep(store)
    made(8, 10).keep(store, "another")
    return found


def test_every_position_of_the_day_with_fte_people_and_cost(store, district):
    with store.reading() as tx:
        found = {one.code: one for one in seats(tx, Reach(WHOLE), ASKED)}
    assert set(found) == district.codes()
    for code, seat in found.items():
        fte, held = district.fte(code), district.assigned(code)
        assert (seat.fte, seat.assigned, seat.vacant) == (fte, held, max(Decimal(0), fte - held))
        assert seat.people == len(district.live("assignment", position_code=code))
        assert seat.cost_cents == district.cost(code), code
    assert {one.cost_cents is None for one in found.values() if one.people} == {True, False}


def test_the_lists_and_their_sums(store, district):
    holds = {
        Listing.ALL: lambda _: True,
        Listing.UNASSIGNED: lambda code: district.fte(code) > district.assigned(code),
        Listing.OVER_ASSIGNED: lambda code: district.fte(code) < district.assigned(code),
        Listing.FLAGGED: lambda _: False,
    }
    with store.reading() as tx:
        total = sums(tx, Reach(WHOLE), ASKED)
        for listing, condition in holds.items():
            wanted = {code for code in district.codes() if condition(code)}
            found = seats(tx, Reach(WHOLE), Wanted(DAY, listing))
            assert {one.code for one in found} == wanted
            assert total[listing].positions == len(wanted)
            assert total[listing].fte == sum(map(district.fte, wanted))
            assert total[listing].assigned == sum(map(district.assigned, wanted))
            assert total[listing].vacant == sum(one.vacant for one in found)
            costs = [cents for code in wanted if (cents := district.cost(code)) is not None]
            assert total[listing].cost_cents == sum(costs)
            assert total[listing].uncosted == sum(one.unpaid > 0 for one in found)


REACHES = [
    (set(), set()), ({"A"}, set()), ({"B"}, {"10-B"}), (set(), {"30-C"}), ({"?"}, {"?"}),
]  # fmt: skip


def test_a_reader_sees_positions_by_place_or_by_account_alone(store, district):
    for locations, accounts in REACHES:
        scope = Scope(DISTRICT, frozenset(locations), sees_compensation=True)
        with store.reading() as tx:
            found = {one.code: one for one in seats(tx, Reach(scope, sorted(accounts)), ASKED)}
            total = sums(tx, Reach(scope, sorted(accounts)), ASKED)[Listing.ALL]
        assert set(found) == district.visible(locations, accounts)
        assert {code: one.cost_cents for code, one in found.items()} == {
            code: district.cost(code) for code in found
        }
        assert total.positions == len(found)


def test_without_the_right_there_is_no_cost_and_no_order_by_it(store, district):
    plain = Scope.whole(DISTRICT)
    with store.reading() as tx:
        by_cost = seats(tx, Reach(plain), ASKED, sort="cost", descending=True)
        assert [one.code for one in by_cost] == sorted(district.codes(), reverse=True)
        assert {one.cost_cents for one in by_cost} == {None}
        assert {one.cost_cents for one in sums(tx, Reach(plain), ASKED).values()} == {None}
        assert earned(tx, plain, ["E0001", "E0002"], DAY) == {}


def test_names_are_found_and_told_only_to_readers_who_may(store, district):
    named = Scope(DISTRICT, None, sees_employees=True)
    person = district.live("assignment")[0]
    wanted = Wanted(DAY, words={person["employee_code"]: ()})
    with store.reading() as tx:
        codes = {one.code for one in seats(tx, Reach(named), wanted)}
        held = district.live("assignment", employee_code=person["employee_code"])
        assert codes == {one["position_code"] for one in held}
        assert seats(tx, Reach(Scope.whole(DISTRICT)), wanted) == []
        shown = assigned(tx, named, sorted(codes), DAY)
        hidden = assigned(tx, Scope.whole(DISTRICT), sorted(codes), DAY)
    assert person["employee_code"] in {one.employee_code for each in shown.values() for one in each}
    assert {one.label for each in hidden.values() for one in each} == {""}


def test_search_takes_marks_as_letters_and_finds_places_by_name(store, district):
    with store.reading() as tx:
        assert seats(tx, Reach(WHOLE), Wanted(DAY, words={"%": ()})) == []
        assert seats(tx, Reach(WHOLE), Wanted(DAY, words={"P_0": ()})) == []
        at = seats(tx, Reach(WHOLE), Wanted(DAY, words={"grove": ("A", "C")}))
        assert {one.location_code for one in at} == {"A", "C"}
        both = seats(tx, Reach(WHOLE), Wanted(DAY, words={"job": (), "p000": ()}))
        assert {one.code[:4] for one in both} == {"P000"}


def test_parts_in_an_order_are_the_whole(store, district):
    with store.reading() as tx:
        for sort in ("vacant", "cost", "location"):
            every = seats(tx, Reach(WHOLE), ASKED, sort=sort, descending=True)
            parts = [
                one for start in range(0, 90, 7)
                for one in seats(tx, Reach(WHOLE), ASKED, sort=sort, descending=True, offset=start,
                                 limit=7)
            ]  # fmt: skip
            assert parts == every
        later = {one.code for one in seats(tx, Reach(WHOLE), Wanted(DAY + timedelta(1)))}
        assert later != {one.code for one in every}


def test_the_lines_of_a_person_make_the_cost_of_the_list(store, district):
    """What the detail explains line by line is what the list has added up."""
    with store.reading() as tx:
        found = [one for one in seats(tx, Reach(WHOLE), ASKED) if one.cost_cents is not None]
        people = assigned(tx, Scope(DISTRICT, None, sees_employees=True),
                          [one.code for one in found], DAY)  # fmt: skip
        who = sorted({one.employee_code for each in people.values() for one in each})
        pays, seat_of = earned(tx, WHOLE, who, DAY), places(tx, WHOLE, who, DAY)
    for one in found:
        cents = 0
        for person in people[one.code]:
            wages = pay_lines(pays[person.employee_code][0], person.fte)
            extra = benefit_lines(pays[person.employee_code][1], wages, seat_of[person.id])
            cents += sum(line.cents for line in (*wages, *extra))
        assert cents == one.cost_cents


def test_own_funding_is_told_apart(store, district):
    with store.reading() as tx:
        found = funding(
            tx, Scope(DISTRICT, None, sees_employees=True), sorted(district.codes()), DAY
        )
    own = [line for lines in found.values() for line in lines if line.is_own]
    wanted = [one for one in district.live("assignment_funding")
              if one["position_code"] in district.codes()]  # fmt: skip
    assert len(own) == len(wanted) > 0
    assert {line.employee_code for line in own} == {one["employee_code"] for one in wanted}


def test_fte_that_the_accounts_of_a_bucket_pay(store, district):
    """FTE times the shares of the bucket's accounts; own shares of a person stand in."""
    bucket = {"10-A", "30-C"}

    def part(name, **whose):
        lines = district.live(name, **whose)
        inside = [one["percentage"] for one in lines if one["account_code"] in bucket]
        return lines, Fraction(sum(inside, Decimal(0))) / 100

    with store.reading() as tx:
        wanted = Wanted(DAY, accounts=sorted(bucket))
        found = seats(tx, Reach(WHOLE), wanted)
        total = sums(tx, Reach(WHOLE), wanted)[Listing.ALL]
    assert {one.code for one in found} == district.visible(set(), bucket)
    for one in found:
        _, share = part("position_funding", position_code=one.code)
        assert one.paid_fte == Fraction(one.fte) * share
        assigned_here = Fraction(0)
        for place in district.live("assignment", position_code=one.code):
            whose = {"position_code": one.code, "employee_code": place["employee_code"]}
            own, own_share = part("assignment_funding", **whose)
            assigned_here += Fraction(place["fte"]) * (own_share if own else share)
        assert one.paid_assigned == assigned_here, one.code
    assert total.paid_fte == sum(one.paid_fte for one in found)
    assert total.paid_assigned == sum(one.paid_assigned for one in found)
