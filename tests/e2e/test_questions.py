"""Guided questions as a person uses them: choose who is asked, copy, go back, print two pages."""

from __future__ import annotations

import io
import re

import pikepdf
import pytest
from playwright.sync_api import expect

from tests.e2e.browser import overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]
PATH = "/evaluate/questions"


def test_who_is_asked_stands_in_the_address(person):
    page = person("principal", PATH)
    link = page.get_by_role("link", name="Principals")
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("audience=principals"))
    expect(page.locator(".asks")).to_contain_text("Maple Grove Elementary")
    settle(page)
    shown = page.locator(".asks").inner_text()
    copied = person("principal", page.url)
    expect(copied.locator(".asks")).to_have_text(re.compile("Maple Grove"))
    assert copied.locator(".asks").inner_text() == shown
    page.go_back()
    expect(page.locator(".asks")).to_contain_text("in line with need")


def test_an_answer_leads_to_its_screen(person):
    page = person("superintendent", PATH)
    page.get_by_role("link", name="Compare a program").click()
    expect(page).to_have_url(re.compile("/evaluate/programs"))


@pytest.mark.parametrize("audience", ["", "?audience=principals", "?audience=families"])
def test_a_list_is_at_most_two_pages_of_paper(person, audience):
    page = person("superintendent", PATH + audience)
    sheets = pikepdf.open(io.BytesIO(page.pdf(format="Letter")))
    assert 1 <= len(sheets.pages) <= 2


def test_paper_says_what_the_figures_stand_on(person):
    page = person("superintendent", PATH)
    page.emulate_media(media="print")
    expect(page.locator(".basis-cell").filter(has_text="Fiscal year")).to_be_visible()
    expect(page.locator(".basis-cell").filter(has_text="Funds")).to_be_visible()
    expect(page.locator(".asks .lines").first).to_be_visible()


def test_on_a_phone(person):
    page = person("principal", PATH, viewport={"width": 390, "height": 844}, has_touch=True)
    assert overflow(page) <= 0
    assert violations(page) == []
