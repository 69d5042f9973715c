"""A presentation of ten slides, put together in a browser, made by the job, read back."""

from __future__ import annotations

import io

import pikepdf
import pytest
from playwright.sync_api import expect
from pptx import Presentation

from data.store import jobs as rows
from data.store import open_store
from jobs import runs
from tests.e2e.browser import open_page, overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

PHONE = {"width": 390, "height": 844}
BOARD = "/reporting/board?view="


def run_job(demo):
    """What the worker does with the number that the page has put into the queue."""
    store = open_store(demo.settings)
    with store.reading() as tx:
        number = rows.recent_jobs(tx, kind=rows.PRESENTATION, limit=1)[0].id
    runs.run(demo.settings, store, number, lambda *_: None)
    store.close()


def downloaded(page):
    with page.expect_download() as given:
        page.get_by_role("link", name="Download").first.click()
    return given.value


def made(page, demo):
    page.get_by_role("button", name="Make the file").click()
    expect(page.get_by_text("Waiting for the worker")).to_be_visible()
    run_job(demo)
    # The newest stands first: until it is ready, the first link is that of an older file.
    expect(page.locator(".files progress")).to_have_count(0)
    return downloaded(page)


def cells(page, name):
    """The rows of a card's table as the screen writes them."""
    return page.locator(f"section[data-card='{name}'] tbody tr").evaluate_all(
        "lines => lines.map(line => [...line.children].map(cell => cell.innerText.trim()))"
    )


def dollars(text):
    return float(text.replace("$", "").replace(",", ""))


def test_ten_slides_from_screens_to_powerpoint_and_pdf(person, demo):
    page = person("budget-director", "/evaluate/equity")
    screen = {(row[0], dollars(row[-1])) for row in _points(page)}
    page.locator("section[data-card='equity-need'] summary").click()
    page.locator("section[data-card='equity-need'] [data-action='present']").click()
    expect(page.locator(".toast-n")).to_contain_text("1 slide")
    open_page(page, f"{BOARD}%2Fevaluate%2Fschools%2F112")
    page.get_by_role("button", name="Add all 7").click()
    expect(page.locator(".slides > li")).to_have_count(8)
    open_page(page, f"{BOARD}%2Fevaluate%2Fequity")
    for question in ("Which schools spend most", "Which schools differ most"):
        page.get_by_role("button", name=f"Add: {question}").click()
    expect(page.locator(".slides > li")).to_have_count(10)
    page.get_by_role("button", name="Move slide 10 up").click()
    settle(page)
    page.get_by_label("Title of slide 1", exact=True).fill("Money follows need")
    page.get_by_label("Note to slide 1", exact=True).fill("Thank the schools.")
    page.get_by_label("Title of the presentation").fill("June board meeting")
    page.keyboard.press("Tab")
    expect(page.get_by_text("All changes kept.")).to_be_visible()
    settle(page)
    deck = _read(made(page, demo), "june-board-meeting.pptx")
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[:2] == ["June board meeting", "Money follows need"]
    assert titles[9] == "Which schools differ most from what need predicts?"
    assert len([one for one in titles[1:11] if one]) == 10
    assert "Thank the schools." in deck.slides[1].notes_slide.notes_text_frame.text
    drawn = _named_points(next(s.chart for s in deck.slides[1].shapes if s.has_chart))
    assert len(drawn) == len(screen) > 5
    assert drawn == screen
    page.get_by_role("button", name="PDF", exact=True).click()
    settle(page)
    with pikepdf.open(io.BytesIO(_bytes(made(page, demo)))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert "/StructTreeRoot" in pdf.Root
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert overflow(page) <= 0
    assert violations(page) == []
    # It survives: another visit finds the same slides, with the words.
    open_page(page, "/reporting/board")
    expect(page.get_by_label("Title of slide 1", exact=True)).to_have_value("Money follows need")
    expect(page.get_by_label("Note to slide 1", exact=True)).to_have_value("Thank the schools.")


def test_a_file_is_for_its_owner_alone(person, demo):
    page = person("viewer", f"{BOARD}%2Fevaluate%2Fscatter")
    page.get_by_role("button", name="Add all").click()
    link = made(page, demo).url
    other = person("superintendent", "/reporting/board")
    other.watch.allow("404")
    assert other.request.get(link).status == 404
    assert page.request.get(link).status == 200


def _points(page):
    page.locator("section[data-card='equity-need'] summary").click()
    page.locator("section[data-card='equity-need'] [data-action='table']").click()
    return cells(page, "equity-need")


def _bytes(download):
    return download.path().read_bytes()


def _read(download, name):
    assert download.suggested_filename == name
    return Presentation(io.BytesIO(_bytes(download)))


def _named_points(chart):
    """Names and whole dollars of the points, from the workbook inside the chart."""
    import openpyxl  # noqa: PLC0415

    blob = chart.part.chart_workbook.xlsx_part.blob
    sheet = openpyxl.load_workbook(io.BytesIO(blob)).active
    found = set()
    for row in sheet.iter_rows(min_row=2, values_only=True):
        for place in range(0, len(row) - 2, 3):
            if isinstance(row[place], str) and row[place + 2] is not None:
                found.add((row[place], float(int(row[place + 2] + 0.5))))
    return found
