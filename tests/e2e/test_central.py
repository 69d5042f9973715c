"""Central resources, as a person uses them: open a share, choose, search, copy, go back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]
PATH = "/evaluate/central"


def test_a_share_is_opened_copied_and_left_again(person):
    page = person("superintendent", PATH)
    first = page.locator(".qcard h2").first
    expect(first).to_have_text("What does each school get of each resource?")
    cell = page.locator("a.heat").first
    cell.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"school=[^&]+&pool="))
    expect(first).to_contain_text("reckoned?")
    settle(page)
    shown = first.inner_text()
    copied = person("superintendent", page.url)
    expect(copied.locator(".qcard h2").first).to_have_text(shown)
    page.locator(".every > summary").click()
    expect(page.locator(".central")).to_be_visible()
    assert violations(page) == []
    page.go_back()
    expect(first).to_have_text("What does each school get of each resource?")


def test_a_school_is_found_by_keyboard_and_a_method_chosen(person):
    page = person("superintendent", PATH)
    whole = page.locator(".central tbody th a").all_inner_texts()
    box = page.locator("#central-search")
    box.focus()
    page.keyboard.insert_text(whole[0])
    expect(page).to_have_url(re.compile("search="))
    expect(page.locator(".central tbody th a")).to_have_text([whole[0]])
    expect(page.locator(".qcard h2").nth(1)).to_contain_text(whole[0])
    expect(box).to_be_focused()
    page.locator(".basis-cell").filter(has_text="Method").locator("summary").click()
    page.get_by_role("link", name="The same for every pupil", exact=True).click()
    expect(page).to_have_url(re.compile(r"search=.+method=pupils|method=pupils.+search="))
    expect(page.locator(".lead-s")).to_contain_text("on 1 shared resource")


@pytest.mark.parametrize("width", [390, 320])
def test_one_share_on_a_phone(person, width):
    page = person("superintendent", PATH, viewport={"width": width, "height": 844}, has_touch=True)
    link = page.locator(".central tbody th a").first
    link.click()
    expect(page).to_have_url(re.compile("school="))
    settle(page)
    assert overflow(page) <= 0
    place = page.url.partition("school=")[2].partition("&")[0]
    page.goto(f"{PATH}?school={place}&pool=nutrition")
    settle(page)
    expect(page.locator(".steps")).to_be_visible()
    assert overflow(page) <= 0
    assert violations(page) == []
