"""What the command line exports of Oakland: shares that the state publishes are not withheld."""

from __future__ import annotations

import csv
import io
from statistics import correlation, median

import pytest
from click.testing import CliRunner

from cli import cli

pytestmark = pytest.mark.slow

# Schools with both figures; Pearson's r, each school counted once; the median, general fund, site.
OPEN = ("pupils", "frl_pupils", "frl_share", "per_pupil_usd")
KNOWN = ((2023, 77, 0.3412, 10_917.38), (2024, 79, 0.4601, 12_709.68))


@pytest.mark.parametrize(("year", "schools", "r", "middle"), KNOWN)
def test_every_school_of_the_state_file_keeps_its_share(
    oakland, monkeypatch, year, schools, r, middle
):
    monkeypatch.setenv("PLUMBLINE_VAR", str(oakland.folder.parent.parent))
    words = ("export", "per-pupil", "--district", "oakland", "--fiscal-year", str(year))
    answer = CliRunner().invoke(cli, [*words, "--set", "funds=10", "--format", "csv"])
    rows = list(csv.DictReader(io.StringIO(answer.stdout)))
    assert "*" not in {row[name] for row in rows for name in OPEN}
    told = [row for row in rows if row["frl_share"] and row["per_pupil_usd"]]
    dollars = [float(row["per_pupil_usd"]) for row in told]
    assert len(told) == schools
    assert correlation([float(row["frl_share"]) for row in told], dollars) == pytest.approx(
        r, abs=5e-5
    )
    assert median(dollars) == middle
    missing = {row["reason"].partition("; ")[0] for row in rows if row not in told}
    assert missing <= {"no pupils loaded", "no spending in these funds"}
