"""Schools chosen in the picture with a box: kept in the address, listed, let go again."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]
PATH = "/evaluate/scatter?x=total_per_pupil_usd&y=ela_points"


def test_a_box_chooses_schools_and_back_lets_them_go(person):
    page = person("viewer", PATH)
    expect(page.locator(".js-plotly-plot .point").first).to_be_visible()
    page.get_by_role("button", name="Box").click()
    field = page.locator(".js-plotly-plot .nsewdrag").first
    field.scroll_into_view_if_needed()
    at, before = field.bounding_box(), page.evaluate("window.scrollY")
    page.mouse.move(at["x"] + 0.05 * at["width"], at["y"] + 0.1 * at["height"])
    page.mouse.down()
    page.mouse.move(at["x"] + 0.5 * at["width"], at["y"] + 0.6 * at["height"], steps=5)
    page.mouse.up()
    expect(page).to_have_url(re.compile("pick="))
    chosen = page.locator(".qcard").filter(has=page.get_by_text("Which schools are chosen?"))
    expect(chosen).to_be_visible()
    assert page.evaluate("window.scrollY") == before, "the page jumped"
    codes = re.search(r"pick=([^&]+)", page.url).group(1).split("%2C")
    expect(chosen.locator("tbody tr")).to_have_count(len(codes))
    settle(page)
    copied = person("viewer", page.url)
    expect(copied.locator(".qcard tbody tr").first).to_be_attached()
    page.go_back()
    expect(chosen).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_beyond_need_on_a_phone(person, scheme):
    path = f"{PATH}&need=1&years=3&pick=118,112"
    screen = {"width": 390, "height": 844}
    page = person("viewer", path, viewport=screen, color_scheme=scheme)
    expect(page.locator("main")).to_contain_text("beyond need")
    assert overflow(page) <= 0
    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 256})
    assert overflow(page) <= 0
