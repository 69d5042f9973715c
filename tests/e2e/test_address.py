from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import open_page, settle

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]


def text(page) -> str:
    settle(page)
    return page.locator("#main").inner_text()


def test_the_switch_is_in_the_address_and_back_takes_it_away(person):
    page = person("principal", "/current/money")
    plain = text(page)
    empty = page.get_by_role("switch", name="Show empty buckets")
    expect(empty).not_to_be_checked()
    empty.click()
    expect(page).to_have_url(re.compile(r"/current/money\?empty=1$"))
    expect(page.get_by_role("row").filter(has_text="Athletics and clubs")).to_be_visible()
    full = text(page)
    assert full != plain
    page.go_back()
    expect(empty).not_to_be_checked()
    expect(page.get_by_role("row").filter(has_text="Athletics and clubs")).to_have_count(0)
    page.go_forward()
    expect(empty).to_be_checked()
    expect(page.get_by_role("row").filter(has_text="Athletics and clubs")).to_be_visible()
    copied = person("principal", page.url)
    assert text(copied) == full


def test_a_search_is_in_the_address(person):
    page = person("principal", "/current/transactions")
    page.locator("#transactions-search").fill("summit")
    expect(page).to_have_url(re.compile("search=summit"))
    settle(page)  # the menus are drawn anew with the rows
    page.locator("summary").filter(has_text="Type").click()
    page.get_by_role("link", name="Paid and journals").click()
    expect(page).to_have_url(re.compile("type=actual"))
    expect(page.locator("main").get_by_role("status").first).to_contain_text("rows")
    settle(page)
    shown = page.locator(".gridbar").inner_text()
    copied = person("principal", page.url)
    expect(copied.locator("#transactions-search")).to_have_value("summit")
    expect(copied.locator(".gridbar")).to_have_text(shown.replace("\n", " "))
    page.go_back()
    expect(page).not_to_have_url(re.compile("type=actual"))
    expect(page.locator("#transactions-search")).to_have_value("summit")
    page.go_forward()
    expect(page.locator(".gridbar")).to_have_text(shown.replace("\n", " "))


def test_the_year_travels_from_page_to_page(person):
    page = person("budget-director", "/current/money?year=2026")
    expect(page.locator("#main")).to_contain_text("FY2026")
    page.locator("#nav").get_by_text("Accounts", exact=True).click()
    settle(page)
    expect(page).to_have_url(re.compile(r"/current/accounts\?.*year=2026"))
    expect(page.locator("#main")).to_contain_text("FY2026")
    page.go_back()
    settle(page)
    expect(page).to_have_url(re.compile(r"/current/money\?year=2026"))
    expect(page.locator("#main")).to_contain_text("FY2026")


def test_one_budget_of_the_district(person, demo):
    name = demo.truth["schools_by_code"]["112"]["name"]
    page = person("budget-director", "/current/money")
    page.locator("summary").filter(has_text="Budget").first.click()
    page.locator(".menu-list").get_by_text(name, exact=True).click()
    expect(page).to_have_url(re.compile("location=112"))
    expect(page.locator("h1")).to_contain_text("Maple Grove")
    page.go_back()
    expect(page.locator("h1")).not_to_contain_text("Maple Grove")


def test_the_other_district_is_chosen_on_the_server(person):
    page = person("superintendent")
    before = page.locator(".top").inner_text()
    first, second = "Oakland Unified", "Cedar Valley Unified"
    if before.index("District") and second in before.split("Year")[0]:
        first, second = second, first
    page.locator("summary").filter(has_text="District").click()
    page.get_by_role("button", name=second).click()
    settle(page)
    expect(page.locator("#main")).to_contain_text(second)
    page.locator("summary").filter(has_text="District").click()
    page.get_by_role("button", name=first).click()
    settle(page)
    expect(page.locator("#main")).to_contain_text(first)


def test_the_look_is_kept_from_page_to_page(person):
    page = person("principal")
    root = page.locator("html")
    light = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Light or dark").first.click()
    expect(root).to_have_attribute("data-bs-theme", "dark")
    dark = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    assert light != dark
    open_page(page, "/current/money")
    expect(root).to_have_attribute("data-bs-theme", "dark")
    page.get_by_role("button", name="Light or dark").first.click()
    expect(root).to_have_attribute("data-bs-theme", "light")


def test_the_payments_of_the_top_bar(person):
    page = person("principal")
    page.keyboard.press("Control+k")
    field = page.locator(".top-form input")
    expect(field).to_be_focused()
    field.fill("summit")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/current/transactions\?search=summit"))
    settle(page)
    expect(page.locator("#transactions-search")).to_have_value("summit")
    expect(page.locator(".ag-row").first).to_contain_text(re.compile("summit", re.IGNORECASE))
