"""Help says something of every screen, and keeps what somebody typed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from access.roles import Role, permissions_of
from callbacks.account.help import help_page, screen_name, send
from config import Settings
from data.warehouse import Warehouse
from pages.account.help import body
from pages.account_state import HelpState
from pages.help_words import glossary, glossed, screen_words
from pages.registry import PAGES
from pages.tour import tour
from tests.data.serving_sample import SETTINGS, publish, sample


@pytest.mark.parametrize("path", [page.path for page in PAGES])
def test_every_screen_has_words_and_a_name(path):
    assert screen_words(path)
    at = path.replace("<location_id>", "101")
    assert screen_name(f"{at}?year=2027")


def test_screens_have_their_own_words_or_those_of_their_part():
    assert screen_words("/current/money") != screen_words("/")
    assert screen_words("/evaluate/scatter") == screen_words("/evaluate")
    assert screen_words("/nowhere/at/all") == screen_words("/")


def test_words_under_figures_are_in_the_glossary():
    for term in ("budgeted", "spent", "encumbered", "remaining", "projection"):
        assert glossed(term, term).to_plotly_json()["props"]["data-meaning"] == glossary()[term]
    assert "tabIndex" not in glossed("no word of ours", "no word of ours").to_plotly_json()["props"]


@pytest.mark.parametrize("role", list(Role))
def test_a_tour_leads_only_where_the_person_may_go(role):
    held = permissions_of(role)
    steps = tour(held, PAGES)
    rights = {page.path: page.permission for page in PAGES}
    assert len(steps) >= 3
    assert all(rights[step["path"]] in held for step in steps)
    assert ("/configuration/adoption" in {step["path"] for step in steps}) is (
        role in {Role.ADMINISTRATOR, Role.BUDGET_DIRECTOR}
    )


def test_a_refused_question_stays_in_its_field(services, person):
    long = "why " * 600
    page = str(send(services, person(Role.PRINCIPAL, "101"), "?at=/current/money", long))
    assert "Nothing was sent." in page
    assert long in page


LINKS = (
    {
        "name": "Money in two minutes",
        "address": "https://elm.example/a",
        "screen": "/current/money",
    },
    {"name": "Everything of now", "address": "https://elm.example/b", "screen": "/current/"},
    {"name": "Handbook", "address": "https://elm.example/c", "screen": ""},
)


@pytest.fixture
def helpful(services, tmp_path):
    """Services of a district that has its own pages about screens."""
    made = sample()
    made.rows("district")[0]["settings"] = json.dumps(SETTINGS | {"help_links": LINKS})
    publish(tmp_path, made)
    warehouse = Warehouse(Settings(var=tmp_path))
    yield replace(services, warehouse=warehouse)
    warehouse.close()


@pytest.mark.parametrize(
    ("at", "names"),
    [
        ("/current/money?year=2025", ["Money in two minutes", "Everything of now", "Handbook"]),
        ("/current/moneybags", ["Everything of now", "Handbook"]),
        ("/current/accounts", ["Everything of now", "Handbook"]),
        ("/evaluate/equity", ["Handbook"]),
        ("/", ["Handbook"]),
    ],
)
def test_what_the_district_says_about_a_screen_stands_beside_its_words(helpful, person, at, names):
    view = help_page(helpful, person(Role.PRINCIPAL, "101"), HelpState(at=at))
    assert [name for name, _ in view.links] == names
    shown = str(body(view))
    assert "From your district:" in shown
    assert "rel='noopener noreferrer'" in shown


def test_without_pages_of_its_own_a_district_adds_nothing(services, person):
    view = help_page(services, person(Role.PRINCIPAL, "101"), HelpState(at="/current/money"))
    assert "From your district" not in str(body(view))
