"""What comes along with a record that is kept on screen."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from data.entities.content import Content
from data.entities.registry import ENTITIES
from data.store.audit import entries
from data.store.records import Draft, add_records, records
from planning.configure.commands import save

START = date(2026, 7, 1)
ROWS = {
    "job": [{"code": "T", "name": "Teacher", "class_code": "C", "class_name": "Certificated"}],
    "employee": [{"code": "7", "first_name": "Teacher", "last_name": "no. 7"}],
    "position": [{"code": "KNOWN", "job_code": "T", "location_code": "112", "fte": Decimal(1),
                  "start_date": START}],
}  # fmt: skip


@pytest.fixture
def staffed(store, administrator):
    with store.transaction() as tx:
        for name, rows in ROWS.items():
            add_records(tx, administrator.district, ENTITIES[name], [Draft(row) for row in rows])
    return store


def assigned(store, actor, position):
    content = Content({
        "employee_code": "7", "position_code": position, "fte": Decimal("0.3"),
        "start_date": START, "end_date": None, "job_code": "T", "location_code": "112",
    })  # fmt: skip
    save(actor, store, actor.district, ENTITIES["assignment"], content)
    with store.reading() as tx:
        every = records(tx, actor.district, ENTITIES["position"])
    return {one.values["code"]: one.values["fte"] for one in every}


def test_an_unknown_position_is_made_with_no_fte_and_a_trail(staffed, administrator):
    assert assigned(staffed, administrator, "NEW") == {"KNOWN": Decimal(1), "NEW": Decimal(0)}
    with staffed.reading() as tx:
        actions = [one.action for one in entries(tx)]
    assert {"assignment.create", "position.create"} <= set(actions)


@pytest.mark.parametrize("position", ["KNOWN", "known"])
def test_a_known_position_stays_as_it_is(staffed, administrator, position):
    assert assigned(staffed, administrator, position) == {"KNOWN": Decimal(1)}
