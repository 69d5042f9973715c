"""Team Access: who works in a budget is read, reviewed and changed by whoever may manage it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import open_page, overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

TEAM = "/current/team?budget=B101"


def _review(page, person: str, role: str) -> None:
    page.get_by_label("Person").select_option(label=person)
    page.get_by_label("Role").select_option(label=role)
    page.get_by_role("button", name="Review").press("Enter")
    expect(page.get_by_role("heading", name="What would change?")).to_be_visible()
    assert violations(page) == []


def _confirm(page) -> None:
    page.get_by_role("button", name="Confirm and Save").press("Enter")
    expect(page.locator(".notice.done")).to_be_visible()
    settle(page)


def test_a_person_joins_a_team_and_leaves_it(person):
    page = person("administrator", TEAM)
    lead = page.locator(".lead-s")
    expect(lead).to_contain_text("Nobody yet")
    expect(page.get_by_label("Person").locator("option:checked")).to_have_text("Choose a person")
    assert violations(page) == []
    _review(page, "Grants manager (grants@demo.example)", "Viewer (VIEWER)")
    # A review keeps nothing.
    open_page(page, TEAM)
    expect(lead).to_contain_text("Nobody yet")
    _review(page, "Grants manager (grants@demo.example)", "Viewer (VIEWER)")
    _confirm(page)
    expect(lead).to_have_text("1 person works in this budget, as Viewer.")
    _review(page, "Grants manager (grants@demo.example)", "No role: leaves the team")
    _confirm(page)
    expect(lead).to_contain_text("Nobody yet")


def test_a_team_that_is_not_ones_own_stays_closed(person):
    page = person("principal", TEAM, viewport={"width": 390, "height": 844})
    notice = page.locator(".notice")
    expect(notice).to_contain_text("There is no team here that you manage.")
    expect(page.get_by_role("button", name=re.compile("Review"))).to_have_count(0)
    head, box = page.locator("h1").bounding_box(), notice.bounding_box()
    assert box["y"] - (head["y"] + head["height"]) >= 16
    assert overflow(page) <= 0
    assert violations(page) == []
