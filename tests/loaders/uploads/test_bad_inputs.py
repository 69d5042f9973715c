"""Bad files and bad cells against every upload: a message with row and column, or exact values.

What must come of a cell is written here once more, by the kind of its field.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from datetime import date
from decimal import Decimal

import pytest

from access.actor import SYSTEM
from data.chart import OWN_FIELDS
from data.entities.field import Kind
from data.entities.labels import COUNTED, MONEY
from data.entities.registry import ENTITIES
from data.rules.own_rights import Author
from data.rules.surroundings import codes_of
from data.store import Store
from loaders.errors import FileUnreadableError
from loaders.uploads.desk import Desk
from loaders.uploads.mapping import mapping_problems, propose
from loaders.uploads.review import review
from loaders.uploads.sheet import read_sheet
from loaders.uploads.world import StoreWorld
from tests.loaders.uploads.bad_files import CASES, Good, as_csv
from tests.loaders.uploads.conftest import KEY
from tests.loaders.uploads.examples import DISTRICT, FIRST, another, example, fields_of, table_of
from tests.loaders.uploads.limits import MEGABYTES, SECONDS, within
from tests.loaders.uploads.test_catalogue import digest

# Slow to make or to read: each goes to every upload in a process of its own.
HEAVY = {"rows_1m", "bomb", "too_large", "one_long_line", "xlsx_far_cell", "columns_5000"}
REFUSED = "refused"
NUMBERS = {Kind.WHOLE, Kind.DECIMAL, Kind.MONEY}
CODES = {Kind.CODE, Kind.REFERENCE}


def number(value, *, money_only=False):
    return {kind: Decimal(value) for kind in (NUMBERS if not money_only else {Kind.MONEY})}


# text -> what a field of a kind makes of it; kinds that are not named may do either.
CELLS = {
    "1.00E+05": dict.fromkeys(CODES | NUMBERS, REFUSED) | {Kind.DATE: REFUSED},
    "1E5": dict.fromkeys(NUMBERS, REFUSED) | {Kind.CODE: "1E5"},
    "0x1F": dict.fromkeys(NUMBERS, REFUSED) | {Kind.CODE: "0x1F"},
    "####": dict.fromkeys(CODES | NUMBERS, REFUSED),
    "#REF!": dict.fromkeys(CODES | NUMBERS, REFUSED),
    "1,234": number("1234"),
    "(12)": number("-12"),
    "12-": number("-12"),
    "$12.50": number("12.50", money_only=True) | {Kind.WHOLE: REFUSED},
    "NaN": dict.fromkeys(NUMBERS, REFUSED),
    "inf": dict.fromkeys(NUMBERS, REFUSED),
    "1234567890123456789012": dict.fromkeys(NUMBERS, REFUSED),
    "1.23456": dict.fromkeys(NUMBERS, REFUSED),
    "-0": number("0"),
    "13/02/2026": {Kind.DATE: REFUSED},
    "02/03/2026": {Kind.DATE: REFUSED},
    "46204": {Kind.DATE: REFUSED},
    "2026-02-29": {Kind.DATE: REFUSED},
    "2028-02-29": {Kind.DATE: date(2028, 2, 29)},
    "2028-02-29 00:00:00": {Kind.DATE: date(2028, 2, 29)},
    "maybe": {Kind.FLAG: REFUSED, Kind.CHOICE: REFUSED, Kind.EMAIL: REFUSED},
    "007": {Kind.CODE: "007", Kind.TEXT: "007"},
    "'=1+1": {Kind.TEXT: "=1+1"},
    "@sum(1)": {Kind.TEXT: "@sum(1)"},
    "a\u0301": {Kind.TEXT: "\u00e1"},
    "a\u200bb": {},
    "\ud7ff\U0010ffff": {},
    "x" * 2_000: dict.fromkeys(CODES | {Kind.TEXT}, REFUSED),
    "123-45-6789": {Kind.TEXT: REFUSED},
    "<script>alert(1)</script>": dict.fromkeys(NUMBERS, REFUSED),
    "'; drop table budget; --": dict.fromkeys(NUMBERS, REFUSED),
}  # fmt: skip


@pytest.fixture(scope="module")
def held(filled_file):
    store = Store(f"sqlite:///{filled_file}", audit_key=KEY)
    yield store
    store.close()


def chart_of_examples():
    """A chart that knows the codes of the examples and nothing else."""
    codes = {"account": ["10-106-110-1000", "10-100-1000-0001"], "location": ["101"],
             "segment_type": ["Funds"], "segment_code": ["101", "201", "400", "1234", "150"],
             "scope_field": [*OWN_FIELDS, "Funds", "Locations", "Objects",
                             "Functions"],
             "label_word": [*COUNTED, *MONEY]}  # fmt: skip
    return {kind: codes_of(some) for kind, some in codes.items()}


@pytest.mark.parametrize("name", FIRST)
def test_every_bad_cell_is_refused_with_its_place_or_read_exactly(held, name):
    entity = ENTITIES[name]
    with held.reading() as tx:
        world = StoreWorld(tx, DISTRICT, entity, {}, Author("", True))
        for field in fields_of(name):
            for text, outcomes in CELLS.items():
                row = another(name) | {field.name: text}
                sheet = read_sheet(as_csv(table_of(name, row)).encode("utf-8", "replace"), "a.csv")
                columns = propose(entity, sheet.headings)
                found = review(entity, sheet, columns, world)
                check(entity, field, text, outcomes.get(field.kind), found)


def check(entity, field, text, wanted, found):
    place = (entity.name, field.name, text)
    (change,) = found.changes
    errors = [one for one in found.findings if not one.problem.is_warning]
    assert (change.outcome == "error") == bool(errors), place
    assert all(one.row == 2 and one.problem.message[-1] in ".!?" for one in errors), (place, errors)
    if wanted == REFUSED:
        assert any(one.column == field.name for one in errors), place
        assert all(one.found == text for one in errors if one.column == field.name), place
    elif wanted is not None and not errors:
        held = change.after.lines[0] if field in entity.lines else change.after.values
        assert held[field.name] == wanted, place
    elif wanted is not None and field.kind in NUMBERS:
        # The text can be read, but the value breaks a bound or another rule.
        assert not any("is no number" in one.problem.message for one in errors), (place, errors)


@pytest.mark.parametrize("name", FIRST)
def test_every_bad_file_ends_in_words_or_in_exactly_the_rows(held, name):
    good = table_of(name, example(name), another(name))
    made = Good(tuple(good[0]), tuple(map(tuple, good[1:])))
    entity = ENTITIES[name]
    with held.reading() as tx:
        world = StoreWorld(tx, DISTRICT, entity, {}, Author("", True))
        wanted = outcome(entity, as_csv(good).encode(), "a.csv", world)
        for case_name, case in CASES.items():
            if case_name in HEAVY:
                continue
            content = case.make(made)
            with within((name, case_name)):
                if case.refused:
                    with pytest.raises(FileUnreadableError):
                        read_sheet(content, case.name)
                    continue
                found = outcome(entity, content, case.name, world)
            if not case.troubled:
                assert found == wanted, case_name
            else:
                assert found["error"] >= 1, case_name


@pytest.mark.parametrize("name", sorted(HEAVY))
def test_heavy_files_are_refused_by_every_upload_in_time_and_in_little_memory(
    filled_file, tmp_path, name
):
    """A process for each file, so that its peak of memory is its own."""
    case, store = CASES[name], tmp_path / "store.db"
    file = tmp_path / "sent"
    file.write_bytes(case.make(Good(("code", "name"), (("1", "2"),))))
    shutil.copy(filled_file, store)
    before = store.read_bytes()
    command = [sys.executable, "-m", "tests.loaders.uploads.limits", store, file, case.name]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told, slowest, megabytes = json.loads(done.stdout)
    assert set(told) == set(FIRST)
    assert all(re.search(case.refused, message) for message in told.values()), told
    assert slowest < SECONDS
    assert megabytes < MEGABYTES
    assert store.read_bytes() == before


def outcome(entity, content, file_name, world):
    sheet = read_sheet(content, file_name)
    columns = propose(entity, sheet.headings)
    assert mapping_problems(entity, columns) == []
    return review(entity, sheet, columns, world).counts


def changed_headings(name):
    headings, *rows = table_of(name, another(name))
    required = next(field.name for field in fields_of(name) if field.required)
    place = headings.index(required)
    without = [[cell for n, cell in enumerate(row) if n != place] for row in (headings, *rows)]
    twice = [[*row, row[place]] for row in (headings, *rows)]
    renamed = [["Something else" if n == place else cell for n, cell in enumerate(headings)], *rows]
    return {"missing": without, "duplicate": twice, "renamed": renamed}, [headings, *rows]


@pytest.mark.parametrize("name", FIRST)
def test_headings_that_are_missing_twice_renamed_reordered_or_too_many(held, name):
    entity = ENTITIES[name]
    bad, good = changed_headings(name)
    for kind, table in bad.items():
        problems = mapping_problems(entity, propose(entity, table[0]))
        assert {one.code for one in problems} == {"V2"}, (kind, problems)
    with held.reading() as tx:
        world = StoreWorld(tx, DISTRICT, entity, {}, Author("", True))
        wanted = outcome(entity, as_csv(good).encode(), "a.csv", world)
        assert wanted["create"] == 1
        upside = [list(reversed(row)) for row in good]
        more = [[*row, f"note {n}"] for n, row in enumerate(good)]
        shouted = [[cell.upper().replace("_", " ") for cell in good[0]], good[1]]
        for table in (upside, more, shouted):
            assert outcome(entity, as_csv(table).encode(), "a.csv", world) == wanted


@pytest.mark.parametrize("name", FIRST)
def test_codes_that_do_not_exist_are_refused_with_the_nearest(held, name):
    """V8, V25, V35: against records and against a loaded chart."""
    entity = ENTITIES[name]
    with held.reading() as tx:
        world = StoreWorld(tx, DISTRICT, entity, chart_of_examples(), Author("", True))
        for field in fields_of(name):
            believed = (name, field.name) == ("assignment", "position_code")
            if not field.refers or believed or not another(name)[field.name]:
                continue
            row = another(name) | {field.name: f"{another(name)[field.name]}x"}
            sheet = read_sheet(as_csv(table_of(name, row)).encode(), "a.csv")
            found = review(entity, sheet, propose(entity, sheet.headings), world)
            told = [one for one in found.findings if one.column == field.name]
            assert {one.problem.code for one in told} <= {"V8", "V25", "V35"}, (field.name, told)
            assert told, field.name
            assert found.rows_in_error == (2,)


def test_files_that_are_refused_leave_the_store_as_it_is(desk):
    before, uploads = digest(desk), len(desk.history())
    good = Good(("code", "name", "type"), (("A", "B", "School"),))
    for name, case in CASES.items():
        if case.refused and name not in HEAVY:
            with pytest.raises(FileUnreadableError):
                desk.start("priority", case.make(good), case.name)
    assert digest(desk) == before
    assert len(desk.history()) == uploads == len(FIRST)
    assert [one.entity for one in desk.history("priority")] == ["priority"]


def test_the_system_may_do_every_upload():
    assert all(Desk(None, SYSTEM, DISTRICT)._allowed(name) for name in FIRST)
