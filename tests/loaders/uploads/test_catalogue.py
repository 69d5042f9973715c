"""Every upload of the catalogue from its template to its undo, on a real store."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text

from data.entities.registry import ENTITIES
from data.store.audit import entries, verify
from data.store.record_tables import LINES, RECORDS
from data.store.records import records
from exports.flat import Format as ExportForm
from exports.records_file import records_file, records_line
from loaders.uploads.catalogue import CATALOGUE, catalogue_lines
from loaders.uploads.sheet import Format, read_sheet
from loaders.uploads.template import headings, template
from pages.words import speaking, spoken_words
from tests.loaders.uploads.bad_files import as_csv, as_xlsx
from tests.loaders.uploads.examples import DISTRICT, FIRST, another, example, table_of

NOW = datetime(2026, 11, 27, 8, 30, tzinfo=UTC)


def held(desk, name):
    with desk.store.reading() as tx:
        return records(tx, DISTRICT, ENTITIES[name])


def digest(desk) -> str:
    """Every configured record, whatever its number and version."""
    found = hashlib.sha256()
    with desk.store.reading() as tx:
        for name in ENTITIES:
            for one in records(tx, DISTRICT, ENTITIES[name]):
                found.update(repr((name, sorted(one.values.items()), one.lines)).encode())
    return found.hexdigest()


def reviewed(desk, name, content, file_name="a.csv"):
    number = desk.start(name, content, file_name)
    assert desk.map(number).problems == ()
    return number, desk.review(number)


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("name", FIRST)
def test_a_download_of_records_comes_back_as_it_is(desk, name, form):
    """As it was downloaded, and as a spreadsheet saves it again; in a district with own words."""
    entity, kept = ENTITIES[name], held(desk, name)
    line = records_line(entity, DISTRICT, 'Ann "B", C', NOW, {"search": 'x, "y', "order": ""})
    own = [("location", "site"), ("budget", "fund"), ("organization", "unit"), ("bucket", "pot")]
    with speaking(spoken_words(own, ())):
        content = records_file(ExportForm(form), entity, kept, line)
    sheet = read_sheet(content, f"a.{form}")
    assert [one.number for one in sheet.rows] == list(range(3, 3 + len(sheet.rows)))
    saved = as_csv([[line], sheet.headings, *(one.cells for one in sheet.rows)]).encode()
    for sent, ending in ((content, form), (saved, "csv")):
        _, found = reviewed(desk, name, sent, f"a.{ending}")
        assert found.review.counts == {
            "create": 0, "update": 0, "delete": 0, "unchanged": len(kept), "error": 0
        }, found.review.findings  # fmt: skip


def test_the_examples_cover_the_catalogue():
    assert set(FIRST) == set(CATALOGUE) == set(ENTITIES)


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("name", FIRST)
def test_template_fill_map_review_confirm_again_undo(desk, name, form):
    entity, before = ENTITIES[name], digest(desk)
    sheet = read_sheet(template(form, entity, held(desk, name)), f"a.{form}")
    assert list(sheet.headings) == headings(entity)
    present = len({row.cells[0:3] for row in sheet.rows})
    row = another(name)
    table = [list(sheet.headings), *(list(one.cells) for one in sheet.rows),
             [row.get(heading, "") for heading in sheet.headings]]  # fmt: skip
    content = as_csv(table).encode() if form is Format.CSV else as_xlsx(table)
    number, found = reviewed(desk, name, content, f"a.{form}")
    kept = len(held(desk, name))
    assert found.review.counts == {
        "create": 1, "update": 0, "delete": 0, "unchanged": kept, "error": 0
    }, found.review.findings  # fmt: skip
    assert present >= 1
    # Nothing changes before the confirmation.
    assert digest(desk) == before
    assert desk.confirm(number).counts == found.review.counts
    assert len(held(desk, name)) == kept + 1
    after = digest(desk)
    assert after != before
    again = reviewed(desk, name, content, f"a.{form}")
    assert again[1].review.counts == {
        "create": 0, "update": 0, "delete": 0, "unchanged": kept + 1, "error": 0
    }  # fmt: skip
    desk.confirm(again[0])
    assert digest(desk) == after
    assert desk.undo(number) == ()
    assert digest(desk) == before
    with desk.store.reading() as tx:
        assert verify(tx) == []


def misspelt(name):
    """A field whose wrong word has a nearest right one: a choice, or the code of a record."""
    fields = [*ENTITIES[name].fields, *ENTITIES[name].lines]
    return next(
        (one for one in fields
         if (one.choices or one.refers in ENTITIES) and another(name)[one.name]
         and (name, one.name) != ("assignment", "position_code")),
        None,
    )  # fmt: skip


@pytest.mark.parametrize("form", Format)
@pytest.mark.parametrize("name", FIRST)
def test_a_wrong_row_comes_back_and_uploads_once_it_is_right(desk, name, form):
    entity = ENTITIES[name]
    empty = next(field for field in entity.fields if field.required)
    wrong = misspelt(name) or empty
    table = [
        [*line, note]
        for line, note in zip(
            table_of(name, example(name), another(name)),
            ("Note of mine", "", "keep me"),
            strict=True,
        )
    ]
    place = table[0].index(wrong.name)
    right = table[2][place]
    table[2][place] = "" if wrong is empty else f"{right}q"
    number, found = reviewed(desk, name, written_as(form, table), f"a.{form}")
    assert found.review.counts["error"] == 1
    sent = desk.errors(number)[1]
    told = read_sheet(sent, f"a-errors.{form}")
    (row,) = told.rows
    cells = dict(zip(told.headings, row.cells, strict=True))
    assert (cells["_row"], cells["_column"], cells["Note of mine"]) == ("3", wrong.name, "keep me")
    assert wrong.label in cells["_problem"]
    if wrong is not empty:
        assert cells["_suggestion"], cells
    with pytest.raises(Exception, match="1 row is in error"):
        desk.confirm(number)
    desk.confirm(number, ignoring_errors=True)
    before = len(held(desk, name))
    # Nothing of the file is changed but the one cell, as a person would change it.
    cells[wrong.name] = cells["_suggestion"] or right
    mended = written_as(form, [list(told.headings), list(cells.values())])
    number, found = reviewed(desk, name, mended, f"a-errors.{form}")
    assert found.review.counts == dict.fromkeys(found.review.counts, 0) | {"create": 1}
    desk.confirm(number)
    assert len(held(desk, name)) == before + 1
    assert reviewed(desk, name, mended, f"a.{form}")[1].review.counts["unchanged"] == 1


def written_as(form, table) -> bytes:
    return as_csv(table, ";").encode() if form is Format.CSV else as_xlsx(table)


@pytest.mark.parametrize("name", FIRST)
def test_every_change_has_one_entry_with_before_and_after(desk, name):
    with desk.store.reading() as tx:
        first = entries(tx, limit=1)[0].seq
    number, _ = reviewed(desk, name, as_csv(table_of(name, another(name))).encode())
    desk.confirm(number)
    with desk.store.reading() as tx:
        told = [(one.action, bool(one.before), bool(one.after))
                for one in entries(tx, limit=10)
                if one.seq > first and one.entity in {name, "upload"}]  # fmt: skip
    assert told == [
        ("upload.confirm", True, True),
        (f"{name}.create", False, True),
        ("upload.start", False, True),
    ]


def test_a_failed_confirmation_leaves_nothing(desk, monkeypatch):
    from loaders.uploads import apply  # noqa: PLC0415 - patched below

    def fails(*_arguments, **_named):
        raise RuntimeError("the audit log cannot be written")

    number, _ = reviewed(
        desk, "priority", as_csv(table_of("priority", another("priority"))).encode()
    )
    before = digest(desk)
    monkeypatch.setattr(apply, "append_all", fails)
    with pytest.raises(RuntimeError):
        desk.confirm(number)
    assert digest(desk) == before


def test_the_list_names_every_upload_with_key_and_columns():
    lines = "\n".join(catalogue_lines())
    assert all(f"{name}: " in lines for name in CATALOGUE)
    assert "  key: position_code + account_code + start_date" in lines


def test_tables_of_records_are_the_whole_digest(desk):
    """The digest above would miss a table that nobody reads."""
    with desk.store.reading() as tx:
        for table in (*RECORDS.values(), *LINES.values()):
            assert tx.execute(text(f'select count(*) from "{table.name}"')).scalar_one() > 0


def test_v36_an_assignment_makes_the_position_that_nobody_knows(desk):
    before = digest(desk)
    rows = [example("assignment") | {"position_code": "new1", "start_date": day, "end_date": ""}
            for day in ("2026-09-01", "2026-08-01")]  # fmt: skip
    number, found = reviewed(desk, "assignment", as_csv(table_of("assignment", *rows)).encode())
    assert found.review.counts["create"] == 2
    desk.confirm(number)
    (made,) = [one for one in held(desk, "position") if one.values["code"] == "new1"]
    assert (made.values["fte"], str(made.values["start_date"])) == (0, "2026-08-01")
    assert (made.values["job_code"], made.values["location_code"]) == ("4321", "101")
    again = reviewed(desk, "assignment", as_csv(table_of("assignment", *rows)).encode())[1]
    assert (again.review.counts["unchanged"], again.review.companions) == (2, ())
    assert desk.undo(number) == ()
    assert digest(desk) == before


def test_v36_without_job_and_location_the_row_is_refused(desk):
    row = example("assignment") | {"position_code": "new1", "job_code": "", "location_code": ""}
    found = reviewed(desk, "assignment", as_csv(table_of("assignment", row)).encode())[1]
    assert {one.problem.code for one in found.review.findings} == {"V36"}
    assert found.review.companions == ()


def test_a_compensation_plan_brings_its_benefits_package(desk):
    row = example("compensation_plan") | {"code": "OLD1", "name": "Old teachers"}
    number, _ = reviewed(
        desk, "compensation_plan", as_csv(table_of("compensation_plan", row)).encode()
    )
    desk.confirm(number)
    made = {one.values["code"]: one.values["name"] for one in held(desk, "benefits_package")}
    assert made["OLD1"] == "Old teachers"


def test_undo_leaves_what_was_changed_or_used_since(desk):
    rows = [another("priority") | {"code": code, "name": code} for code in ("P1", "P2", "P3")]
    number, _ = reviewed(desk, "priority", as_csv(table_of("priority", *rows)).encode())
    desk.confirm(number)
    changed = as_csv([["code", "name", "type"], ["P2", "Other name", "Any"]]).encode()
    used = as_csv(table_of("strategy", example("strategy") | {"code": "S3", "priority_code": "P3"}))
    for kind, content in (("priority", changed), ("strategy", used.encode())):
        desk.confirm(reviewed(desk, kind, content)[0])
    left = desk.undo(number)
    assert len(left) == 2
    assert "P2: was changed since" in left[0]
    assert "S3" in left[1]
    codes = {one.values["code"] for one in held(desk, "priority")}
    assert codes & {"P1", "P2", "P3"} == {"P2", "P3"}


def test_what_is_confirmed_is_what_was_reviewed(desk):
    content = as_csv([["code", "name", "type"], ["LIT", "Reading", "School"]]).encode()
    first, second = (reviewed(desk, "priority", content)[0] for _ in range(2))
    desk.confirm(first)
    with pytest.raises(Exception, match="have changed since the review"):
        desk.confirm(second)
    assert desk.review(second).review.counts["unchanged"] == 1
    desk.confirm(second)


def test_v22_a_fifth_question_is_told_and_long_ones_are_refused(desk):
    row = another("bucket") | {"question_5": "One more?", "answer_5": "No"}
    table = [list(row), list(row.values())]
    number, found = reviewed(desk, "bucket", as_csv(table).encode())
    told = [(one.row, one.column, one.problem.code) for one in found.review.warnings]
    assert told == [(1, "question_5", "V22"), (1, "answer_5", "V22")]
    assert found.review.counts["create"] == 1
    desk.discard(number)
    for name, limit in (("question_1", 150), ("answer_1", 1_500)):
        for length, errors in ((limit, 0), (limit + 1, 1)):
            row = another("bucket") | {name: "x" * length}
            found = reviewed(desk, "bucket", as_csv([list(row), list(row.values())]).encode())[1]
            assert found.review.counts["error"] == errors
            assert {one.column for one in found.review.findings} == ({name} if errors else set())


def test_v39_a_file_with_both_forms_waits_for_a_yes(desk):
    name = "vacancy_benefit"
    rows = [another(name) | {"benefit_type": kind, "amount": amount}
            for kind, amount in (("Pension", "0.15"), ("Health", "15"))]  # fmt: skip
    number, found = reviewed(desk, name, as_csv(table_of(name, *rows)).encode())
    assert "Some percentages are fractions" in found.review.question
    with pytest.raises(Exception, match="Say that it is so"):
        desk.confirm(number)
    desk.confirm(number, agreeing=True)
    kept = {one.values["benefit_type"]: one.values["amount"] for one in held(desk, name)}
    assert kept["Pension"] == kept["Health"] == Decimal("0.15")
    again = reviewed(desk, name, as_csv(table_of(name, *rows)).encode())[1]
    assert again.review.counts["unchanged"] == 2
