"""Help says something of every screen, and keeps what somebody typed."""

from __future__ import annotations

import pytest

from access.roles import Role, permissions_of
from callbacks.account.help import screen_name, send
from pages.help_words import glossary, glossed, screen_words
from pages.registry import PAGES
from pages.tour import tour


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
