"""A record from the empty form to the audit log, as an administrator does it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import open_page, settle, violations
from tests.e2e.forms import FORM, box, fill, kept

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]


def test_from_the_empty_form_to_the_audit_log(person):
    page = person("administrator", "/configuration/set-up")
    page.get_by_role("link", name="Add organizations").click()
    page.get_by_role("link", name="New").click()
    fill(page, code="E112", name="Maple Grove", location_codes="1122")
    box(page, "type").select_option("School")
    page.locator("#configure-review").click()
    expect(page.locator("#configure-answer")).to_contain_text("there is no such location")
    expect(page.locator("#configure-confirm")).to_have_count(0)
    fill(page, location_codes="112")
    page.locator("#configure-review").click()
    kept(page)

    open_page(page, f"{FORM}budget")
    fill(page, code="B912", name="Maple Grove", organization_code="e112")
    box(page, "segment_type", 1).fill("location")
    box(page, "operator", 1).select_option("is")
    box(page, "segment_code", 1).fill("112")
    expect(page.locator("#configure-reach")).to_contain_text("It holds")
    page.locator("#configure-more").click()
    expect(page.locator(".line")).to_have_count(6)
    page.locator("#configure-review").click()
    expect(page.locator("#configure-answer")).to_contain_text("expenditure accounts")
    assert violations(page) == []
    kept(page)

    open_page(page, "/configuration/records?entity=organization")
    page.locator("#configure-search").fill("maple")
    expect(page).to_have_url(re.compile("search=maple"))
    page.get_by_role("link", name="E112").click()
    page.locator("#configure-delete").click()
    expect(page.locator("#configure-answer")).to_contain_text("Budgets: B912")

    open_page(page, "/configuration/audit-log")
    expect(page.locator("#audit-log-body")).to_contain_text("budget: create")
    settle(page)
    page.locator("#audit-log-search").fill("E112 organization.create")
    expect(page.locator("#audit-log-body tbody tr")).to_have_count(1)
    assert violations(page) == []


def test_a_budget_director_meets_no_roles_and_no_log(person):
    page = person("budget-director", "/configuration/set-up")
    expect(page.locator("main")).to_contain_text("Buckets")
    expect(page.locator("main")).not_to_contain_text("Budget roles")
    open_page(page, "/configuration/records?entity=role")
    expect(page.locator("main")).to_contain_text("Nothing is chosen")
    open_page(page, "/configuration/audit-log")
    expect(page.get_by_role("heading", level=1)).to_contain_text("You may not see this page")
