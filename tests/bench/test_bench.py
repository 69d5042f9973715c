"""Every comparison runs once on a small district; how fast it is, is not asked here."""

from __future__ import annotations

import importlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest

from bench import by_hand
from bench.__main__ import PARTS
from bench.district import District, hundred_buckets, prepared
from bench.measure import Effort, bounded, cpu_ms, judged, table
from bench.results import growth, keep
from data.buckets import buckets
from data.monthly import monthly

LINES, SCHOOLS = 5_000, 9


@pytest.fixture(scope="module")
def district(tmp_path_factory):
    made = prepared(LINES, tmp_path_factory.mktemp("bench") / str(LINES), schools=SCHOOLS)
    yield made
    made.by_hand.close()
    made.warehouse.close()


@pytest.mark.slow
@pytest.mark.parametrize("part", PARTS)
def test_every_item_runs(district, part):
    if part == "page_weight" and shutil.which("chromium") is None:
        pytest.skip("there is no chromium")
    measured = importlib.import_module(f"bench.{part}").marks
    if part == "page_weight":
        # Its browser needs a thread without an event loop; browser tests may have left one here.
        with ThreadPoolExecutor(1) as apart:
            marks = apart.submit(copy_context().run, measured, district, Effort.once()).result()
    else:
        marks = measured(district, Effort.once())
    assert marks
    assert all(mark.ours > 0 and mark.theirs > 0 for mark in marks)
    assert len({(mark.item, mark.baseline) for mark in marks}) == len(marks)


@pytest.mark.slow
def test_a_district_is_loaded_once(district):
    snapshot = district.warehouse.snapshot("cedar-valley").id
    again = prepared(LINES, district.folder)
    assert again.warehouse.snapshot("cedar-valley").id == snapshot
    again.warehouse.close()


@pytest.mark.slow
def test_a_district_has_the_number_of_schools_asked_for(district):
    asked = "select count(*) from dim_location where type = 'school'"
    assert district.asked(asked) == SCHOOLS


@pytest.mark.slow
def test_both_sides_answer_the_same(district):
    """A baseline that answers another question would prove nothing."""
    year, asked = district.closed_year, district.by_hand.execute
    ours = buckets(district.warehouse, district.everyone, fiscal_year=year).to_pylist()
    theirs = asked(by_hand.HUNDRED_BUCKETS, {"year": year}).fetchdf()
    cents = dict(zip(theirs["bucket_code"], theirs["spent"], strict=True))
    assert {row["bucket_code"]: int(row["spent_usd"] * 100) for row in ours} == cents
    filtered = asked(by_hand.HUNDRED_FILTERS, {"year": year}).fetchdf().iloc[0]
    assert all(
        filtered[f"b{number}_spent_cents"] == cents[entry["code"]]
        for number, entry in enumerate(hundred_buckets())
        if entry["code"] in cents
    )
    months = monthly(district.warehouse, district.everyone, fiscal_year=year).to_pylist()
    by_hand_months = asked(by_hand.MONTHLY, {"year": year}).fetchdf()
    known = by_hand_months.dropna(subset=["spent"])
    spent = {row["period"]: int((row["spent_usd"] or 0) * 100) for row in months}
    assert known["spent"].sum() > 0
    assert all(spent[row.period] == row.spent for row in known.itertuples())


def test_there_are_a_hundred_buckets():
    assert len({entry["code"] for entry in hundred_buckets()}) == 100


def test_a_mark_knows_whether_it_is_reached():
    assert judged("a", "b", 12.9, 10, at_most=1.3).reached
    assert not judged("a", "b", 13.1, 10, at_most=1.3).reached
    assert judged("a", "b", 3.2, 1, at_most=1.3, plus=2).reached
    assert not bounded("memory", 301, 300, "MB").reached
    assert "**missed**" in table([bounded("memory", 301, 300, "MB")])[-1]


def test_results_stay_and_growth_is_told(tmp_path):
    mark = judged("months", "by hand", 2.0, 4.0, at_most=1.3)
    slower = judged("months", "by hand", 9.0, 4.0, at_most=1.3)
    for lines in (100, 1000):
        (tmp_path / str(lines)).mkdir()
    keep(District(100, tmp_path / "100"), {"dashboards": [mark]})
    found = keep(District(1000, tmp_path / "1000"), {"dashboards": [slower]})
    grown = growth(District(1000, tmp_path / "1000"), found)
    assert [(one.ratio, one.reached) for one in grown] == [(4.5, False)]


def test_processor_time_is_counted():
    assert cpu_ms(lambda: sum(range(200_000)), least_ms=0) > 0
