"""A principal asks from the Money page by keyboard, and the question is in the local mail."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]
WORDS = "Which orders are still open in supplies?"


def test_a_question_arrives_with_its_page(person):
    page = person("principal", "/current/money?year=2026")
    page.get_by_role("link", name="Help").press("Enter")
    settle(page)
    expect(page.get_by_role("heading", name="What is Money for?")).to_be_visible()
    assert violations(page) == []
    field = page.get_by_label("Your question")
    field.focus()
    page.keyboard.type(WORDS)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Your question is on its way")).to_be_visible()
    other = person("administrator", "/configuration/mail")
    other.get_by_role("link", name="A question of").first.click()
    settle(other)
    expect(other.locator(".letter")).to_contain_text(WORDS)
    href = other.get_by_role("link", name="Open the page").get_attribute("href")
    assert href.endswith("/current/money?year=2026")


def test_a_word_of_the_field_shows_its_meaning_on_focus(person):
    page = person("principal")
    term = page.locator(".kpi .meant", has_text="encumbered")
    seen = "one => getComputedStyle(one, '::after').display"
    assert term.evaluate(seen) == "none"
    term.focus()
    assert term.evaluate(seen) == "block"
    assert violations(page) == []


def test_the_tour_goes_by_keyboard_from_page_to_page(person):
    page = person("principal", "/help")
    page.get_by_role("button", name="Start the guided tour").press("Enter")
    card = page.locator(".tour")
    for number, path in enumerate(("/", "/current/money", "/current/transactions"), 1):
        expect(page).to_have_url(re.compile(f"{path}$"))
        expect(card).to_be_focused()
        expect(card).to_contain_text(f"Step {number} of 5")
        settle(page)
        if number == 2:
            assert violations(page) == []
        card.get_by_role("button", name="Next").press("Enter")
    settle(page)
    expect(card).to_contain_text("Step 4 of 5")
    card.press("Escape")
    expect(card).to_have_count(0)
    expect(page.locator("#main")).to_be_focused()
