"""A load over what an older program published, whose tables had fewer columns."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal

import duckdb
import pytest

from config import Settings
from loaders import snapshot
from tests.loaders import staged
from tests.loaders.staged import chart, imported, joined, ledger

TEACHER = "01-11-1100-101"
GONE = {"ledger_line": ("extra", "po_no"), "import_file": ("notes",), "account": ("description",)}
BOTH_YEARS = [imported("imp-gl", "gl", "ledger_detail", 2, "2026,2027")]


@pytest.fixture
def settings(tmp_path):
    return Settings(var=tmp_path / "var", load_threads=1)


def lines(amount, year, import_id="imp-gl"):
    row = ledger(year, TEACHER, amount, 1, import_id=import_id, po_no="P1", extra='{"Item":"A"}')
    return joined(chart((year, TEACHER)), {"ledger_line": [row]})


def deliver(settings, *rows, imports, **more):
    parts = joined(staged.layout(), *rows, {"import_file": imports})
    return staged.deliver(settings, staged.feed(parts, **more))


def as_of_an_older_program(settings):
    """Take the columns out of the published files, and put the hashes right."""
    ref = snapshot.published(settings.var, staged.DISTRICT)
    own = ref.folder / "manifest.json"
    told = json.loads(own.read_text())
    for table, columns in GONE.items():
        for path in sorted((ref.tables / table).glob("*.parquet")):
            path.chmod(0o644)
            fewer = f"select * exclude ({', '.join(columns)}) from read_parquet('{path}')"
            duckdb.sql(fewer).write_parquet(f"{path}.new")
            path.with_name(f"{path.name}.new").replace(path)
            name = str(path.relative_to(ref.folder))
            told["files"][name]["sha256"] = hashlib.sha256(path.read_bytes()).hexdigest()
    own.chmod(0o644)
    own.write_text(json.dumps(told))
    pointer = settings.var / "manifest.json"
    shelves = json.loads(pointer.read_text())
    shelves["districts"][staged.DISTRICT]["digests"][ref.id] = hashlib.sha256(
        own.read_bytes()
    ).hexdigest()
    pointer.write_text(json.dumps(shelves))


def served(settings):
    """Dollars, order number and further columns of each line, by year."""
    ref = snapshot.published(settings.var, staged.DISTRICT)
    with duckdb.connect(str(ref.serving), read_only=True) as con:
        return con.execute(
            "select fiscal_year, amount_cents, po_no, extra from fct_ledger order by 1, 2"
        ).fetchall()


def test_lines_that_stay_lack_what_was_not_written_and_those_that_come_have_it(settings):
    deliver(settings, lines("10", 2027), lines("5", 2026), imports=BOTH_YEARS)
    as_of_an_older_program(settings)
    fresh = [imported("imp-2", "gl", "ledger_detail", 1, "2027")]
    deliver(settings, lines("12", 2027, "imp-2"), imports=fresh)
    assert served(settings) == [
        (2026, 500, None, None),
        (2027, 1200, "P1", '{"Item":"A"}'),
    ]
    assert snapshot.verify(snapshot.published(settings.var, staged.DISTRICT)) == ()


def test_tables_of_another_source_are_carried_as_they_are(settings):
    deliver(
        settings, lines("10", 2027), imports=[imported("imp-gl", "gl", "ledger_detail", 1, "2027")]
    )
    as_of_an_older_program(settings)
    fact = {
        "district_id": staged.DISTRICT, "location_id": "101", "fiscal_year": 2027,
        "metric": "enrollment", "count_type": "october", "grade": "all", "group_code": "all",
        "value": Decimal(400), "status": "ok", "import_id": "imp-sis", "source_row": 2,
    }  # fmt: skip
    imports = [imported("imp-sis", "counts", "school_facts", 1, "2027") | {"source": "sis"}]
    deliver(settings, {"school_year_fact": [fact]}, imports=imports, source="sis")
    assert served(settings) == [(2027, 1000, None, None)]


def test_the_same_lines_again_bring_what_was_missing(settings):
    deliver(settings, lines("10", 2027), lines("5", 2026), imports=BOTH_YEARS)
    before = served(settings)
    as_of_an_older_program(settings)
    again = joined(
        staged.layout(), lines("10", 2027), lines("5", 2026), {"import_file": BOTH_YEARS}
    )
    staged.deliver(settings, staged.feed(again), force=True)
    assert served(settings) == before
