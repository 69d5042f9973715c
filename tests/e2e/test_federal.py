"""Federal fiscal tests, as a person uses them: other rules, a copied link, and back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]
PATH = "/evaluate/federal"


def test_another_rule_is_chosen_copied_and_left_again(person):
    page = person("superintendent", PATH)
    first = page.locator(".qcard h2").first
    expect(first).to_have_text("Do Title I schools have as many staff for their pupils?")
    rule = page.locator(".basis-cell summary", has_text="Compared")
    rule.focus()
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Materials per pupil").press("Enter")
    expect(page).to_have_url(re.compile("option=materials"))
    expect(first).to_have_text("Do Title I schools have as much for materials?")
    settle(page)
    copied = person("superintendent", page.url)
    expect(copied.locator(".qcard h2").first).to_have_text(first.inner_text())
    expect(copied.locator(".federal")).to_have_text(page.locator(".federal").inner_text(),
                                                    use_inner_text=True)  # fmt: skip
    assert violations(page) == []
    assert overflow(page) == 0
    page.go_back()
    expect(first).to_have_text("Do Title I schools have as many staff for their pupils?")
