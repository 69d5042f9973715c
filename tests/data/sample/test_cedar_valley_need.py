"""What the generator put in comes out of the equity report: money that follows need."""

from __future__ import annotations

import json

import numpy as np
import pytest

from access.scope import Scope
from config import Settings
from data.equity import equity_report
from data.sample.cedar_valley.generate import generate
from data.warehouse import Warehouse
from loaders.pipeline import load
from tests.data.sample.test_cedar_valley import MAPPING

# As many schools as in the demonstration beside a short ledger: amounts are the same.
SCHOOLS, LINES = 46, 500


@pytest.fixture(scope="module")
def district(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cedar-valley-need")
    generate(folder / "drop", lines=LINES, schools=SCHOOLS)
    settings = Settings(var=folder / "var", load_threads=1, load_memory_mb=512)
    load(settings, "cedar-valley", MAPPING, folder / "drop")
    warehouse = Warehouse(settings)
    yield warehouse, json.loads((folder / "drop" / "truth.json").read_text())["need"]
    warehouse.close()


def test_the_need_slope_that_was_put_in_is_found(district):
    """$4,200 a pupil from a school without low-income pupils to one with nobody else."""
    warehouse, need = district
    designed = need["designed_slope"]
    report = equity_report(warehouse, Scope.whole("cedar-valley"), fiscal_year=2026)
    [elementary] = [one for one in report.statistics.groups if one.group == "elementary"]
    slope = elementary.measures["slope"]
    assert slope.low < designed < slope.high
    assert slope.value == pytest.approx(designed, rel=0.03)
    known = [one for one in report.compared if one.need is not None]
    levels = sorted({one.level for one in known})
    terms = [[one.need, *(one.level == level for level in levels)] for one in known]
    spent = [float(one.per_pupil) for one in known]
    within, *_ = np.linalg.lstsq(np.array(terms, float), np.array(spent), rcond=None)
    assert len(known) > 40
    assert within[0] == pytest.approx(designed, rel=0.03)
