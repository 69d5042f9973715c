"""The equity report in a browser: what a superintendent does with it before a board meeting."""

from __future__ import annotations

import csv
import io
import re
from decimal import ROUND_HALF_UP, Decimal

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]
PATH = "/evaluate/equity?year=2024"
WHO = "superintendent"


def card(page, question):
    return page.locator(".qcard").filter(has=page.get_by_role("heading", name=question))


def choose(page, cell, text):
    page.locator(".basis summary").filter(has_text=cell).click()
    page.locator(".basis .menu-list a:visible").filter(has_text=re.compile(rf"^{text}$")).click()
    settle(page)


def test_a_level_is_kept_in_the_link_and_back_returns(person):
    page = person(WHO, PATH)
    lead = page.locator(".lead-s")
    before = lead.inner_text()
    choose(page, "Level", "Elementary")
    expect(page).to_have_url(re.compile("level=elementary"))
    expect(lead).to_contain_text("elementary schools")
    told = lead.inner_text()
    again = person(WHO, page.url.partition("/evaluate")[1] + page.url.partition("/evaluate")[2])
    expect(again.locator(".lead-s")).to_have_text(told)
    page.go_back()
    expect(lead).to_have_text(before)


def test_the_table_view_and_the_download_equal_the_picture(person):
    page = person(WHO, PATH)
    box = card(page, "Do schools with more need spend more?")
    box.locator("summary.iconb").click()
    box.get_by_role("button", name="Show as table").click()
    rows = box.locator(".chart-table tbody tr")
    shown = {
        row.locator("th").inner_text(): row.locator("td").last.inner_text() for row in rows.all()
    }
    drawn = page.evaluate(
        "() => [...document.querySelectorAll('[data-chart=equity-need] .js-plotly-plot')]"
        ".flatMap(chart => chart.data.filter(t => t.mode === 'markers'))"
        ".flatMap(t => t.text.map((name, i) => [name, Math.round(t.y[i])]))"
    )
    assert {name: f"${dollars:,}" for name, dollars in drawn} == shown
    box.locator("summary.iconb").click()
    href = box.get_by_role("link", name="Download CSV").get_attribute("href")
    lines = page.request.get(href).text().splitlines()
    start = next(i for i, line in enumerate(lines) if "fiscal_year" in line[:15])
    found = csv.DictReader(io.StringIO("\n".join(lines[start:])))
    exported = {
        one[
            "location_name"
        ]: f"${Decimal(one['per_pupil_usd']).quantize(Decimal(1), ROUND_HALF_UP):,}"
        for one in found
        if one["is_compared"].lower() == "true"
    }
    assert exported == shown


def test_a_long_list_unfolds_and_the_axis_turns_to_ranks(person):
    page = person(WHO, PATH)
    bars = card(page, "Which schools spend most").locator(".rbar")
    folded = bars.count()
    page.get_by_role("link", name="Show all schools").click()
    settle(page)
    expect(page).to_have_url(re.compile("all=1"))
    assert bars.count() > folded
    page.get_by_role("link", name="By rank").click()
    settle(page)
    expect(page).to_have_url(re.compile("axis=rank"))
    expect(page.locator("[data-chart=equity-need]")).to_contain_text("in order of their school")


def test_the_size_control_names_who_is_left_out(person):
    page = person(WHO, PATH)
    choose(page, "School size", "300 pupils or more")
    expect(card(page, "Which schools are left out")).to_contain_text(
        "fewer than 300 pupils, left out by choice"
    )


@pytest.mark.parametrize("width", [390, 320])
def test_narrow_screens_neither_scroll_sideways_nor_shut_out(person, width):
    page = person(WHO, f"{PATH}&analyst=1&all=1", viewport={"width": width, "height": 844})
    assert overflow(page) == 0
    assert violations(page) == []
