"""From the invitation to the first sign-in, a second step, and an administrator who looks along."""

from __future__ import annotations

import re

import pyotp
import pytest
from playwright.sync_api import expect

from tests.e2e.browser import open_page, settle, violations
from tests.e2e.test_configure import box, fill, kept

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

EMAIL, PASSWORD = "new.hand@demo.example", "nine herons by the weir"


def press(page, words: str) -> None:
    page.get_by_role("button", name=words).first.click()
    settle(page)


def test_from_the_invitation_to_a_second_step(person, visitor):
    page = person("administrator", "/configuration/people")
    assert violations(page) == []
    page.get_by_role("link", name="Invite a person").click()
    fill(page, name="New hand", email=EMAIL)
    box(page, "manage_access").select_option("admin")
    page.locator("#configure-review").click()
    kept(page)
    open_page(page, "/configuration/mail")
    page.get_by_role("link", name="You are invited to Plumbline").first.click()
    settle(page)
    assert violations(page) == []
    link = page.get_by_role("link", name="Choose a password").get_attribute("href")

    other = visitor()
    other.goto(link)
    expect(other).to_have_url(re.compile("/password$"))
    assert violations(other) == []
    other.get_by_label("New password").fill(PASSWORD)
    other.get_by_label("The same once more").fill(PASSWORD)
    other.get_by_role("button", name="Save and sign in").click()
    settle(other)
    other.get_by_label("Account of").click()
    other.get_by_role("link", name="My account").click()
    settle(other)
    press(other, "Set up a second step")
    assert violations(other) == []
    secret = other.locator(".hint b").inner_text().replace(" ", "")
    other.get_by_label("Code that the app shows").fill(pyotp.TOTP(secret).now())
    press(other, "Turn on")
    spare = other.locator(".codes li").first.inner_text()
    other.get_by_label("Account of").click()
    other.get_by_role("button", name="Sign out").click()

    other.get_by_label("E-mail address").fill(EMAIL)
    other.get_by_label("Password").fill(PASSWORD)
    other.keyboard.press("Enter")
    expect(other.get_by_role("heading", name="Type your code")).to_be_visible()
    assert violations(other) == []
    other.get_by_label("Code").fill(spare)
    other.keyboard.press("Enter")
    settle(other)
    expect(other.locator("#nav")).to_be_visible()
    expect(other).to_have_url(re.compile("/$"))


def test_an_administrator_looks_along_and_changes_nothing(person):
    page = person("administrator", "/configuration/people")
    page.get_by_role("link", name="Principal of Maple Grove").click()
    settle(page)
    assert violations(page) == []
    page.get_by_role("button", name="See what Principal of Maple Grove sees").click()
    settle(page)
    expect(page.locator("h1")).to_have_text("What does Maple Grove have left?")
    expect(page.locator(".viewing")).to_contain_text("Nothing can be changed.")
    assert violations(page) == []
    open_page(page, "/account")
    expect(page.locator("main")).to_contain_text("is not shown")
    page.get_by_role("button", name="Stop looking").click()
    settle(page)
    expect(page.locator(".viewing")).to_have_count(0)
    open_page(page, "/configuration/audit-log")
    expect(page.locator("#audit-log-body")).to_contain_text("view: stop")
