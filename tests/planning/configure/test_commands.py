"""Saving, archiving and deleting records: rights, rules, conflicts and one audit entry each."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from access.policy import NotPermitted
from access.roles import Role
from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.rules.surroundings import codes_of
from data.store import Conflict, StoreError
from data.store.audit import entries, verify
from data.store.records import Draft, add_records, records
from planning.configure.commands import (
    Target,
    archive,
    delete,
    listed,
    restore,
    review,
    save,
)
from planning.configure.problems import RecordRefused
from tests.planning.configure.conftest import person

PRIORITY, STRATEGY, ROLE, BUCKET = (
    ENTITIES[name] for name in ("priority", "strategy", "role", "bucket")
)
USER, PAIR, BUDGET = (ENTITIES[name] for name in ("district_user", "budget_role", "budget"))
CHART = {"scope_field": codes_of(["Funds"]), "location": codes_of(["101"])}
FUND = {"segment_type": "funds", "operator": "is", "segment_code": "210"}


def goal(code: str = "LIT", name: str = "Early literacy", **values) -> Content:
    given = {"code": code, "name": name, "type": "School", "description": None, "archived": False}
    return Content(given | values)


def way(code: str = "COACH", priority: str = "LIT") -> Content:
    return Content({"code": code, "name": "Coaches", "priority_code": priority, "archived": False})


def builder(code: str = "BLD", name: str = "Builder", **values) -> Content:
    depths = dict.fromkeys(("pe_access", "npe_access", "supplemental_access"), "plan")
    given = {"code": code, "name": name, "staffing_visibility": "visible", "is_active": True}
    return Content(given | depths | values)


def somebody(email: str, **values) -> Content:
    levels = dict.fromkeys(
        ("manage_access", "allocate_access", "budget_access", "evaluate_access"), "none"
    )
    return Content({"name": "A person", "email": email, "is_active": True} | levels | values)


def at(saved) -> Target:
    return Target(saved.record.id, saved.record.version)


def log(store) -> list[tuple[str, dict | None, dict | None]]:
    with store.reading() as tx:
        assert verify(tx) == []
        return [
            (one.action, *(json.loads(text) if text else None for text in (one.before, one.after)))
            for one in reversed(entries(tx))
        ]


def codes(error) -> list[tuple[str, str]]:
    return [(one.code, one.field) for one in error.value.problems]


def test_each_command_leaves_one_entry_with_before_and_after(store, director):
    made = save(director, store, "north", PRIORITY, goal())
    changed = save(director, store, "north", PRIORITY, goal(name="Reading"), target=at(made))
    put_aside = archive(director, store, "north", PRIORITY, at(changed))
    back = restore(director, store, "north", PRIORITY, Target(put_aside.id, put_aside.version))
    again = archive(director, store, "north", PRIORITY, Target(back.id, back.version))
    delete(director, store, "north", PRIORITY, Target(again.id, again.version))
    found = log(store)
    assert [action for action, *_ in found] == [
        f"priority.{verb}"
        for verb in ("create", "update", "archive", "restore", "archive", "delete")
    ]
    named = [tuple(side and side["name"] for side in sides) for _, *sides in found[:2]]
    assert named == [(None, "Early literacy"), ("Early literacy", "Reading")]
    assert [side and side["archived"] for side in found[2][1:]] == [False, True]
    assert found[-1][2] is None
    assert listed(director, store, "north", PRIORITY) == []


def test_the_same_contents_change_nothing(store, director):
    made = save(director, store, "north", PRIORITY, goal())
    again = save(director, store, "north", PRIORITY, goal(), target=at(made))
    assert again.record.version == made.record.version
    assert len(log(store)) == 1


def test_numbers_and_dates_stand_in_the_log_as_people_write_them(store, director):
    values = {"code": "1", "job_code": "7", "fte": Decimal("0.425"), "start_date": date(2026, 7, 1)}
    save(director, store, "north", ENTITIES["job"], Content(
        {"code": "7", "name": "Cook", "class_code": "1", "class_name": "Food"}))  # fmt: skip
    save(director, store, "north", ENTITIES["position"], Content(values))
    after = log(store)[-1][2]
    assert (after["fte"], after["start_date"], after["end_date"]) == ("0.425", "2026-07-01", None)


@pytest.mark.parametrize("role", [Role.PRINCIPAL, Role.VIEWER, Role.SUPERINTENDENT])
def test_who_may_not_configure_changes_and_sees_nothing(store, director, role):
    saved = save(director, store, "north", PRIORITY, goal())
    actor, before = person(role), log(store)
    for attempt in (
        lambda: save(actor, store, "north", PRIORITY, goal("B", "Other")),
        lambda: save(actor, store, "north", PRIORITY, goal(name="Mine"), target=at(saved)),
        lambda: archive(actor, store, "north", PRIORITY, at(saved)),
        lambda: delete(actor, store, "north", PRIORITY, at(saved)),
        lambda: review(actor, store, "north", PRIORITY, goal("B", "Other")),
        lambda: listed(actor, store, "north", PRIORITY),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    assert log(store) == before


def test_another_district_is_out_of_reach(store, director):
    saved = save(director, store, "north", PRIORITY, goal())
    with pytest.raises(NotPermitted):
        save(director, store, "south", PRIORITY, goal())
    elsewhere = replace(director, district="south", districts=("south",))
    with pytest.raises(Conflict, match="removed"):
        delete(elsewhere, store, "south", PRIORITY, at(saved))


def test_pay_is_for_those_who_may_see_it(store, director):
    blind = replace(director, permissions=director.permissions - {"compensation:read"})
    with pytest.raises(NotPermitted):
        listed(blind, store, "north", ENTITIES["employee_pay"])
    assert listed(director, store, "north", ENTITIES["employee_pay"]) == []


def test_a_stale_version_is_a_conflict_and_leaves_no_trace(store, director):
    saved = save(director, store, "north", PRIORITY, goal())
    save(director, store, "north", PRIORITY, goal(name="First"), target=at(saved))
    before = log(store)
    with pytest.raises(Conflict, match="LIT has been changed by somebody else"):
        save(director, store, "north", PRIORITY, goal(name="Second"), target=at(saved))
    with pytest.raises(Conflict):
        archive(director, store, "north", PRIORITY, at(saved))
    assert log(store) == before


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (goal("lit ", "Other"), ("V7", "code")),
        (goal("B", "EARLY literacy"), ("V7", "name")),
        (goal("B", None), ("V3", "name")),
    ],
)
def test_v7_keys_and_names_occur_once(store, director, content, expected):
    save(director, store, "north", PRIORITY, goal())
    before = log(store)
    with pytest.raises(RecordRefused) as error:
        save(director, store, "north", PRIORITY, content)
    assert codes(error) == [expected]
    assert log(store) == before


def test_a_review_changes_nothing_and_tells_the_same(store, director):
    save(director, store, "north", PRIORITY, goal())
    found = review(director, store, "north", PRIORITY, goal("B", "Early literacy"))
    assert [one.code for one in found.problems] == ["V7"]
    assert len(log(store)) == 1


def test_v14_what_is_referred_to_stays_and_the_refusal_names_it(store, director):
    saved = save(director, store, "north", PRIORITY, goal())
    save(director, store, "north", STRATEGY, way("W1"))
    save(director, store, "north", STRATEGY, way("W2", "lit"))
    aside = archive(director, store, "north", PRIORITY, at(saved))
    with pytest.raises(RecordRefused, match="Strategies: W1, W2") as error:
        delete(director, store, "north", PRIORITY, Target(aside.id, aside.version))
    assert codes(error) == [("V14", "")]
    with pytest.raises(RecordRefused, match="Its code cannot change"):
        save(director, store, "north", PRIORITY, goal("NEW", archived=True),
             target=Target(aside.id, aside.version))  # fmt: skip


def test_v14_an_active_priority_is_archived_first(store, director):
    saved = save(director, store, "north", PRIORITY, goal())
    with pytest.raises(RecordRefused, match="archived before"):
        delete(director, store, "north", PRIORITY, at(saved))


def test_only_what_can_be_archived_is(store, administrator):
    saved = save(administrator, store, "north", ROLE, builder())
    with pytest.raises(StoreError, match="not archived"):
        archive(administrator, store, "north", ROLE, at(saved))


def test_v20_a_role_in_use_stays(store, administrator):
    saved = save(administrator, store, "north", ROLE, builder())
    bucket = Content(
        {"code": "T1", "name": "Title", "type": "expenditure", "roles": ("builder",)}, (FUND,)
    )
    made = save(administrator, store, "north", BUCKET, bucket, chart=CHART)
    assert made.record.values["roles"] == ("BLD",)
    assert made.record.lines[0]["segment_type"] == "Funds"
    with pytest.raises(RecordRefused, match="Buckets: T1") as error:
        delete(administrator, store, "north", ROLE, at(saved))
    assert codes(error) == [("V20", "")]


def test_v17_one_role_a_person_and_budget_both_known(store, administrator):
    save(administrator, store, "north", ROLE, builder())
    save(administrator, store, "north", USER, somebody("p@district.example"))
    budget = Content({"code": "B1", "name": "Elm", "autonomy": "all", "is_active": True})
    save(administrator, store, "north", BUDGET, budget)
    pair = Content({"email": "P@district.example", "budget_code": "b1", "role_code": "builder"})
    made = save(administrator, store, "north", PAIR, pair)
    assert dict(made.record.values) == {
        "email": "p@district.example", "budget_code": "B1", "role_code": "BLD",
    }  # fmt: skip
    with pytest.raises(RecordRefused) as error:
        save(administrator, store, "north", PAIR, pair)
    assert codes(error) == [("V7", "email")]
    unknown = Content({"email": "x@district.example", "budget_code": "B2", "role_code": "APR"})
    with pytest.raises(RecordRefused) as error:
        save(administrator, store, "north", PAIR, unknown)
    assert codes(error) == [("V8", "email"), ("V8", "budget_code"), ("V8", "role_code")]


def test_v18_the_last_active_administrator_stays(store, administrator):
    one = save(administrator, store, "north", USER, somebody("a@d.example", administrator=True))
    for change in ({"is_active": False}, {"administrator": False}):
        with pytest.raises(RecordRefused, match="without an active administrator"):
            save(administrator, store, "north", USER,
                 Content({**one.record.values, **change}), target=at(one))  # fmt: skip
    with pytest.raises(RecordRefused, match="without an active administrator"):
        delete(administrator, store, "north", USER, at(one))
    save(administrator, store, "north", USER, somebody("b@d.example", administrator=True))
    delete(administrator, store, "north", USER, at(one))


def manager(email: str = "m@d.example"):
    """A person who may manage users and is no administrator."""
    director = person(Role.BUDGET_DIRECTOR, email)
    return replace(director, permissions=director.permissions | {"user:manage"})


def test_v18_nobody_raises_own_rights(store, administrator):
    own = save(administrator, store, "north", USER,
               somebody("m@d.example", can_manage_users=True, manage_access="view"))  # fmt: skip
    other = save(administrator, store, "north", USER, somebody("o@d.example"))
    for change in ({"manage_access": "admin"}, {"can_view_compensation": True}):
        with pytest.raises(RecordRefused, match="raises own rights"):
            save(manager(), store, "north", USER, Content({**own.record.values, **change}),
                 target=at(own))  # fmt: skip
        other = save(manager(), store, "north", USER,
                     Content({**other.record.values, **change}), target=at(other))  # fmt: skip
    lowered = Content({**own.record.values, "manage_access": "none"})
    save(manager(), store, "north", USER, lowered, target=at(own))


def test_v18_only_an_administrator_makes_administrators(store, administrator):
    chief = save(administrator, store, "north", USER, somebody("a@d.example", administrator=True))
    with pytest.raises(RecordRefused, match="Only an administrator"):
        save(manager(), store, "north", USER, somebody("n@d.example", administrator=True))
    with pytest.raises(RecordRefused, match="Only an administrator"):
        delete(manager(), store, "north", USER, at(chief))


def test_v18_nobody_gives_a_role_to_oneself(store, administrator):
    save(administrator, store, "north", ROLE, builder())
    save(administrator, store, "north", USER, somebody("m@d.example"))
    budget = Content({"code": "B1", "name": "Elm", "autonomy": "all", "is_active": True})
    save(administrator, store, "north", BUDGET, budget)
    pair = Content({"email": "m@d.example", "budget_code": "B1", "role_code": "BLD"})
    with pytest.raises(RecordRefused, match="to oneself"):
        save(manager(), store, "north", PAIR, pair)
    save(manager("x@d.example"), store, "north", PAIR, pair)


def test_a_fault_that_was_there_already_does_not_block_another_change(store, director):
    """A load may bring overlapping periods; mending one of them must be possible."""
    position = ENTITIES["position"]
    base = {"code": "1", "job_code": "7", "fte": Decimal(1), "end_date": None}
    with store.transaction() as tx:
        add_records(tx, "north", position, [
            Draft(base | {"start_date": date(2026, 7, 1)}),
            Draft(base | {"start_date": date(2026, 8, 1)}),
            Draft(base | {"code": "2", "start_date": date(2026, 7, 1)}),
        ])  # fmt: skip
        third = records(tx, "north", position)[2]
        add_records(tx, "north", ENTITIES["job"], [
            Draft({"code": "7", "name": "Cook", "class_code": "1", "class_name": "Food"})
        ])  # fmt: skip
    changed = Content({**third.values, "fte": Decimal("0.5")})
    save(director, store, "north", position, changed, target=Target(third.id, third.version))
