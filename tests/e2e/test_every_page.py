from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from pages.registry import PAGES
from tests.e2e.browser import open_page, overflow, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

DIRECTOR = "budget-director"
PATHS = [page.path.replace("<location_id>", "112") for page in PAGES]
PHONE, ZOOMED = {"width": 390, "height": 844}, {"width": 320, "height": 256}
# Colours on their way from one look to the other are of neither.
TRANSITIONS = """() => Promise.allSettled(document.getAnimations()
  .filter((one) => one instanceof CSSTransition).map((one) => one.finished))"""
HOMES = ("principal", "superintendent", DIRECTOR, "viewer")


def both_looks(page) -> dict[str, list[str]]:
    found = {"light": violations(page)}
    # The look, not the button: on phones and error pages the button is elsewhere.
    page.evaluate("() => { document.documentElement.dataset.bsTheme = 'dark' }")
    if page.locator("[data-action='theme']:visible").count():
        page.evaluate("() => { document.documentElement.dataset.bsTheme = 'light' }")
        page.locator("[data-action='theme']:visible").first.click()
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
    page.evaluate(TRANSITIONS)
    return found | {"dark": violations(page)}


@pytest.fixture(scope="module")
def titles() -> dict[str, str]:
    """The titles that were met, each with its page."""
    return {}


@pytest.mark.parametrize("path", PATHS)
def test_nobody_is_shut_out(person, titles, path):
    """No finding of axe, light and dark; the watch sees errors, other hosts, refused scripts.

    The same visit looks at the page on paper, at its heading, and at a title of its own.
    """
    page = person(DIRECTOR, path)
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert titles.setdefault(page.title(), path) == path
    on_paper(page)
    assert both_looks(page) == {"light": [], "dark": []}


def on_paper(page) -> None:
    page.emulate_media(media="print")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#nav")).to_be_hidden()
    settle(page)
    page.emulate_media(media="screen")
    settle(page)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("principal", "/"),
        ("superintendent", "/"),
        ("viewer", "/"),
        ("principal", "/data"),
        ("viewer", "/made/up?year=2024"),
        ("principal", "/current/transactions?search=nothing+has+this+text"),
    ],
)
def test_nor_by_other_homes_and_by_refusals(person, name, path):
    assert both_looks(person(name, path)) == {"light": [], "dark": []}


def test_nor_at_the_door(visitor):
    page = visitor()
    page.goto("/sign-in")
    assert both_looks(page) == {"light": [], "dark": []}


def test_open_menus(person):
    page = person(DIRECTOR)
    for label in ("Year", "Budget"):
        page.locator(".top summary").filter(has_text=label).first.click()
        assert violations(page) == []
    page.get_by_label("Account of").click()
    assert violations(page) == []


@pytest.mark.parametrize("name", HOMES)
def test_homes_on_a_phone(person, name):
    page = person(name, viewport=PHONE, has_touch=True)
    assert overflow(page) <= 0
    assert violations(page) == []
    expect(page.locator(".badge-asof")).to_be_in_viewport()
    assert page.locator(".search-go").is_visible() == (name != "viewer")


def test_a_long_table_shows_the_others_when_asked(person):
    page = person(DIRECTOR, "/data")
    table = page.get_by_role("table", name="Control totals and identities")
    assert table.locator("tbody tr:visible").count() == 13
    button = table.get_by_role("button", name="Show the other")
    rest = int(re.search(r"\d+", button.inner_text())[0])
    button.press("Enter")
    assert table.locator("tbody tr:visible").count() == 12 + rest
    expect(table.locator("tbody th").nth(12)).to_be_focused()


def test_at_four_times_the_size(person):
    """A window of 1,280 pixels at 400 % shows 320: everything below, nothing beside."""
    page = person(DIRECTOR, viewport=ZOOMED)
    wide = {}
    for path in PATHS:
        open_page(page, path)
        wide[path] = overflow(page)
    assert {path: pixels for path, pixels in wide.items() if pixels > 0} == {}
