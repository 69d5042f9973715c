from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import text

from data.entities.parsing import parse
from data.entities.registry import ENTITIES
from data.store import Conflict
from data.store.records import (
    Draft,
    add_records,
    change_records,
    record,
    records,
    remove_records,
)

BUDGET, POSITION, PRIORITY = (ENTITIES[name] for name in ("budget", "position", "priority"))


def example(entity) -> Draft:
    values = {field.name: parse(field, field.example) for field in entity.fields if field.example}
    lines = {field.name: parse(field, field.example) for field in entity.lines if field.example}
    return Draft(values, (lines, dict(lines)) if lines else ())


def priority(code: str, name: str) -> Draft:
    return Draft({"code": code, "name": name, "type": "Any", "archived": False})


def position(fte: str) -> Draft:
    return Draft(
        {"code": "007", "job_code": "1", "fte": Decimal(fte), "start_date": date(2026, 7, 1)}
    )


def test_every_kind_of_record_comes_back_as_it_was_kept(store):
    for entity in ENTITIES.values():
        draft = example(entity)
        with store.transaction() as tx:
            made = add_records(tx, "north", entity, [draft])[0]
        with store.reading() as tx:
            found = record(tx, "north", entity, made.id)
        assert found.version == 1
        assert {name: found.values[name] for name in draft.values} == draft.values
        assert [{name: line[name] for name in draft.lines[0]} for line in found.lines] == [
            *draft.lines
        ]


def test_numbers_are_kept_exactly_in_their_smallest_part(store):
    with store.transaction() as tx:
        add_records(tx, "north", POSITION, [position("0.425")])
    with store.reading() as tx:
        assert tx.scalar(text("select fte_thousandths from position")) == 425
        assert str(records(tx, "north", POSITION)[0].values["fte"]) == "0.425"
    with pytest.raises(Exception, match="more than 3 decimals"), store.transaction() as tx:
        add_records(tx, "north", POSITION, [position("0.4255")])


def test_a_district_sees_its_own_records_only(store):
    with store.transaction() as tx:
        made = add_records(tx, "north", PRIORITY, [priority("A", "Reading")])[0]
        add_records(tx, "south", PRIORITY, [priority("A", "Reading")])
    with store.reading() as tx:
        assert [one.id for one in records(tx, "north", PRIORITY)] == [made.id]
        assert record(tx, "south", PRIORITY, made.id) is None
    with pytest.raises(Conflict, match="Priority A"), store.transaction() as tx:
        change_records(tx, "south", PRIORITY, [made])


@pytest.mark.parametrize("second", [priority("a ", "Other"), priority("B", "READING")])
def test_keys_occur_once_whatever_their_case(store, second):
    with pytest.raises(Conflict), store.transaction() as tx:
        add_records(tx, "north", PRIORITY, [priority("A", "Reading"), second])


def test_names_can_be_exchanged(store):
    with store.transaction() as tx:
        one, two = add_records(
            tx, "north", PRIORITY, [priority("A", "Reading"), priority("B", "Sums")]
        )
    swapped = [
        replace(one, values=one.values | {"name": "Sums"}),
        replace(two, values=two.values | {"name": "Reading"}),
    ]
    with store.transaction() as tx:
        change_records(tx, "north", PRIORITY, swapped)
    with store.reading() as tx:
        found = records(tx, "north", PRIORITY)
    assert [(one.values["name"], one.version) for one in found] == [("Sums", 2), ("Reading", 2)]


def test_lines_are_replaced_and_keep_their_order(store):
    lines = tuple(
        {"segment_type": "Funds", "operator": "is", "segment_code": code} for code in "321"
    )
    draft = Draft({"code": "B1", "name": "Elm", "autonomy": "all", "is_active": True}, lines)
    with store.transaction() as tx:
        made = add_records(tx, "north", BUDGET, [draft])[0]
    with store.transaction() as tx:
        change_records(tx, "north", BUDGET, [replace(made, lines=(lines[2], lines[0]))])
    with store.reading() as tx:
        found = record(tx, "north", BUDGET, made.id)
        assert [line["segment_code"] for line in found.lines] == ["1", "3"]
        assert tx.scalar(text("select count(*) from budget_line")) == 2
    with store.transaction() as tx:
        remove_records(tx, "north", BUDGET, [found])
    with store.reading() as tx:
        assert records(tx, "north", BUDGET) == []
        assert tx.scalar(text("select count(*) from budget_line")) == 0


@pytest.mark.parametrize("write", [change_records, remove_records])
def test_what_somebody_else_changed_is_not_overwritten(store, write):
    with store.transaction() as tx:
        made = add_records(tx, "north", PRIORITY, [priority("A", "Reading")])[0]
    with store.transaction() as tx:
        change_records(tx, "north", PRIORITY, [made])
    with pytest.raises(Conflict, match="Priority A has been changed"), store.transaction() as tx:
        write(tx, "north", PRIORITY, [made])
    with store.transaction() as tx:
        remove_records(tx, "north", PRIORITY, [replace(made, version=2)])
    with pytest.raises(Conflict, match="removed"), store.transaction() as tx:
        write(tx, "north", PRIORITY, [replace(made, version=2)])


def test_many_at_once_keep_their_order(store):
    drafts = [priority(f"P{n % 7}{n}", f"Name {n}") for n in range(1234)]
    with store.transaction() as tx:
        made = add_records(tx, "north", PRIORITY, drafts)
    assert [one.values["code"] for one in made] == [one.values["code"] for one in drafts]
    with store.reading() as tx:
        kept = records(tx, "north", PRIORITY, [one.id for one in made])
    assert {one.id: one.values["code"] for one in kept} == {
        one.id: one.values["code"] for one in made
    }
