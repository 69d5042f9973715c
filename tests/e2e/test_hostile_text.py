from __future__ import annotations

import csv
import io
import zipfile

import pytest
from playwright.sync_api import expect

from pages.registry import PAGES
from tests.e2e.browser import open_page
from tests.e2e.hostile import FORMULAS, NAME, PERSON, SCRIPTS, TEXTS

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d")
PLANTED = (
    "script:not([src]), iframe, object, svg[onload], img[onerror], base, [onfocus], [ontoggle]"
)


def test_the_corpus_is_large_enough():
    assert len(set(TEXTS)) > 100


@pytest.mark.parametrize("path", [page.path.replace("<location_id>", "100") for page in PAGES])
def test_pages_show_attacks_as_text(person, path):
    """The watch of every browser fails on a dialog, a refused script or another host."""
    page = person(PERSON, path)
    inside = page.locator("#main").locator(PLANTED)
    expect(inside).to_have_count(0)
    expect(page.locator("a[href^='javascript']")).to_have_count(0)
    for place in page.locator("#main .js-plotly-plot .hoverlayer, #main summary").all()[:6]:
        if place.is_visible():
            place.click()
    expect(page.locator("#react-entry-point").locator(PLANTED)).to_have_count(0)


def test_the_name_of_a_person_and_a_district_are_text(person):
    page = person(PERSON)
    page.get_by_label("Account of").click()
    expect(page.get_by_text(NAME)).to_be_visible()


ROW = 40
"""Pixels of a row of a grid at least."""


def test_every_row_of_the_grid_is_text(person):
    page = person(PERSON, "/current/transactions")
    seen = set()
    for top in range(0, len(TEXTS) * ROW, 400):
        page.locator(".ag-body-viewport").first.evaluate(
            "(box, top) => { box.scrollTop = top }", top
        )
        page.wait_for_timeout(60)
        seen |= set(page.locator(".ag-row [col-id='description']").all_text_contents())
    assert set(SCRIPTS[:8]) <= {text.strip() for text in seen}
    expect(page.locator(".ag-root").locator(PLANTED)).to_have_count(0)


def test_a_search_for_an_attack_is_text(person):
    page = person(PERSON)
    open_page(page, "/current/transactions?search=%3Cscript%3Ealert(1)%3C/script%3E")
    expect(page.locator("#transactions-search")).to_have_value("<script>alert(1)</script>")
    expect(page.locator("#main").locator(PLANTED)).to_have_count(0)
    open_page(page, "/current/transactions?vendor=%3Cimg src=x onerror=alert(1)%3E&account=%22%3E")
    expect(page.locator("#main").locator(PLANTED)).to_have_count(0)


@pytest.mark.parametrize("name", ["transactions", "account-status", "purchase-orders", "schools"])
def test_no_cell_of_a_download_is_a_formula(person, name):
    ask = person(PERSON, "/current/money").request
    rows = list(csv.reader(io.StringIO(ask.get(f"/export/{name}.csv").text())))
    texts = [cell for row in rows[1:] for cell in row if not _is_number(cell)]
    assert texts
    assert not [cell for cell in texts if cell.lstrip().startswith(STARTS)]
    book = zipfile.ZipFile(io.BytesIO(ask.get(f"/export/{name}.xlsx").body()))
    sheets = [book.read(one).decode() for one in book.namelist() if "/sheet" in one]
    assert sheets
    assert not [sheet for sheet in sheets if "<f>" in sheet or "<hyperlink" in sheet]
    assert not [one for one in book.namelist() if "external" in one.lower()]


def test_formulas_are_still_readable_in_the_download(person):
    ask = person(PERSON, "/current/money").request
    rows = list(csv.DictReader(io.StringIO(ask.get("/export/transactions.csv").text())))
    texts = {row["description"] for row in rows}
    assert {"'" + formula for formula in FORMULAS} <= texts


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
