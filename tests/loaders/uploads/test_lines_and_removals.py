"""For every type: what `_delete` takes away and what it must leave; for those with lines, lines."""

from __future__ import annotations

import pytest

from data.entities.registry import ENTITIES
from loaders.uploads.changes import Outcome
from tests.loaders.uploads.bad_files import as_csv
from tests.loaders.uploads.examples import FIRST, another, example, fields_of, table_of
from tests.loaders.uploads.test_catalogue import digest, held, reviewed

# A second line beside that of the example, and what the first one has to say then.
SECOND = {
    "budget": ({}, {"segment_code": "102"}),
    "bucket": ({}, {"segment_code": "220"}),
    "rollup_template": ({}, {"category": "Travel", "segment_code": "5000-5999"}),
    "attribution_rule": ({}, {"segment_code": "2700-2799"}),
    "account_recoding": ({"share": "60"}, {"to_account": "10-100-1200-0001", "share": "40"}),
}


def removal(name, row) -> bytes:
    keys = list(ENTITIES[name].key)
    return as_csv([[*keys, "_delete"], [*(row[key] for key in keys), "yes"]]).encode()


def users_of(name) -> set[str]:
    """Who refers to the example of a kind, by the examples alone."""
    code = example(name)[ENTITIES[name].key[0]].casefold()
    return {
        other
        for other in FIRST
        for field in fields_of(other)
        if field.refers == name
        and code in [part.strip().casefold() for part in example(other)[field.name].split(",")]
    }


@pytest.mark.parametrize("name", FIRST)
def test_a_marked_record_goes_alone_and_comes_back(desk, name):
    entity = ENTITIES[name]
    row = another(name)
    desk.confirm(reviewed(desk, name, as_csv(table_of(name, row)).encode())[0])
    before = digest(desk)
    if entity.archivable:
        found = reviewed(desk, name, removal(name, row))[1].review
        assert [one.problem.code for one in found.findings] == ["V14"]
        row |= {"archived": "true"}
        desk.confirm(reviewed(desk, name, as_csv(table_of(name, row)).encode())[0])
        before = digest(desk)
    kept = len(held(desk, name))
    number, found = reviewed(desk, name, removal(name, row))
    assert found.review.counts == dict.fromkeys(found.review.counts, 0) | {"delete": 1}, (
        found.review.findings
    )
    desk.confirm(number)
    assert len(held(desk, name)) == kept - 1
    again = reviewed(desk, name, removal(name, row))[1].review
    assert [one.problem.message for one in again.findings] == ["There is no such record to remove."]
    assert desk.undo(number) == ()
    assert digest(desk) == before


@pytest.mark.parametrize("name", [name for name in FIRST if users_of(name)])
def test_v14_v20_a_record_in_use_stays(desk, name):
    if ENTITIES[name].archivable:
        row = example(name) | {"archived": "true"}
        desk.confirm(reviewed(desk, name, as_csv(table_of(name, row)).encode())[0])
    before = digest(desk)
    number, found = reviewed(desk, name, removal(name, example(name)))
    (change,) = found.review.changes
    (finding,) = found.review.findings
    assert change.outcome is Outcome.ERROR
    assert finding.problem.code == ("V20" if name == "role" else "V14")
    assert all(ENTITIES[user].plural in finding.problem.message for user in users_of(name))
    desk.confirm(number, ignoring_errors=True)
    assert digest(desk) == before


def test_the_types_with_lines_are_known():
    assert {name for name, entity in ENTITIES.items() if entity.lines} == set(SECOND)


@pytest.mark.parametrize("name", SECOND)
def test_lines_of_a_file_replace_the_former_ones_and_come_back(desk, name):
    first, more = SECOND[name]
    rows = [example(name) | first, example(name) | more]
    before = held(desk, name)[0].lines
    assert len(before) == 1
    number, found = reviewed(desk, name, as_csv(table_of(name, *rows)).encode())
    assert found.review.counts["update"] == 1, found.review.findings
    desk.confirm(number)
    assert len(held(desk, name)[0].lines) == 2
    turned = reviewed(desk, name, as_csv(table_of(name, *reversed(rows))).encode())[1]
    assert turned.review.counts["unchanged"] == 1
    single = reviewed(desk, name, as_csv(table_of(name, example(name))).encode())
    assert single[1].review.counts["update"] == 1
    desk.confirm(single[0])
    assert held(desk, name)[0].lines == before
    assert desk.undo(single[0]) == ()
    assert len(held(desk, name)[0].lines) == 2


@pytest.mark.parametrize("name", SECOND)
def test_v6_v10_lines_stand_once_and_rows_of_a_record_agree(desk, name):
    entity, (first, more) = ENTITIES[name], SECOND[name]
    rows = [example(name) | first, example(name) | more]
    twice = reviewed(desk, name, as_csv(table_of(name, *rows, rows[1])).encode())[1].review
    assert ("V6", 4) in {(one.problem.code, one.row) for one in twice.findings}
    assert twice.rows_in_error == (2, 3, 4)
    own = [one.name for one in entity.fields if one.name not in entity.key and one.limit]
    if own:
        rows[1] |= {own[0]: "Another"}
        apart = reviewed(desk, name, as_csv(table_of(name, *rows)).encode())[1].review
        told = {(one.problem.code, one.row, one.column) for one in apart.findings}
        assert ("V10", 3, own[0]) in told
