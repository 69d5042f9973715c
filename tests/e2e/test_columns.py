"""Columns that a reader chooses by keyboard, and positions as a report that others read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import settle, violations
from tests.e2e.test_grid import exported

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]


def heads(page) -> list[str]:
    """Headings of the grid as they stand from left to right."""
    return page.evaluate(
        """() => [...document.querySelectorAll(".ag-header-cell")]
            .filter((one) => one.offsetParent)
            .map((one) => [one.getBoundingClientRect().left, one.textContent.trim()])
            .sort((a, b) => a[0] - b[0]).map((one) => one[1])"""
    )


@pytest.mark.parametrize("width", [1440, 390])
def test_columns_are_chosen_and_moved_by_keyboard(person, width):
    page = person("principal", "/current/purchase-orders")
    page.set_viewport_size({"width": width, "height": 860})
    menu = page.get_by_label("Choose columns")
    menu.focus()
    menu.press("Enter")
    for name in ("Ordered on", "Description", "State", "Ordered", "Relieved", "Days open"):
        page.get_by_role("checkbox", name=name, exact=True).press("Space")
    page.get_by_role("checkbox", name="Vendor number").press("Space")
    up = page.get_by_role("button", name="Move Vendor number up")
    for _ in range(12):
        up.press("Enter")
    expect(up).to_be_focused()
    expect(page.get_by_text("Vendor number: column 1 of 4.")).to_be_attached()
    assert violations(page) == []
    form = page.locator(".columns-form")
    box = form.bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= width
    page.get_by_role("link", name="Show these columns").press("Enter")
    expect(form).to_be_hidden()
    expect(page).to_have_url(re.compile(r"columns=vendor_id%2Cpo_no%2Cvendor_name%2Copen"))
    settle(page)
    assert heads(page)[0] == "Vendor number"
    if width == 1440:
        assert heads(page) == ["Vendor number", "Order", "Vendor", "Still open"]
    assert list(exported(page)[0]) == ["vendor_id", "po_no", "vendor_name", "open_usd"]
    menu.click()
    page.get_by_role("link", name="The usual columns").click()
    expect(page).not_to_have_url(re.compile("columns="))


def test_positions_are_filtered_grouped_kept_and_read_by_others(person):
    page = person("budget-director", "/current/staffing")
    page.get_by_label("Add a filter").click()
    page.locator("#staffing-filter-field").select_option("Vacant FTE")
    expect(page.locator("#staffing-filter-operator")).to_have_value("between")
    page.locator("#staffing-filter-value").fill("0.001")
    page.locator("#staffing-filter-add").click()
    expect(page.locator(".fchip", has_text="0.001 or more")).to_be_visible()
    settle(page)
    every = {row["position"] for row in exported(page) if float(row["vacant_fte"]) > 0}
    assert len(every) == int(page.locator(".gridbar b").first.inner_text().replace(",", "")) > 0
    page.get_by_text("Group by").click()
    page.get_by_role("link", name="Class", exact=True).click()
    groups = page.locator("tr.st td:nth-child(2)")
    expect(groups.first).to_be_visible()
    assert sum(int(text.replace(",", "")) for text in groups.all_inner_texts()) == len(every)
    page.get_by_label("Keep as a report").click()
    page.locator("#staffing-report-name").fill("Vacancies by class")
    page.locator("#staffing-report-save").click()
    expect(page).to_have_url(re.compile(r"of=\d+"))
    number = re.search(r"of=(\d+)", page.url)[1]
    page.goto(f"/current/reports?report={number}")
    settle(page)
    page.locator("#reports-kind").select_option("role")
    page.locator("#reports-code").fill("principal")
    page.locator("#reports-share").click()
    expect(page.get_by_text("Role principal, may view it")).to_be_visible()

    reader = person("principal", f"/current/staffing?report={number}")
    expect(reader.locator("#main")).to_contain_text("Report “Vacancies by class”")
    own = reader.locator("tr.st td:nth-child(2)")
    shown = sum(int(text.replace(",", "")) for text in own.all_inner_texts())
    assert 0 < shown < len(every)
    expect(reader.get_by_role("columnheader", name="Annual cost")).to_have_count(0)
    assert violations(reader) == []
