"""Which column stands for which field: names, memory, choices, what is refused (V2, V42)."""

from __future__ import annotations

import pytest

from data.entities.registry import ENTITIES
from loaders.uploads.mapping import (
    DELETE,
    How,
    mapping_problems,
    propose,
    remembered_choices,
)

ORGANIZATION = ENTITIES["organization"]
BUCKET = ENTITIES["bucket"]


def fields(columns):
    return {one.heading: one.field for one in columns}


@pytest.mark.parametrize(
    "heading", ["location_codes", "Location Codes", "LOCATIONCODES", " Locations"]
)
def test_case_blanks_and_underscores_do_not_count(heading):
    assert propose(ORGANIZATION, [heading])[0].field == "location_codes"


@pytest.mark.parametrize("entity", ENTITIES.values(), ids=ENTITIES)
def test_every_field_is_found_by_its_own_name(entity):
    names = [field.name for field in entity.by_name.values() if field.on_file]
    columns = propose(entity, [*names, "_delete"])
    assert [one.field for one in columns] == [*names, DELETE]
    assert mapping_problems(entity, columns) == []


def test_memory_counts_more_than_the_name_and_a_choice_most():
    headings = ["School No", "Name", "Type", "Level"]
    remembered = {"school no": "code", "LEVEL": ""}
    columns = propose(
        ORGANIZATION, headings, remembered=remembered, chosen={"Name": "", "Level": "name"}
    )
    assert fields(columns) == {"School No": "code", "Name": "", "Type": "type", "Level": "name"}
    assert [one.how for one in columns] == [How.REMEMBERED, How.IGNORED, How.NAMED, How.CHOSEN]
    assert remembered_choices(columns) == fields(columns)


def test_a_near_name_is_only_suggested():
    columns = propose(ORGANIZATION, ["Organization Code", "Nme", "Type", "Comment"])
    assert fields(columns)["Nme"] == ""
    assert {one.heading: one.suggestion for one in columns}["Nme"] == "name"
    problems = mapping_problems(ORGANIZATION, columns)
    assert {(one.code, one.field) for one in problems} == {("V2", "code"), ("V2", "name")}


def test_v2_a_field_is_mapped_once():
    columns = propose(ORGANIZATION, ["code", "CODE", "name", "type"])
    (problem,) = mapping_problems(ORGANIZATION, columns)
    assert (problem.code, problem.field) == ("V2", "code")
    chosen = propose(ORGANIZATION, ["code", "Code 2", "name", "type"])
    assert mapping_problems(ORGANIZATION, chosen) == []


def test_v2_a_file_with_lines_has_the_whole_line():
    headings = ["code", "name", "type", "roles"]
    assert mapping_problems(BUCKET, propose(BUCKET, headings)) == []
    half = mapping_problems(BUCKET, propose(BUCKET, [*headings, "segment_type"]))
    assert {one.field for one in half} == {"operator", "segment_code"}


def test_a_file_that_only_removes_needs_only_keys():
    assert mapping_problems(ORGANIZATION, propose(ORGANIZATION, ["code", "_delete"])) == []


@pytest.mark.parametrize(
    "heading", ["SSN", "EmployeeSSN", "Date of Birth", "Home Phone", "Street Address", "zip"]
)
def test_v42_personal_columns_are_dropped_whatever_is_said(heading):
    employee = ENTITIES["employee"]
    (column,) = propose(employee, [heading], remembered={heading: "code"}, chosen={heading: "code"})
    assert (column.field, column.how) == ("", How.PRIVATE)
    assert remembered_choices([column]) == {}


def test_columns_of_an_error_file_are_passed_over():
    columns = propose(
        ORGANIZATION, ["code", "name", "type", "_row", "_column", "_problem", "_suggestion"]
    )
    assert [one.field for one in columns[3:]] == [""] * 4
    assert all(not one.suggestion for one in columns[3:])
