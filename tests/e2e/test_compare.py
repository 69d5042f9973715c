"""Schools side by side as a person uses them: picked in the list, by keyboard, on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]
PHONE, ZOOMED = {"width": 390, "height": 844}, {"width": 320, "height": 256}


def test_from_the_list_to_two_schools_and_back(person):
    page = person("principal", "/evaluate/schools")
    for place in (0, 1):
        button = page.locator("button.pick").nth(place)
        button.focus()
        page.keyboard.press("Space")
        expect(page.locator("button.pick[aria-pressed='true']")).to_have_count(place + 1)
    page.get_by_role("link", name="Compare side by side").click()
    expect(page.locator("h1")).to_have_text("How do these schools compare?")
    expect(page.locator(".cmp-school")).to_have_count(2)
    expect(page).to_have_url(re.compile(r"schools=[^&]+%2C"))
    settle(page)
    said = page.locator(".lead-s").inner_text()
    assert person("principal", page.url).locator(".lead-s").inner_text() == said
    page.get_by_text("Add a school").click()
    page.get_by_placeholder("Find a school").fill("high")
    shown = page.locator(".cmp-add .menu-list a:visible")
    assert all("high" in name.lower() for name in shown.all_inner_texts())
    shown.first.click()
    expect(page.locator(".cmp-school")).to_have_count(3)
    page.go_back()
    expect(page.locator(".cmp-school")).to_have_count(2)
    page.locator(".cmp-school .x").first.click()
    expect(page.locator(".cmp-school")).to_have_count(1)
    expect(page.locator("main")).to_contain_text("One school stands alone.")


@pytest.mark.parametrize("screen", [PHONE, ZOOMED, {"width": 1440, "height": 900}])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_four_schools_shut_nobody_out(person, screen, scheme):
    path = "/evaluate/compare?schools=118,112,228,304,999"
    page = person("viewer", path, viewport=screen, color_scheme=scheme)
    expect(page.locator(".cmp-school")).to_have_count(4)
    assert overflow(page) <= 0
    assert violations(page) == []
