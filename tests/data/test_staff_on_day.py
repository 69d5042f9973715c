"""Staff on one day: split and changed positions count once, vacant ones apart."""

from __future__ import annotations

from datetime import date

import pytest

from config import Settings
from data.staff_on_day import census_day, staff_on_day
from data.warehouse import Warehouse
from tests.data.serving_sample import publish, sample


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2023, 10, 4)), (2025, date(2024, 10, 2)), (2026, date(2025, 10, 1))],
)
def test_the_census_day_is_the_first_wednesday_of_october(year, day):
    assert census_day(year) == day


@pytest.fixture(scope="module")
def staffed(tmp_path_factory):
    """One position held by two people in turn, one that ended, one vacant."""
    made = sample()
    made.tables["fct_position"] = []
    same = {"fiscal_year": 2024, "location_key": 1, "job_group": "certificated", "job_code": "T"}
    for title, fte, start, end, status, source in (
        ("Teacher", 1.0, date(2023, 7, 1), date(2023, 10, 4), "filled", "state_local"),
        ("Teacher", 1.0, date(2023, 10, 5), date(2024, 6, 30), "filled", "state_local"),
        ("Nurse", 0.4, None, None, "filled", "federal"),
        ("Nurse", 0.2, None, None, "filled", None),
        ("Counselor", 0.5, date(2023, 7, 1), date(2023, 9, 30), "filled", "federal"),
        ("Teacher, music", 0.2, None, None, "vacant", "federal"),
    ):
        made.add("fct_position", **same, job_title=title, fte=fte, start_date=start, end_date=end,
                 status=status, fund_source=source)  # fmt: skip
    var = tmp_path_factory.mktemp("staffed")
    publish(var, made)
    opened = Warehouse(Settings(var=var))
    yield opened
    opened.close()


def test_a_position_counts_on_the_day_it_is_held(staffed, whole):
    rows = staff_on_day(staffed, whole, fiscal_year=2024).to_pylist()
    counted = {row["job_title"]: (row["filled_fte"], row["vacant_fte"]) for row in rows}
    assert counted == {
        "Teacher": (1.0, None), "Nurse": (0.6, None), "Teacher, music": (None, 0.2),
    }  # fmt: skip
    paid = {row["job_title"]: (row["federal_fte"], row["state_local_fte"]) for row in rows}
    assert paid == {"Teacher": (None, 1.0), "Nurse": (0.4, None), "Teacher, music": (None, None)}
    assert {row["job_family"] for row in rows} == {"Teachers", "Counselors, nurses"}
    assert {row["day"] for row in rows} == {date(2023, 10, 4)}


def test_another_day_counts_others(staffed, whole):
    rows = staff_on_day(staffed, whole, fiscal_year=2024, day=date(2023, 9, 1)).to_pylist()
    assert "Counselor" in {row["job_title"] for row in rows}


def test_rows_stay_in_the_scope(staffed, principal, whole):
    assert staff_on_day(staffed, principal, fiscal_year=2024).num_rows == 3
    none = staff_on_day(staffed, whole, fiscal_year=2024, location_ids=["102"])
    assert none.num_rows == 0
