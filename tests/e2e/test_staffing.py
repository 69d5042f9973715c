"""Staffing as people use it: lists, a mark that stays, no pay without the right, endings."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import FIRST_ROW, money_in, open_page, settle

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

SCHOOL, NOTE = "112", "Half day since January?"


def count_of(page):
    return int(page.locator(".gridbar b").first.inner_text().replace(",", ""))


def test_each_list_has_as_many_positions_as_its_tab_says(person):
    page = person("administrator", "/current/staffing")
    tabs = page.get_by_role("navigation", name="Lists of positions")
    for name in ("Unassigned", "Over-assigned"):
        link = tabs.get_by_role("link", name=name)
        number = int(re.sub(r"\D", "", link.inner_text()))
        link.click()
        settle(page)
        assert count_of(page) == number > 0


def test_a_principal_marks_a_position_and_the_budget_office_finds_it(person):
    """By keyboard from the list to the field; no pay in page or file without the right."""
    page = person("principal", "/current/staffing")
    first = page.locator(f"{FIRST_ROW} [col-id='code']")
    code = first.inner_text()
    first.click(position={"x": 90, "y": 4})
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text(code)
    page.locator("#flag-expected").fill("0.75")
    page.get_by_label("Note").fill(NOTE)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Change the mark")).to_be_visible()
    page.reload()
    settle(page)
    expect(page.locator("#flag-expected")).to_have_value("0.75")
    assert money_in(page.locator("#main").inner_text()) == set()
    mine = listed(page)
    assert [(one["position"], one["note"], one["annual_cost_usd"]) for one in mine] == [
        (code, NOTE, "")
    ]
    assert money_in(page.locator("#main").inner_text()) == set()
    office = person("budget-director", "/current/staffing")
    [found] = listed(office)
    assert (found["position"], found["flagged_fte"], found["note"]) == (code, "0.75", NOTE)
    assert found["annual_cost_usd"]
    office.locator(f"{FIRST_ROW} a").click()
    office.get_by_role("button", name="Take the mark away").click()
    expect(office.get_by_role("button", name="Mark for checking")).to_be_visible()


def listed(page):
    """The rows of the file behind Flagged, whose first one the list shows as well."""
    open_page(page, "/current/staffing?list=flagged")
    row = page.locator(FIRST_ROW)
    expect(row.locator("[col-id='flagged']")).to_have_text("0.75")
    expect(row.locator("[col-id='note']")).to_have_text(NOTE)
    href = page.get_by_role("link", name="Download all rows as CSV").get_attribute("href")
    rows = list(csv.DictReader(io.StringIO(page.request.get(href).text())))
    assert len(rows) == count_of(page)
    return rows


def test_an_administrator_ends_ticked_assignments_after_a_review(person):
    page = person("administrator", f"/current/assignments?location={SCHOOL}")
    before = count_of(page)
    day = page.get_by_label("Last day").input_value()
    for row in (0, 1):
        page.locator(f".ag-body .ag-row[row-index='{row}'] input[type=checkbox]").check()
    last = date.fromisoformat(day) - timedelta(1)
    page.get_by_label("Last day").fill(last.isoformat())
    page.get_by_role("button", name="Review what would end").click()
    expect(page.get_by_text("2 assignments would end")).to_be_visible()
    page.get_by_role("button", name="Confirm: end 2 assignments").click()
    expect(page.get_by_role("status").filter(has_text="2 assignments ended")).to_be_visible()
    page.reload()
    settle(page)
    assert count_of(page) == before - 2
