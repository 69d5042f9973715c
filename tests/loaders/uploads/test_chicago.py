"""A real roster feeds jobs, seats, people, assignments, pay and benefits through the uploads.

Vacancies and dollars are then reckoned from the records as screens reckon them. What must come out
is summed from the roster in plain Python, and stands in the README of the data.
"""

from __future__ import annotations

import csv
import gzip
import io
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from data.entities.registry import ENTITIES
from data.store.records import records
from loaders.uploads.desk import Desk
from metrics.staffing.cost import Benefit, Pay, Seat, benefit_lines, pay_lines
from metrics.staffing.seats import is_active, vacant_fte
from tests.loaders.uploads.bad_files import as_csv
from tests.loaders.uploads.rosters import END, number, seats, tables

FOLDER = "chicago_cps"
EXCERPT = Path(__file__).parents[2] / "files" / "chicago_roster.csv"
# `make rosters` takes all three years; one is enough for every run.
YEARS = (2017, 2018, 2019) if os.environ.get("ROSTERS") == "all" else (2017,)
DAY = date.fromisoformat(END)


@dataclass(frozen=True)
class Totals:
    """Seats, FTE and dollars of a roster; `vacant` counts seats without a person."""

    rows: int
    fte: Decimal
    vacant: int
    salaries: Decimal
    benefits: Decimal


def told(rows) -> Totals:
    """The sums of the roster itself."""
    return Totals(
        len(rows),
        sum(number(row["FTE"]) for row in rows),
        sum(not row["Name"].strip() for row in rows),
        sum(number(row["Annual Salary"]) for row in rows),
        sum(number(row["Annual Benefit Cost"]) for row in rows),
    )


def fed(desk, rows) -> Totals:
    """Load the roster through the uploads and reckon the same sums from the records."""
    chicago = Desk(desk.store, desk.actor, "chicago")
    files = tables(seats(rows))
    for name, table in files.items():
        number_ = chicago.start(name, as_csv(table).encode(), f"{name}.csv")
        assert chicago.map(number_).problems == ()
        counts = chicago.review(number_).review.counts
        assert counts == dict.fromkeys(counts, 0) | {"create": len(table) - 1}, name
        chicago.confirm(number_)
    with chicago.store.reading() as tx:
        kept = {name: [one.values for one in records(tx, "chicago", ENTITIES[name])]
                for name in files}  # fmt: skip
    return reckoned(kept)


def by(rows, name):
    found = defaultdict(list)
    for one in rows:
        if is_active(one.get("start_date") or DAY, one.get("end_date"), DAY):
            found[one[name]].append(one)
    return found


def reckoned(kept) -> Totals:
    assigned = by(kept["assignment"], "position_code")
    pays, benefits = (by(kept[f"employee_{what}"], "employee_code") for what in ("pay", "benefit"))
    spare, bundle = by(kept["vacancy_pay"], "job_code"), by(kept["vacancy_benefit"], "package_code")
    package = {one["code"]: one["benefits_package_code"] for one in kept["job"]}
    vacant, cents = 0, [0, 0]
    for seat in kept["position"]:
        people = assigned[seat["code"]]
        for one in people:
            add(cents, pays[one["employee_code"]], benefits[one["employee_code"]], one["fte"])
        left = vacant_fte(seat["fte"], [one["fte"] for one in people])
        if left:
            vacant += 1
            add(cents, spare[seat["job_code"]], bundle[package[seat["job_code"]]], left)
    fte = sum(one["fte"] for one in kept["position"])
    return Totals(len(kept["position"]), fte, vacant, *(Decimal(one).scaleb(-2) for one in cents))


def add(cents, pays, benefits, fte):
    rates = [Pay(one["pay_type"], one["segment_code"], one["pay_basis"], one["fte_basis"],
                 one["amount"]) for one in pays]  # fmt: skip
    flat = [Benefit(one["benefit_type"], one["segment_code"], False, one["amount"])
            for one in benefits]  # fmt: skip
    assert rates, "a seat without a rate"
    lines = pay_lines(rates, fte)
    cents[0] += sum(line.cents for line in lines)
    cents[1] += sum(line.cents for line in benefit_lines(flat, lines, Seat.only(fte)))


def test_an_excerpt_is_fed_and_comes_out_to_the_cent(desk):
    rows = list(csv.DictReader(EXCERPT.read_text().splitlines()))
    assert fed(desk, rows) == told(rows)
    assert told(rows).vacant == 35


@pytest.mark.slow
@pytest.mark.parametrize("year", YEARS)
def test_a_whole_roster_comes_out_as_its_readme_says(desk, shared_data, year):
    file = shared_data / FOLDER / f"employeepositionroster_{year}-06-30.names_redacted.csv.gz"
    text = gzip.decompress(file.read_bytes()).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    found = fed(desk, rows)
    assert found == told(rows)
    readme = (shared_data / FOLDER / "README.md").read_text()
    line = re.search(rf"\| {year}-06-30 \|(.*)\|", readme)[1]
    count, _, _, fte, salaries, benefits, vacant = map(number, line.split("|"))
    assert (found.rows, found.fte, found.vacant) == (count, fte, vacant)
    assert (found.salaries, found.benefits) == (salaries, benefits)
