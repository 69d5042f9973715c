"""Sign-ins and roles of recorded people, on both databases."""

from __future__ import annotations

from data.entities.registry import ENTITIES
from data.store.assigned import NO_LOCATION, assigned, follow_people
from data.store.memberships import Membership, memberships
from data.store.neighbours import uses
from data.store.records import Draft, add_records, records_by_key, remove_records
from data.store.tables import utc_now
from data.store.users import add_user, user_by_email

USER, PAIR, BUDGET, ROLE = (
    ENTITIES[name] for name in ("district_user", "budget_role", "budget", "role")
)
EMAIL = "p@district.example"


def keep(tx, entity, values, *lines):
    return add_records(tx, "north", entity, [Draft(values, lines)])[0]


def fill(tx):
    keep(tx, ROLE, {"code": "BLD", "name": "Builder", "staffing_visibility": "visible",
                    "pe_access": "plan", "npe_access": "plan",
                    "supplemental_access": "plan"})  # fmt: skip
    keep(tx, BUDGET, {"code": "B1", "name": "Elm"},
         {"segment_type": "Location", "operator": "is", "segment_code": "101"})  # fmt: skip
    keep(tx, PAIR, {"email": EMAIL, "budget_code": "b1", "role_code": "bld"})
    return keep(tx, USER, {"name": "A", "email": EMAIL, "is_active": True})


def test_what_a_person_holds(store):
    with store.transaction() as tx:
        fill(tx)
    with store.reading() as tx:
        values, held = assigned(tx, "north", "P@district.example")
        assert assigned(tx, "south", EMAIL) is None
        assert assigned(tx, "north", "x@district.example") is None
    assert values["name"] == "A"
    assert [(one.role["code"], one.budget.values["code"]) for one in held] == [("BLD", "B1")]
    assert held[0].budget.lines[0]["segment_code"] == "101"


def test_a_record_gives_a_sign_in_and_its_removal_takes_the_district_away(store):
    with store.transaction() as tx:
        person = fill(tx)
        other = add_user(tx, email="old@district.example", name="Old", now=utc_now())
        tx.add(Membership(user_id=other.id, district_id="north", role="viewer", location_id=None))
        tx.flush()
        follow_people(tx, "north", utc_now())
        follow_people(tx, "north", utc_now())
    with store.reading() as tx:
        user = user_by_email(tx, EMAIL)
        assert user.password_hash is None
        assert [(m.district_id, m.location_id) for m in memberships(tx, user.id)] == [
            ("north", NO_LOCATION)
        ]
    with store.transaction() as tx:
        remove_records(tx, "north", USER, [person])
        follow_people(tx, "north", utc_now())
    with store.reading() as tx:
        assert memberships(tx, user.id) == []
        assert len(memberships(tx, other.id)) == 1


def test_who_refers_is_found_whatever_the_case(store):
    with store.transaction() as tx:
        fill(tx)
    with store.reading() as tx:
        [role] = records_by_key(tx, "north", ROLE, [("bld",)])
        assert [(one.entity.name, one.label) for one in uses(tx, "north", ROLE, role)] == [
            ("budget_role", f"{EMAIL}, b1")
        ]
