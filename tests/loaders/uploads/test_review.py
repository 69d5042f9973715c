"""The dry run against records in memory: each expectation is written out by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from data.entities.problem import Problem
from data.entities.registry import ENTITIES
from data.store.records import Draft
from loaders.uploads.changes import Outcome
from loaders.uploads.error_file import error_table
from loaders.uploads.mapping import propose
from loaders.uploads.review import review
from loaders.uploads.sheet import read_sheet
from tests.loaders.uploads.bad_files import as_csv

ORGANIZATION, BUDGET, PRIORITY = (ENTITIES[n] for n in ("organization", "budget", "priority"))


@dataclass
class Held:
    """Records that exist, without any rule of their own."""

    records: dict = field(default_factory=dict)
    kept: dict = field(default_factory=dict)
    clashes: tuple = ()
    wrong: tuple = ()

    def foresee(self, drafts):
        assert all(isinstance(one, Draft) for one in drafts)

    def settled(self, content):
        return content

    def problems(self, content, before):
        del before
        return [problem for key, problem in self.wrong if content.values["code"] == key]

    def question(self, contents):
        return ""

    def companions(self, changes):
        return ()

    def why_kept(self, key):
        return self.kept.get(key, "")

    def together(self, after):
        return [one for one in self.clashes if one[0] in after]


def elm(**more):
    values = {"code": "E101", "name": "Elm", "type": "School", "level": "Elementary",
              "budget_code": None, "location_codes": ("101",)}  # fmt: skip
    return Draft(values | more)


def reviewed(entity, table, world):
    sheet = read_sheet(as_csv(table).encode(), "a.csv")
    columns = propose(entity, sheet.headings)
    return review(entity, sheet, columns, world), sheet, columns


def test_a_row_creates_updates_or_changes_nothing():
    world = Held({("e101",): elm(), ("e102",): elm(code="E102", name="Oak")})
    table = [["code", "name", "type", "level"], ["e101", "Elm Street", "school", ""],
             ["E102", "Oak", "School", "Elementary"], ["007", "New", "LEA", ""]]  # fmt: skip
    found = reviewed(ORGANIZATION, table, world)[0]
    assert [one.outcome for one in found.changes] == ["update", "unchanged", "create"]
    update, _, create = found.changes
    assert [(one.label, one.before, one.after) for one in update.fields(ORGANIZATION)] == [
        ("Name", "Elm", "Elm Street"),
        ("Level", "Elementary", ""),
    ]
    # The column of locations is absent, so its value stays; the code keeps its spelling.
    assert update.after.values["location_codes"] == ("101",)
    assert update.after.values["code"] == "E101"
    assert create.after.values == {"code": "007", "name": "New", "type": "LEA", "level": None,
                                   "budget_code": None, "location_codes": None}  # fmt: skip
    assert found.counts == {"create": 1, "update": 1, "delete": 0, "unchanged": 1, "error": 0}


def test_a_blank_code_is_found_by_its_unique_name():
    priority = Draft({"code": "LIT", "name": "Early literacy", "type": "School",
                        "description": None, "archived": False})  # fmt: skip
    world = Held({("lit",): priority})
    table = [["code", "name", "type"], ["", "early Literacy", "Any"], ["", "Unknown", "Any"]]
    found = reviewed(PRIORITY, table, world)[0]
    assert [one.outcome for one in found.changes] == ["update", "error"]
    assert found.changes[0].after.values["type"] == "Any"
    (problem,) = found.findings
    assert (problem.row, problem.column, problem.problem.code) == (3, "code", "V3")


@pytest.mark.parametrize(
    ("row", "code", "column"),
    [
        (["E1", "", "School", ""], "V3", "Title"),
        (["E1", "x" * 81, "School", ""], "V4", "Title"),
        (["E1", "Elm", "Schol", ""], "V5", "type"),
        (["1.2E+10", "Elm", "School", ""], "V12", "code"),
        (["#REF!", "Elm", "School", ""], "V12", "code"),
        (["E1", "Elm", "School", "maybe"], "V5", "_delete"),
        (["E1", "219-09-9999", "School", ""], "V42", "Title"),
        (["E1", "Elm"], "V1", ""),
    ],
)
def test_a_bad_cell_is_named_with_row_and_column(row, code, column):
    headings = ["code", "Title", "type", "_delete"]
    sheet = read_sheet(as_csv([headings, ["A", "Good", "LEA", ""], row]).encode(), "a.csv")
    columns = propose(ORGANIZATION, sheet.headings, chosen={"Title": "name"})
    found = review(ORGANIZATION, sheet, columns, Held())
    assert found.counts["create"] == 1
    (problem,) = found.findings
    assert (problem.row, problem.column, problem.problem.code) == (3, column, code)
    headings, rows = error_table(sheet, columns, found)
    assert headings == [
        "code",
        "Title",
        "type",
        "_delete",
        "_row",
        "_column",
        "_problem",
        "_suggestion",
    ]
    assert len(rows) == 1
    assert rows[0][:4] == [*row, *[""] * (4 - len(row))]
    assert rows[0][4:6] == ["3", column]


def test_v6_a_key_stands_once_and_each_row_is_told():
    table = [["code", "name", "type"], ["E1", "A", "LEA"], ["e1", "B", "LEA"], ["E2", "C", "LEA"]]
    found, sheet, columns = reviewed(ORGANIZATION, table, Held())
    assert [(one.row, one.problem.code) for one in found.findings] == [(2, "V6"), (3, "V6")]
    assert found.counts["create"] == 1
    assert found.rows_in_error == (2, 3)
    assert [row[-4] for row in error_table(sheet, columns, found)[1]] == ["2", "3"]


def budget(*lines):
    values = {"code": "B1", "name": "Elm", "organization_code": None, "autonomy": "all",
              "is_active": True}  # fmt: skip
    names = ("segment_type", "operator", "segment_code")
    return Draft(values, tuple(dict(zip(names, line, strict=True)) for line in lines))


SCOPES = ["code", "name", "segment_type", "operator", "segment_code"]


def test_lines_of_the_file_replace_the_former_ones():
    world = Held({("b1",): budget(("Locations", "is", "101"), ("Funds", "is", "10"))})
    table = [
        SCOPES,
        ["B1", "Elm", "Locations", "equals", "101"],
        ["B1", "Elm", "Funds", "is", "20"],
    ]
    (change,) = reviewed(BUDGET, table, world)[0].changes
    assert (change.outcome, change.rows) == ("update", (2, 3))
    assert change.after == budget(("Locations", "is", "101"), ("Funds", "is", "20"))


def test_the_order_of_lines_changes_nothing_and_absent_columns_keep_them():
    held = budget(("Locations", "is", "101"), ("Funds", "is", "10"))
    table = [SCOPES, ["B1", "Elm", "Funds", "is", "10"], ["B1", "Elm", "Locations", "is", "101"]]
    assert reviewed(BUDGET, table, Held({("b1",): held}))[0].counts["unchanged"] == 1
    short = [["code", "name"], ["B1", "Elm Street"]]
    (change,) = reviewed(BUDGET, short, Held({("b1",): held}))[0].changes
    assert change.after.lines == held.lines


def test_blank_lines_take_the_lines_away():
    table = [SCOPES, ["B1", "Elm", "", "", ""]]
    (change,) = reviewed(BUDGET, table, Held({("b1",): budget(("Funds", "is", "10"))}))[0].changes
    assert (change.outcome, change.after.lines) == (Outcome.UPDATE, ())


def test_v10_rows_of_one_record_agree_and_stay_together_in_the_error_file():
    table = [SCOPES, ["B1", "Elm", "Funds", "is", "10"], ["B1", "Oak", "Funds", "is", "20"],
             ["B2", "Ash", "Funds", "is", "30"]]  # fmt: skip
    found, sheet, columns = reviewed(BUDGET, table, Held())
    (problem,) = found.findings
    assert (problem.row, problem.column, problem.problem.code) == (3, "name", "V10")
    assert problem.problem.suggestion == "Elm"
    rows = error_table(sheet, columns, found)[1]
    assert [row[5:] for row in rows] == [
        ["2", "", "Another row of the same record is in error.", ""],
        ["3", "name", "Name differs from row 2 of the same record.", "Elm"],
    ]
    assert found.counts == {"create": 1, "update": 0, "delete": 0, "unchanged": 0, "error": 2}


def test_v6_a_line_stands_once_in_its_record():
    table = [SCOPES, ["B1", "Elm", "Funds", "is", "10"], ["B1", "Elm", "funds", "is", "10"]]
    (problem,) = reviewed(BUDGET, table, Held())[0].findings
    assert (problem.row, problem.problem.code) == (3, "V6")


def test_delete_needs_a_record_that_nobody_uses():
    world = Held(
        {("e1",): elm(code="E1"), ("e2",): elm(code="E2")}, {("e2",): "Budget B2 uses it."}
    )
    table = [["code", "_delete"], ["E1", "yes"], ["E2", "YES"], ["E3", "1"]]
    found = reviewed(ORGANIZATION, table, world)[0]
    assert [one.outcome for one in found.changes] == ["delete", "error", "error"]
    assert [(one.row, one.problem.code) for one in found.findings] == [(3, "V14"), (4, "V14")]
    assert "Budget B2" in found.findings[0].problem.message


def test_problems_of_records_and_between_them_stand_on_their_rows():
    world = Held(
        wrong=(("E2", Problem("V8", "There is no budget B9.", "B1", "budget_code")),
               ("E3", Problem("V8", "Budget B2 is archived.", "", "budget_code", is_warning=True))),
        clashes=((("e4",), Problem("V7", "The name is taken.", "", "name")),),
    )  # fmt: skip
    table = [
        ["code", "name", "type", "Budget"],
        *([f"E{n}", f"N{n}", "LEA", f"B{n}"] for n in range(1, 5)),
    ]
    found = reviewed(ORGANIZATION, table, world)[0]
    assert [one.outcome for one in found.changes] == ["create", "error", "create", "error"]
    told = [(one.row, one.column, one.found, one.problem.code) for one in found.findings]
    assert told == [(3, "Budget", "B2", "V8"), (4, "Budget", "B3", "V8"), (5, "name", "N4", "V7")]
    assert [one.row for one in found.warnings] == [4]


def test_v15_text_that_looks_like_a_formula_comes_back_as_it_went():
    table = [
        ["code", "name", "type"],
        ["A", "=1+1", "LEA"],
        ["B", "'-x", "LEA"],
        ["C", "'tis", "LEA"],
    ]
    found = reviewed(ORGANIZATION, table, Held())[0]
    assert [one.after.values["name"] for one in found.changes] == ["=1+1", "-x", "'tis"]
