from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from jobs.demo import PASSWORD, SIGN_INS
from tests.e2e.browser import address, settle, sign_in

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

# Who lands where: the question of the home, and a page of the navigation that must (not) be there.
HOMES = {
    "principal": ("What does Maple Grove have left?", "Transactions", "Loads and checks"),
    "budget-director": (None, "Loads and checks", None),
    "administrator": (None, "Loads and checks", None),
    "superintendent": (None, "Transactions", None),
    "grants": ("What does Title I, district-wide have left?", "Transactions", "Loads and checks"),
    "viewer": (None, "Accounts", "Transactions"),
}


def test_every_demonstration_account_is_tried():
    assert {address(name) for name in HOMES} == {one.email for one in SIGN_INS}


@pytest.mark.parametrize("name", list(HOMES))
def test_each_role_gets_its_home(visitor, name):
    question, offered, hidden = HOMES[name]
    page = visitor()
    sign_in(page, address(name))
    settle(page)
    navigation = page.locator("#nav")
    expect(page).to_have_url(re.compile(r"/$"))
    if question:
        expect(page.locator("h1")).to_have_text(question)
    expect(navigation.get_by_text(offered, exact=True)).to_be_visible()
    if hidden:
        expect(navigation.get_by_text(hidden, exact=True)).to_have_count(0)
    page.get_by_label("Account of").click()
    expect(page.get_by_text(address(name))).to_be_visible()


def test_homes_differ_by_role(person):
    headings = {name: person(name).locator("h1").inner_text() for name in HOMES}
    assert headings["budget-director"] == headings["administrator"]
    assert len(set(headings.values())) >= 3
    assert "Oakland" in person("viewer").locator("#main").inner_text()


def test_a_wrong_password_is_told_in_words(visitor):
    page = visitor()
    page.watch.allow("401")
    sign_in(page, address("viewer"), "certainly not the password")
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    assert "password" in alert.inner_text().lower()
    expect(page.get_by_label("E-mail address")).to_have_value(address("viewer"))
    expect(page.get_by_label("Password")).to_have_value("")


def test_sign_out_ends_the_session_everywhere(visitor):
    page = visitor()
    sign_in(page, address("viewer"))
    settle(page)
    copied = page.context.storage_state()
    thief = visitor(storage_state=copied)
    thief.goto("/current/money")
    settle(thief)
    page.get_by_label("Account of").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    thief.goto("/current/money")
    expect(thief).to_have_url(re.compile("/sign-in"))
    answer = thief.request.post("/_dash-update-component", data={"output": "money-state.data"})
    assert answer.status == 401


def test_after_sign_in_the_page_that_was_asked_for(visitor):
    page = visitor()
    page.goto("/current/money?empty=1")
    expect(page).to_have_url(re.compile(r"/sign-in\?next="))
    page.get_by_label("E-mail address").fill(address("principal"))
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/current/money\?empty=1$"))


def test_by_keyboard_alone_to_the_rows_of_a_bucket(visitor):
    page = visitor()
    page.goto("/sign-in")
    expect(page.get_by_label("E-mail address")).to_be_focused()
    page.keyboard.type(address("principal"))
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    settle(page)
    page.keyboard.press("Tab")
    expect(page.get_by_text("Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    row = page.get_by_role("row").filter(has_text="Title I").first
    wanted = row.locator("a[href*='/current/transactions']").first
    href = wanted.get_attribute("href")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement.getAttribute('href')") == href:
            break
    outline = page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    settle(page)
    expect(page).to_have_url(re.compile("/current/transactions.*bucket=T1"))
    expect(page.locator("h1")).to_contain_text("Title I")
    expect(page.locator(".ag-row").first).to_be_visible()
