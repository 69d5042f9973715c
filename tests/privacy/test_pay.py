"""Nothing that Evaluate exports tells what one person earns."""

from __future__ import annotations

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal

import pytest

from access.scope import Scope
from data.read_models import READ_MODELS
from data.spending import FISCAL_YEAR
from data.staff_on_day import census_day
from metrics.job_families import job_family
from tests.privacy.conftest import DISTRICT
from tests.privacy.exported import rows_of

YEARS, FEW = (2025, 2026, 2027), 3
BOARD = Scope.whole(DISTRICT)
DIRECTOR = Scope.whole(DISTRICT, sees_compensation=True)


@pytest.fixture(scope="session")
def positions(demo):
    """Rows of the district's own file of positions, by year."""
    found = defaultdict(list)
    with (demo.drop / "positions.csv").open(newline="") as file:
        for row in csv.DictReader(file):
            found[int(row["Year"])].append(row)
    return found


def pay_of(row, name="Annual Salary"):
    return Decimal(row[name].replace(",", "")) if row[name] else None


def day_of(text):
    month, day, year = text.split("/") if text else (0, 0, 0)
    return date(int(year), int(month), int(day)) if text else None


@pytest.mark.parametrize("year", YEARS)
def test_pay_of_a_group_stands_on_three_positions(demo, positions, year):
    people, pay = defaultdict(set), defaultdict(Decimal)
    for row in positions[year]:
        key = (row["Location"], row["Job Code"], row["Job Title"])
        if pay_of(row) is not None:
            pay[key] += pay_of(row)
            if row["Status"] == "FILLED":
                people[key].add(row["Position"])
    rows = rows_of(demo.warehouse, DIRECTOR, "staffing", {"fiscal_year": year}, "csv")
    told = {(r["location_id"], r["job_code"], r["job_title"]): r["annual_pay_usd"] for r in rows}
    few = {key for key in told if len(people[key]) < FEW}
    assert few
    assert {key for key, text in told.items() if not text} == few
    assert {key: Decimal(text) for key, text in told.items() if text} == {
        key: pay[key] for key in told if key not in few
    }


@pytest.mark.parametrize("year", YEARS)
def test_a_reader_without_the_right_gets_no_pay_at_all(demo, year):
    rows = rows_of(demo.warehouse, BOARD, "staffing", {"fiscal_year": year}, "csv")
    assert {row["annual_pay_usd"] + row["annual_benefits_usd"] for row in rows} == {""}


@pytest.mark.parametrize("year", YEARS)
def test_nobody_s_pay_stands_beside_their_school(demo, positions, year):
    own = {(row["Location"], f"{pay_of(row):.2f}") for row in positions[year] if pay_of(row)}
    read = 0
    for model in READ_MODELS.values():
        if model.permission != "evaluate:read" or FISCAL_YEAR not in model.arguments:
            continue
        for row in rows_of(demo.warehouse, BOARD, model.name, {"fiscal_year": year}, "csv"):
            if row.get("spend_class") in ("non_personnel", "capital", "debt"):
                continue  # in these nobody is paid
            read += 1
            assert not own & {(row.get("location_id"), text) for text in row.values()}, model.name
    assert read > 1000


@pytest.mark.parametrize("year", YEARS)
def test_differences_from_average_pay_stand_on_three_positions(demo, positions, year):
    """Also what is left out: gaps of a kind of work sum to nothing, so the rest tells its sum."""
    day = census_day(year)
    people = defaultdict(lambda: defaultdict(set))
    for row in positions[year]:
        first, last = (day_of(row[name]) or day for name in ("Start", "End"))
        if row["Status"] == "FILLED" and pay_of(row) and first <= day <= last:
            kind = str(job_family(row["Job Title"], row["Group"].lower()))
            people[kind][row["Location"]].add(row["Position"])
    rows = rows_of(demo.warehouse, BOARD, "salary-gaps", {"fiscal_year": year}, "csv")
    left_out = {row["location_id"]: set(filter(None, row["left_out"].split("; "))) for row in rows}
    assert any(left_out.values())
    for row in rows:
        told = [n for kind, places in people.items() if kind not in left_out[row["location_id"]]
                for place, n in places.items() if place == row["location_id"]]  # fmt: skip
        assert min(map(len, told), default=FEW) >= FEW
        assert int(row["staff"]) == sum(map(len, told))
    for kind, places in people.items():
        hidden = [n for place, n in places.items() if kind in left_out.get(place, ())]
        shown = [n for place, n in places.items() if place in left_out
                 and kind not in left_out[place]]  # fmt: skip
        if hidden and shown:
            assert len(hidden) > 1, kind
            assert sum(map(len, hidden)) >= FEW, kind
