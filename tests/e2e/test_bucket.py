"""The page of a bucket as its owner uses it: what is left, the rows behind it, a note."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from data.sample.cedar_valley.maple_grove import FIGURES
from tests.e2e.browser import money_in, open_page, overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

PHONE = {"width": 390, "height": 844}
BUDGET, PAID, ORDERED = FIGURES["title1"][:3]


def test_a_principal_reads_what_is_left_in_title_one_and_opens_its_rows(person):
    """From the Money tab on a phone to the bucket, and from its number to the payments."""
    page = person("principal", "/current/money", viewport=PHONE, has_touch=True)
    page.get_by_role("link", name="Title I", exact=True).click()
    expect(page.locator("h1")).to_have_text("How much is left in Title I?")
    settle(page)
    left = BUDGET - PAID - ORDERED
    expect(page.locator(".lead-s")).to_contain_text(f"${left:,} left of ${BUDGET:,}")
    assert {100 * one for one in (BUDGET, PAID, ORDERED, left)} <= money_in(
        page.locator(".kpis.eq").inner_text()
    )
    assert overflow(page) <= 0
    assert violations(page) == []
    page.locator(".kpis.eq").get_by_role("link", name=f"${PAID:,}").click()
    expect(page.locator("h1")).to_have_text("What was bought from Title I, and from whom?")
    expect(page.locator(".gridbar")).to_contain_text(f"${PAID:,}.00")
    page.get_by_role("navigation", name="Bucket").get_by_role("link", name="Overview").click()
    expect(page.locator("h1")).to_have_text("How much is left in Title I?")


def test_a_note_stays_and_is_told_apart_from_one_changed_elsewhere(person):
    page = person("principal", "/current/bucket?bucket=COPIES")
    box = page.get_by_label("My note on this bucket")
    box.fill("Ask for toner before spring break")
    other = person("principal", "/current/bucket?bucket=COPIES")
    page.get_by_role("button", name="Keep note").click()
    expect(page.get_by_role("status").filter(has_text="Kept")).to_be_visible()
    other.get_by_label("My note on this bucket").fill("Something else")
    other.get_by_role("button", name="Keep note").click()
    expect(other.get_by_text("changed in another window")).to_be_visible()
    expect(other.get_by_label("My note on this bucket")).to_have_value("Something else")
    page.reload()
    settle(page)
    expect(page.get_by_label("My note on this bucket")).to_have_value(
        "Ask for toner before spring break"
    )


def test_other_and_the_years_behind_a_mean_open_their_rows(person):
    page = person("principal", "/current/bucket?bucket=T1")
    card = page.locator(".qcard").filter(has_text="How does my progress compare?")
    mean = card.get_by_role("link", name="$", exact=False).and_(card.locator("[href^='#']")).last
    mean.click()
    behind = page.locator("#bucket-earlier-expenditure")
    expect(behind).to_be_in_viewport()
    expect(page.locator("h1")).to_have_text("How much is left in Title I?")
    figure = behind.get_by_role("row").nth(1).get_by_role("link").last
    [shown] = money_in(figure.inner_text())
    figure.click()
    settle(page)
    [exact] = money_in(page.locator(".gridbar").inner_text())
    assert abs(exact - shown) <= 50, "whole dollars in the card, cents over the rows"
    open_page(page, "/current/bucket?bucket=T1")
    other = page.get_by_role("row").filter(has_text="Other").last.get_by_role("link").last
    [left] = money_in(other.inner_text())
    other.click()
    settle(page)
    expect(page.locator("#accounts-body").get_by_text("Category")).to_be_visible()
    total = money_in(page.locator(".ag-floating-bottom").inner_text())
    assert min(abs(exact - left) for exact in total) <= 50


def test_on_a_phone_folded_figures_stand_under_their_names(person):
    """Rows of every table are folded; what the figure at the right is stands above it."""
    page = person("principal", "/current/bucket?bucket=T1", viewport=PHONE)
    heads = page.evaluate(
        """() => [...document.querySelectorAll("table.stack")].map((one) => {
          const shown = (cell) => cell.getClientRects().length > 0;
          const names = [...one.querySelectorAll("thead th")].filter(shown);
          const figures = [...one.querySelectorAll("tbody tr:not(.grp) > .n")].filter(shown);
          const edge = (cell) => Math.round(cell.getBoundingClientRect().right);
          return [names.map((name) => name.textContent), new Set([...names.slice(1), ...figures]
            .map(edge)).size];
        })"""
    )
    names = [found for found, _ in heads]
    assert ["Category", "Left"] in names
    assert ["Year", "Actual"] in names
    assert ["Vendor and order", "Open amount"] in names
    assert {edges for _, edges in heads} == {1}  # a name ends where its figures do
