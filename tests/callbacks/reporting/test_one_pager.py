"""A school on one sheet: one page, tagged, with the figures of its profile."""

from __future__ import annotations

import io

import pikepdf
import pytest

from access.actor import actor_in_district
from access.roles import Role
from access.scope import Scope
from callbacks.reporting.one_pager import content_of, sheet
from callbacks.reporting.views import NoSuchView
from data.per_pupil import per_pupil_spending
from exports.one_pager import results
from exports.slides import Chart, ChartKind, Form, Series
from pages.format import money
from tests.data.serving_sample import DISTRICT
from tests.pdf_text import pdf_text

QUERY = "?year=2024&share=site"


@pytest.fixture(scope="module")
def reader(services):
    who = (1, "Somebody", "somebody@demo.example")
    return actor_in_district(who, Role.VIEWER, DISTRICT, (DISTRICT,), None)


@pytest.mark.parametrize("school", ["101", "103"])
def test_every_school_fits_on_one_tagged_page(services, reader, school):
    name, made = sheet(services, reader, school, QUERY)
    assert name.endswith("-get-and-for-whom.pdf")
    with pikepdf.open(io.BytesIO(made)) as pdf:
        assert len(pdf.pages) == 1
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
        assert str(pdf.Root.Lang) == "en"


def test_it_says_what_the_school_spends_and_for_whom(services, reader):
    _, made = sheet(services, reader, "101", QUERY)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        text = pdf_text(pdf)
    rows = per_pupil_spending(services.warehouse, Scope.whole(DISTRICT), fiscal_year=2024)
    own = next(row for row in rows.to_pylist() if row["location_id"] == "101")
    assert money(own["per_pupil_usd"]) in text
    assert f"{own['frl_share']:.1%}" in text
    flat = "".join(text.split())
    for question in ("Wheredoesthemoneygo?", "Howhasspendingchanged?", "Whataretheresults?",
                     "Howdoesitcomparewithschoolslikeit?"):  # fmt: skip
        assert question in flat
    # What the small district lacks is named, not passed over.
    assert "Notloadedornotknown:aschool'sstaff" in flat


def test_hidden_figures_are_not_on_it(services, reader):
    """Coral Point has eight pupils."""
    _, made = sheet(services, reader, "103", QUERY)
    with pikepdf.open(io.BytesIO(made)) as pdf:
        text = pdf_text(pdf)
    assert "62.5%" not in text
    assert "12.5%" not in text


def test_results_as_rows_keep_the_last_years_and_the_mean():
    years = [str(year) for year in range(2020, 2026)]
    chart = Chart(
        ChartKind.LINES,
        [Series("Mean", [50.0] * 6), Series("School", [10.0, 20.0, 30.0, 40.0, None, 60.5])],
        categories=years,
        title="English",
    )
    table = results([chart])
    assert [head.words for head in table.headings] == [
        "Result", "2022", "2023", "2024", "2025", "Mean, 2025",
    ]  # fmt: skip
    assert list(table.rows[0].cells) == ["English", "30", "40", "–", "60.5", "50"]
    assert Form.NUMBER is chart.y.form


@pytest.mark.parametrize("school", ["999", "", "a/../b", "x" * 600])
def test_a_school_that_is_not_there(services, reader, school):
    with pytest.raises(NoSuchView):
        content_of(services, reader, school, QUERY)
