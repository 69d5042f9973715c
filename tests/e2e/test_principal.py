from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import expect

from data.sample.cedar_valley.maple_grove import FIGURES
from jobs.demo import SCHOOL
from tests.e2e.browser import money_in, open_page, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

PAGES = ("/", "/current/money", "/current/accounts", "/current/transactions",
         "/current/purchase-orders")  # fmt: skip
OTHER = "101"
DISTRICT_DECIDES = ("staff", "utilities")


@pytest.fixture(scope="module")
def others(demo):
    """Names of all other schools, and what they and the district spent: (names, cents)."""
    schools = demo.truth["schools_by_code"]
    names = {entry["name"] for code, entry in schools.items() if code != SCHOOL}
    cents = {demo.truth["totals"]["2027"][term] for term in ("spent", "budget", "encumbered")}
    rows = demo.truth["spent_by_location_fund_period"]["2027"]
    for code in {place for place, *_ in rows} - {SCHOOL}:
        cents.add(sum(sum(months) for place, _, *months in rows if place == code))
    assert OTHER in schools
    assert len(names) > 3
    return names, {round(one, -2) for one in cents} | cents


def test_own_money_to_the_dollar(person, demo):
    """The four terms and the total of all buckets, against the generator's own arrays."""
    own = [entry for group, entry in FIGURES.items() if group not in DISTRICT_DECIDES]
    budget, paid, ordered = (sum(entry[place] for entry in own) for place in range(3))
    text = person("principal").locator("#main").inner_text()
    left = budget - paid - ordered
    assert {100 * int(one) for one in (budget, paid, ordered, left)} <= money_in(text)
    rows = demo.truth["encumbered_by_location_fund"]["2027"]
    assert 100 * ordered == sum(cents for place, _, cents in rows if place == SCHOOL)
    orders = demo.truth["open_orders_by_location"]["2027"][SCHOOL]
    assert f"{orders} open orders" in text


def test_the_budget_office_is_asked_from_home_and_bucket_about_what_was_on_screen(person):
    page = person("principal", "/current/bucket?bucket=T1")
    page.get_by_role("link", name="Ask the budget office").first.click()
    expect(page.locator(".lead-s")).to_contain_text("This is about Bucket")
    expect(page.get_by_role("link", name="Back to Bucket")).to_have_attribute(
        "href", re.compile(r"^/current/bucket\?.*bucket=T1")
    )
    assert not person("budget-director").get_by_text("Ask the budget office").count()


def test_nobody_elses_names_or_amounts(person, others):
    names, cents = others
    page = person("principal")
    for path in PAGES:
        open_page(page, path)
        text = page.locator("body").inner_text()
        assert not [name for name in names if name in text], path
        assert not money_in(text) & cents, path


def test_links_to_another_school_show_the_own_one(person, others):
    names, _ = others
    page = person("principal")
    for path in PAGES[1:]:
        open_page(page, path)
        own = page.locator("#main").inner_text()
        for place in (OTHER, "999"):
            open_page(page, f"{path}?location={place}")
            text = page.locator("#main").inner_text()
            assert text.splitlines()[0] == own.splitlines()[0]
            assert money_in(text) == money_in(own), path
            assert not [name for name in names if name in text], path


def test_downloads_hold_no_foreign_row(person):
    ask = person("principal").request
    for query in ("", f"?location={SCHOOL}"):
        rows = list(csv.DictReader(io.StringIO(ask.get(f"/export/transactions.csv{query}").text())))
        assert rows
        assert {row["location_id"] for row in rows} == {SCHOOL}
    for foreign in (
        f"transactions.csv?location={OTHER}",
        f"account-status.csv?location_ids={OTHER}",
        f"purchase-orders.csv?location_ids={OTHER}",
        "transactions.csv?location=no-such-place",
    ):
        answer = ask.get(f"/export/{foreign}")
        assert answer.status == 200
        assert len(answer.text().splitlines()) == 1, foreign  # the heading alone
    assert ask.get("/export/quarantine.csv").status == 403


def test_pages_that_are_not_for_the_role_say_so(person):
    page = person("principal", "/data")
    assert "You may not see this page." in page.locator("#main").inner_text()
    viewer = person("viewer", "/current/transactions")
    assert "You may not see this page." in viewer.locator("#main").inner_text()
    assert viewer.request.get("/export/transactions.csv").status == 403


def test_the_details_of_the_budget_stand_beside_its_money(person):
    page = person("principal", "/current/money")
    page.get_by_role("navigation", name="Budget").get_by_role("link", name="Details").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("What makes the budget of")
    settle(page)
    expect(page.locator(".scopes")).to_contain_text("112")
    number = page.get_by_role("table", name="Accounts of the budget").get_by_role("link").first
    accounts = number.inner_text()
    assert violations(page) == []
    number.click()
    expect(page).to_have_url(re.compile(r"/current/accounts\?.*kind=expenditure"))
    settle(page)
    expect(page.locator(".gridbar b").first).to_have_text(accounts)
