"""The declarations hang together, and name what the catalogue of files names."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from data.entities.field import OUTSIDE, Kind
from data.entities.registry import ENTITIES, referring_to

COLUMNS = yaml.safe_load((Path(__file__).parents[2] / "cases" / "entities.yaml").read_text())
EVERY = [pytest.param(entity, id=name) for name, entity in ENTITIES.items()]


def shape(field) -> str:
    """A field as the page of columns writes it: `name* kind limit`."""
    size = field.places if field.is_number and field.kind is not Kind.WHOLE else field.limit
    mark = "*" if field.required else ""
    return " ".join(str(part) for part in (field.name + mark, field.kind, size) if part is not None)


@pytest.mark.parametrize("entity", EVERY)
def test_columns_are_those_of_the_catalogue(entity):
    expected = COLUMNS[entity.name]
    assert [shape(field) for field in entity.fields if field.on_file] == expected["columns"]
    assert [shape(field) for field in entity.lines] == expected.get("lines", [])
    assert list(entity.key) == expected["key"]
    assert [list(names) for names in entity.unique] == expected.get("unique", [])


def test_the_page_lists_every_entity_once():
    assert set(COLUMNS) == set(ENTITIES)


@pytest.mark.parametrize("entity", EVERY)
def test_a_declaration_is_consistent(entity):
    names = [field.name for field in (*entity.fields, *entity.lines)]
    assert len(names) == len(set(names))
    own, lines = {f.name for f in entity.fields}, {f.name for f in entity.lines}
    assert set(entity.key) <= own
    assert set(entity.fixed) <= own
    assert set(entity.line_key) <= lines
    assert bool(entity.lines) == bool(entity.line_key)
    for group in entity.unique:
        assert set(group) <= own
    for group in (*entity.together, *entity.either):
        assert set(group) <= own or set(group) <= lines


@pytest.mark.parametrize("entity", EVERY)
def test_fields_say_what_they_are(entity):
    assert entity.about.endswith(".")
    for field in (*entity.fields, *entity.lines):
        assert field.doc.endswith("."), field.name
        assert field.refers in {"", *ENTITIES, *OUTSIDE}, field.name
        assert (field.kind is Kind.CHOICE) <= bool(field.choices), field.name


def test_what_a_record_refers_to_can_be_set_up_before_it():
    """The one circle is organization and budget: either may be filled in later."""
    order = list(ENTITIES)
    for entity in ENTITIES.values():
        for field in entity.fields:
            if field.refers in ENTITIES and field.required and field.refers != entity.name:
                assert order.index(field.refers) < order.index(entity.name), (entity.name, field)


def test_who_refers_to_an_organization():
    found = {(entity.name, field, line) for entity, field, line in referring_to("organization")}
    assert found == {
        ("budget", "organization_code", False),
        ("metric_value", "organization_code", False),
        ("attribution_rule", "organization_code", True),
    }


def test_keys_are_compared_without_case_and_outer_spaces():
    job = ENTITIES["job"]
    one = job.key_of({"code": " AB1", "class_code": "x  y"})
    assert one == job.key_of({"code": "ab1 ", "class_code": "X y"})
    assert job.key_of({"code": "01", "class_code": None}) != job.key_of({"code": "1"})


@pytest.mark.parametrize(
    ("name", "values", "live"),
    [
        ("budget", {"is_active": True}, True),
        ("budget", {"is_active": False}, False),
        ("priority", {"archived": True}, False),
        ("priority", {"archived": False}, True),
        ("position", {}, True),
    ],
)
def test_who_may_still_be_chosen(name, values, live):
    assert ENTITIES[name].is_live(values) is live
