"""Pay above the average: by hand over three schools, small cells withheld, gaps sum to 0."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from config import Settings
from data.salary_gaps import salary_gap_rows
from data.warehouse import Warehouse
from tests.data.serving_sample import PLACES, publish, sample

# School key, title, FTE, dollars a year. Four teachers each; the nurses are too few to tell.
STAFF = [
    *((1, "Teacher", 1.0, pay) for pay in (50_000, 52_000, 54_000, 52_000)),
    *((2, "Teacher", 0.5, pay) for pay in (38_000, 38_000, 37_000, 39_000)),
    *((3, "Teacher", 1.0, pay) for pay in (64_000, 64_000, 64_000, 64_001)),
]


def staffed(folder, staff):
    made = sample()
    made.tables["fct_position"] = []
    for number, (key, title, fte, pay) in enumerate(staff):
        made.add("fct_position", fiscal_year=2024, location_key=key, position_id=f"P{number}",
                 job_group="certificated", job_code="T", job_title=title, fte=fte,
                 annual_pay_cents=pay * 100, status="filled")  # fmt: skip
    publish(folder, made)
    return Warehouse(Settings(var=folder))


def by_school(warehouse, scope):
    rows = salary_gap_rows(warehouse, scope, fiscal_year=2024).to_pylist()
    return {row["location_id"]: row for row in rows}


def test_gaps_by_hand(tmp_path, whole):
    opened = staffed(tmp_path, STAFF)
    found = by_school(opened, whole)
    opened.close()
    average = sum(Fraction(pay) for *_, pay in STAFF) / sum(Fraction(fte) for _, _, fte, _ in STAFF)
    for key in (1, 2, 3):
        own = [row for row in STAFF if row[0] == key]
        time = sum(Fraction(fte) for _, _, fte, _ in own)
        gap = sum(Fraction(pay) for *_, pay in own) - time * average
        row = found[PLACES[key][0]]
        assert abs(Fraction(row["gap_usd"]) - gap) <= Fraction(1, 200)
        assert (row["staff"], row["fte"]) == (4, float(time))
        if row["pupils"]:
            per_pupil = gap / Fraction(row["pupils"])
            assert abs(Fraction(row["gap_per_pupil_usd"]) - per_pupil) <= Fraction(1, 200)
        else:
            assert row["gap_per_pupil_usd"] is None
            assert "no pupils" in row["reason"]
    assert abs(sum(row["gap_usd"] for row in found.values())) <= Decimal("0.01")


@pytest.mark.parametrize("people", [1, 2])
def test_few_people_are_never_told(tmp_path, whole, people):
    """Nurses hidden at one school are hidden at the next too, whose gap would tell the first's."""
    nurses = [(1, "Nurse", 1.0, 91_000)] * people + [(2, "Nurse", 1.0, 70_000)] * 3
    plain, opened = (staffed(tmp_path / name, rows) for name, rows in
                     (("plain", STAFF), ("nursed", [*STAFF, *nurses])))  # fmt: skip
    without, found = by_school(plain, whole), by_school(opened, whole)
    for place in ("101", "102"):
        assert found[place]["gap_usd"] == without[place]["gap_usd"]
        assert found[place]["left_out"] == "Counselors, nurses"
    assert found[PLACES[3][0]]["left_out"] == ""
    plain.close()
    opened.close()


def test_a_school_of_small_cells_tells_nothing(tmp_path, whole):
    opened = staffed(tmp_path, [*STAFF[:8], (3, "Teacher", 1.0, 64_000)])
    row = by_school(opened, whole)[PLACES[3][0]]
    opened.close()
    assert (row["gap_usd"], row["staff"], row["fte"]) == (None, 0, 0.0)
    assert row["reason"].startswith("hidden: fewer than 3")


def test_without_pay_there_are_no_rows(tmp_path, whole):
    opened = staffed(tmp_path, [])
    assert salary_gap_rows(opened, whole, fiscal_year=2024).num_rows == 0
    opened.close()
