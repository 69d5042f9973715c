"""A real roster feeds jobs, positions, people, assignments, pay and benefits through the uploads.

The sums are reckoned from the roster in plain Python; nothing of the engine is used for them.
"""

from __future__ import annotations

import csv
import gzip
import io
from collections import Counter
from decimal import Decimal

from data.entities.registry import ENTITIES
from data.store.records import records
from loaders.uploads.desk import Desk
from tests.loaders.uploads.bad_files import as_csv

ROSTER = "chicago_cps/employeepositionroster_2017-06-30.names_redacted.csv.gz"
EVERY = 20
YEAR = ["2016-07-01", "2017-06-30"]


def roster(folder):
    """Every twentieth row, each with a position number of its own: some stand twice."""
    text = gzip.decompress((folder / ROSTER).read_bytes()).decode("utf-8-sig")
    seen = Counter()
    rows = []
    for row in list(csv.DictReader(io.StringIO(text)))[::EVERY]:
        seen[row["Pos #"]] += 1
        rows.append(row | {"code": f"{row['Pos #']}-{seen[row['Pos #']]}"})
    return rows


def tables(rows):
    """What the payroll sends, one table for each upload."""
    jobs = {row["JobCode"]: (row["Job Title"][:80], row["ClsIndc"] or "-") for row in rows}
    held = [row for row in rows if row["Name"].strip()]
    return {
        "job": [["code", "name", "class_code", "class_name"],
                *([code, title, kind, kind] for code, (title, kind) in jobs.items())],
        "position": [["code", "job_code", "location_code", "fte", "start_date", "end_date"],
                     *([row["code"], row["JobCode"], row["Dept ID"], row["FTE"], *YEAR]
                       for row in rows)],
        "employee": [["code", "first_name", "last_name"],
                     *([f"E{row['code']}", "Name", "Redacted"] for row in held)],
        "assignment": [["employee_code", "position_code", "fte", "start_date", "end_date"],
                       *([f"E{row['code']}", row["code"], row["FTE"], *YEAR] for row in held)],
        "employee_pay": [["employee_code", "pay_type", "segment_code", "pay_basis", "fte_basis",
                          "amount", "start_date"],
                         *([f"E{row['code']}", "Regular", "101", "Annual", "1",
                            row["Annual Salary"], YEAR[0]] for row in held)],
        "employee_benefit": [["employee_code", "benefit_type", "segment_code", "pay_basis",
                              "amount", "start_date"],
                             *([f"E{row['code']}", "All", "201", "flat",
                                row["Annual Benefit Cost"], YEAR[0]] for row in held)],
    }, held  # fmt: skip


def test_a_roster_is_fed_and_its_vacancies_and_costs_are_there(desk, shared_data):
    chicago = Desk(desk.store, desk.actor, "chicago")
    rows = roster(shared_data)
    files, held = tables(rows)
    for name, table in files.items():
        number = chicago.start(name, as_csv(table).encode(), f"{name}.csv")
        assert chicago.map(number).problems == ()
        counts = chicago.review(number).review.counts
        assert counts == dict.fromkeys(counts, 0) | {"create": len(table) - 1}, name
        chicago.confirm(number)
    kept = {}
    with chicago.store.reading() as tx:
        for name in files:
            kept[name] = [one.values for one in records(tx, "chicago", ENTITIES[name])]
    seated = {one["position_code"] for one in kept["assignment"]}
    vacant = [one for one in kept["position"] if one["code"] not in seated]
    assert len(vacant) == len(rows) - len(held) > 0
    assert sum(one["fte"] for one in kept["position"]) == sum(Decimal(row["FTE"]) for row in rows)
    for name, column in (("employee_pay", "Annual Salary"),
                         ("employee_benefit", "Annual Benefit Cost")):  # fmt: skip
        total = sum(one["amount"] for one in kept[name])
        assert total == sum(Decimal(row[column].replace(",", "")) for row in held)
