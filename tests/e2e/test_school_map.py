"""The map as a person uses it: measure and level by keyboard, a copied link, Back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]
PATH = "/evaluate/map"


def test_measure_and_level_stand_in_the_address(person):
    page = person("principal", PATH)
    expect(page.locator(".js-plotly-plot .scatterlayer .point").first).to_be_visible()
    cell = page.locator(".basis-cell").filter(has_text="Colour")
    cell.locator("summary").focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Low-income pupils").click()
    expect(page).to_have_url(re.compile("measure=frl_share"))
    expect(page.locator(".lead-s")).to_contain_text("Low-income pupils")
    settle(page)
    shown = page.locator(".lead-s").inner_text()
    copied = person("principal", page.url)
    expect(copied.locator(".lead-s")).to_have_text(shown)
    page.go_back()
    expect(page.locator(".lead-s")).to_contain_text("Spending per pupil")


def test_every_mark_stands_in_the_table_too(person):
    page = person("principal", PATH)
    marks = page.evaluate(
        "() => document.querySelector('.js-plotly-plot').data.flatMap(t => t.x || []).length"
    )
    assert page.locator(".map-rows tbody tr").count() == marks
    page.locator(".map-rows").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.activeElement.closest('.map-rows') !== null")


def test_a_district_without_coordinates_says_how_to_load_them(person):
    page = person("viewer", PATH)
    expect(page.locator(".notice")).to_contain_text("No coordinates are loaded.")
    expect(page.locator(".js-plotly-plot")).to_have_count(0)


def test_on_a_phone(person):
    page = person("principal", PATH, viewport={"width": 390, "height": 844}, has_touch=True)
    assert overflow(page) <= 0
    assert violations(page) == []
