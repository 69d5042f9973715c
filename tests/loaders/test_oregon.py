"""Oregon's published spending per pupil, loaded by a mapping and read again without it.

The second reader opens the workbook with another library and turns its texts into decimals by
itself, so a slip of the loader shows school by school.
"""

from __future__ import annotations

import csv
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import openpyxl
import pytest

from access.scope import Scope
from config import Settings
from data.school_columns import facts
from data.schools import school_facts, schools
from data.warehouse import Warehouse
from loaders import pipeline

pytestmark = pytest.mark.xdist_group("oregon")
MAPPING = Path(__file__).resolve().parents[1] / "files" / "mappings" / "oregon.yaml"
CENTS = Decimal("0.0001")


@pytest.fixture(scope="module")
def folder(shared_data):
    return shared_data / "nerds_oregon"


@pytest.fixture(scope="module")
def warehouse(folder, tmp_path_factory):
    settings = Settings(var=tmp_path_factory.mktemp("oregon"), demo=False)
    result = pipeline.load(settings, "oregon", MAPPING, folder)
    assert result.changed
    made = Warehouse(settings)
    yield made
    made.close()


@pytest.fixture(scope="module")
def published(folder):
    """Rows of the workbook by school number, every cell as text."""
    book = openpyxl.load_workbook(folder / "nerds_report_2019.xlsx", read_only=True)
    lines = book.worksheets[0].iter_rows(values_only=True)
    names = [str(name) for name in next(lines)]
    rows = [dict(zip(names, map(str, line), strict=True)) for line in lines]
    book.close()
    return {row["ncesid"]: row for row in rows}


def loaded(warehouse, metric, count_type="none"):
    rows = school_facts(warehouse, Scope.whole("oregon"), metrics=[metric]).to_pylist()
    return {r["location_id"]: r for r in rows if r["count_type"] == count_type}


@pytest.mark.parametrize(
    ("metric", "column", "reported", "count_type"),
    [
        ("spending_per_pupil", "pp_total_raw", 1242, "none"),
        ("spending_normed_per_pupil", "pp_total_norm_NERDS", 763, "none"),
        ("spending_federal_per_pupil", "pp_fed_raw", 0, "none"),
        ("enrollment", "enroll_raw", 1242, "adm"),
        ("enrollment", "ncesenroll", 1249, "october"),
    ],
)
def test_every_school_equals_the_published_figure(
    warehouse, published, metric, column, reported, count_type
):
    found = loaded(warehouse, metric, count_type)
    told = {school: row[column] for school, row in published.items() if row[column] != "NRD"}
    assert (len(told), set(found)) == (reported, set(told))
    for school, text in told.items():
        exact = Decimal(text).quantize(CENTS, ROUND_HALF_UP)
        assert Decimal(str(found[school]["value"])).quantize(CENTS) == exact, school


def test_nothing_stands_for_what_was_not_reported(warehouse, published):
    silent = {school for school, row in published.items() if row["pp_total_raw"] == "NRD"}
    assert len(silent) == 40
    assert not silent & set(loaded(warehouse, "spending_per_pupil"))


def test_masked_need_stays_missing(warehouse, folder):
    with (folder / "or_schools.csv").open(encoding="utf-8") as file:
        marks = {row["School ID"]: row["Free/Reduced Priced Lunch"] for row in csv.DictReader(file)}
    with MAPPING.with_name("oregon_schools.csv").open(encoding="utf-8") as file:
        numbers = {row["state_school"]: row["nces_school"] for row in csv.DictReader(file)}
    assert (len(marks), len(numbers)) == (1253, 1245)
    found = loaded(warehouse, "frl_share")
    kinds = {"*": "suppressed", ">": "top_coded", "<": "bottom_coded"}
    for state_school, nces_school in numbers.items():
        mark, fact = marks[state_school], found[nces_school]
        assert fact["status"] == kinds.get(mark[0], "ok"), state_school
        if fact["status"] == "ok":
            assert fact["value"] == pytest.approx(int(mark.rstrip("%")) / 100)
        if mark == "*":
            assert fact["value"] is None


def test_a_bound_is_no_figure_for_a_comparison(warehouse):
    """`>95%` of 347 schools must not enter means and lines as 95."""
    scope = Scope.whole("oregon")
    codes = schools(warehouse, scope).column("location_id")
    shares = facts(warehouse, scope, 2019, codes)["frl_share"]
    coded = [place for place, text in enumerate(shares.reasons) if "only as" in text]
    assert len(coded) > 300
    assert not shares.is_known[coded].any()
    assert "published only as more than 95%" in shares.reasons[coded]


def test_schools_that_no_report_names_are_set_aside(warehouse):
    asked = {"limit": 100, "offset": 0}
    rows = warehouse.exact(Scope.whole("oregon"), "quarantine", **asked).to_pylist()
    assert len(rows) == 8
    assert {row["reason_code"] for row in rows} == {"VALUE_UNMAPPED"}
