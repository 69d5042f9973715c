"""The forms of Configuration as people fill them in: field by field, review, confirm."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

FORM = "/configuration/record?entity="


def box(page: Page, name: str, line: int | None = None) -> Locator:
    kind = "configure-field" if line is None else "configure-line"
    place = "" if line is None else f"[id*='\"place\":{line},']"
    return page.locator(f"[id*='\"name\":\"{name}\"'][id*='{kind}']{place}")


def fill(page: Page, **texts: str) -> None:
    for name, text in texts.items():
        box(page, name).fill(text)


def kept(page: Page) -> None:
    """Confirm what the review shows, and wait until it is saved."""
    page.locator("#configure-confirm").click()
    expect(page.locator("#configure-answer")).to_contain_text("Saved")


def fill_line(page: Page, place: int, field: str, operator: str, value: str) -> None:
    """One line of a scope."""
    box(page, "segment_type", place).fill(field)
    box(page, "operator", place).select_option(operator)
    box(page, "segment_code", place).fill(value)


def saved(page: Page) -> None:
    """Review what the form says and confirm it."""
    page.locator("#configure-review").click()
    kept(page)
