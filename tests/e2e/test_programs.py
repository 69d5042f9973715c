"""A program across schools, as a person uses it: choose, type conditions, copy, go back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]
PATH = "/evaluate/programs"


def test_a_program_is_chosen_copied_and_left_again(person):
    page = person("superintendent", PATH)
    expect(page.locator(".qcard h2").first).to_contain_text("Title I")
    cell = page.locator(".basis-cell").filter(has_text="Program")
    cell.locator("summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Technology", exact=False).first.click()
    expect(page).to_have_url(re.compile("bucket=TECH"))
    expect(page.locator(".qcard h2").first).to_contain_text("Technology")
    settle(page)
    shown = page.locator(".lead-s").inner_text()
    copied = person("superintendent", page.url)
    expect(copied.locator(".lead-s")).to_have_text(shown)
    page.go_back()
    expect(page.locator(".qcard h2").first).to_contain_text("Title I")


def test_conditions_by_keyboard(person):
    page = person("superintendent", PATH)
    box = page.locator("#programs-where")
    box.focus()
    page.keyboard.type("colour is red", delay=60)
    page.keyboard.press("Enter")
    expect(page.locator(".notice")).to_contain_text("'colour' is no part of an account")
    box.fill("")
    page.keyboard.type("fund matches *0", delay=60)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"where=fund\+matches"))
    expect(page.locator(".fchip")).to_have_count(1)
    expect(page.locator(".program-says")).to_contain_text("match")
    expect(box).to_be_focused()
    page.get_by_label("Remove the filter fund *0").click()
    expect(box).to_have_value("")
    expect(page).not_to_have_url(re.compile("where="))


def test_on_a_phone(person):
    page = person("principal", PATH, viewport={"width": 390, "height": 844}, has_touch=True)
    assert overflow(page) <= 0
    assert violations(page) == []
