"""A purchase order in the browser: from the list to its life, by mouse, keyboard and phone."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import FIRST_ROW, settle, violations
from tests.e2e.test_grid import dollars, exported

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]


def test_an_order_opens_from_the_list_and_its_events_add_up_to_what_is_open(person):
    page = person("principal", "/current/purchase-orders?bucket=T1&state=still+open")
    rows = {row["po_no"]: row for row in exported(page)}
    link = page.locator(f"{FIRST_ROW} [col-id='po_no'] a")
    number = link.inner_text()
    link.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"What became of order {number}?")
    settle(page)
    still = f"{Decimal(rows[number]['open_usd']):,.2f}"
    expect(page.locator(".lead-s")).to_contain_text(f"${still} is still open")
    expect(page.get_by_text("The events add up to what is still open")).to_contain_text(still)
    events = page.get_by_role("table", name=re.compile("Events of the order"))
    put = [dollars(text) for text in events.locator("tbody td:nth-child(5)").all_inner_texts()
           if text.strip()]  # fmt: skip
    assert sum(put) == Decimal(rows[number]["open_usd"])
    assert violations(page) == []
    page.go_back()
    settle(page)
    expect(page.locator(f"{FIRST_ROW} [col-id='po_no'] a")).to_have_text(number)


def test_a_payment_leads_to_the_order_it_was_made_on(person):
    page = person("principal", "/current/transactions?bucket=T1&type=actual&search=tutoring")
    page.locator(f"{FIRST_ROW} [col-id='po_no'] a").click()
    expect(page).to_have_url(re.compile(r"/current/order\?.*number="))
    settle(page)
    page.get_by_role("link", name="As a list").click()
    expect(page).to_have_url(re.compile(r"/current/transactions\?.*where=PO\+is"))


def test_on_a_tablet_days_and_accounts_of_an_order_are_read_in_one_line(person):
    page = person(
        "principal", "/current/order?number=27-00158", viewport={"width": 768, "height": 1024}
    )
    expect(page.get_by_text("Open for over 90 days.")).to_be_visible()
    for place in (".order-events tbody tr th", ".order-lines tbody tr td:nth-child(2) a"):
        heights = page.locator(place).evaluate_all(
            """all => all.map((one) => {
              const range = document.createRange();
              range.selectNodeContents(one);
              return Math.round(range.getBoundingClientRect().height);
            })"""
        )
        assert heights
        assert max(heights) < 24, place
    boxes = page.locator(".qcard .scroll").evaluate_all(
        "all => all.map((one) => one.scrollWidth - one.clientWidth)"
    )
    assert boxes
    assert max(boxes) <= 0


def test_an_order_fits_a_phone(person):
    page = person(
        "principal", "/current/order?number=27-00158", viewport={"width": 390, "height": 844}
    )
    expect(page.get_by_text("Open for over 90 days.")).to_be_visible()
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    assert not wide
