"""Twenty thousand rows: the time of the whole way grows with the rows, not with their square."""

from __future__ import annotations

import time

from tests.loaders.uploads.bad_files import as_csv
from tests.loaders.uploads.examples import fields_of
from tests.loaders.uploads.limits import within


def seconds(desk, rows) -> float:
    headings = [field.name for field in fields_of("employee")]
    table = [headings, *rows]
    began = time.process_time()
    number = desk.start("employee", as_csv(table).encode(), "employees.csv")
    assert desk.map(number).problems == ()
    assert desk.review(number).review.counts["create"] == len(rows)
    desk.confirm(number)
    return time.process_time() - began


def test_twenty_thousand_rows_map_review_and_confirm(desk):
    made = [[f"N{n:05}", f"First {n}", f"Last {n}", "Certified", "2019-08-12", "", "true"]
            for n in range(21_000)]  # fmt: skip
    few = seconds(desk, made[:1_000])
    # Two hundred thousand rows take ten times as much: well below a gigabyte.
    with within("twenty thousand rows", seconds=10, most=90):
        many = seconds(desk, made[1_000:])
    assert many < 40 * max(few, 0.2)
