"""A newcomer is welcomed once; an administrator sets another goal and meets it in the cockpit."""

from __future__ import annotations

from contextlib import closing

import pytest
from playwright.sync_api import expect

from access.actor import SYSTEM
from access.roles import Role
from data.store import open_store
from data.store.tours import ended_tours
from jobs.demo import SCHOOL
from planning import people
from tests.e2e.browser import settle, sign_in, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

EMAIL, PASSWORD = "newcomer@demo.example", "nine herons by the weir"
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def newcomer(demo):
    """A principal who has never signed in: the number of the account."""
    with closing(open_store(demo.settings)) as store:
        number = people.create_user(SYSTEM, store, email=EMAIL, name="Newcomer")
        people.assign(SYSTEM, store, email=EMAIL, district="cedar-valley", role=Role.PRINCIPAL,
                      location_id=SCHOOL)  # fmt: skip
        hashing = people.passwords(demo.settings)
        people.set_password(SYSTEM, store, hashing, email=EMAIL, password=PASSWORD)
        yield lambda: _ended(store, number)


def _ended(store, number):
    with store.reading() as tx:
        return ended_tours(tx, number)


def test_a_newcomer_is_welcomed_once(newcomer, visitor):
    phone = visitor(viewport=PHONE)
    sign_in(phone, EMAIL, PASSWORD)
    settle(phone)
    cheer = phone.get_by_text("Your first look at your budget")
    expect(cheer).to_be_visible()
    assert violations(phone) == []
    expect(phone.locator(".tour")).to_have_count(0)
    phone.get_by_role("button", name="Close: Your first look at your budget").press("Enter")
    expect(cheer).to_have_count(0)

    desk = visitor()
    sign_in(desk, EMAIL, PASSWORD)
    settle(desk)
    card = desk.locator(".tour")
    expect(card).to_be_focused()
    expect(card).to_contain_text("Step 1 of 5")
    expect(desk.get_by_text("Your first look at your budget")).to_have_count(0)
    assert violations(desk) == []
    card.get_by_role("button", name="Next").press("Enter")
    settle(desk)
    desk.reload()
    settle(desk)
    expect(desk.get_by_role("heading", level=1)).to_be_visible()
    expect(card).to_have_count(0)
    desk.goto("/")
    settle(desk)
    expect(card).to_have_count(0)
    settle(desk)
    assert newcomer() == {"owner": "skipped"}
    again = visitor()
    sign_in(again, EMAIL, PASSWORD)
    settle(again)
    expect(again.get_by_role("heading", level=1)).to_be_visible()
    expect(again.locator(".tour")).to_have_count(0)


def test_an_administrator_sets_the_goal(person):
    page = person("administrator", "/configuration/adoption")
    page.locator(".kpi", has_text="Goal").get_by_role("link").click()
    settle(page)
    assert violations(page) == []
    field = page.get_by_label("Percent of budgets looked at regularly")
    field.fill("400")
    page.get_by_role("button", name="Review").click()
    expect(page.get_by_role("alert")).to_contain_text("whole number from 1 to 100")
    field.fill("75")
    page.get_by_role("button", name="Review").press("Enter")
    expect(page.get_by_text("75% of")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Confirm and Save").press("Enter")
    expect(page.get_by_text("The goal is 75% now.")).to_be_visible()
    expect(page.locator(".lead-s")).to_contain_text("The goal is 75%")
    other = person("budget-director", "/configuration/adoption?goal=1")
    expect(other.locator(".kpi", has_text="Goal")).to_contain_text("75%")
    expect(other.get_by_label("Percent of budgets looked at regularly")).to_have_count(0)
