"""The builder: what its buttons and fields do, for whom, and what it never believes."""

from __future__ import annotations

import pytest

from access.roles import Role
from callbacks.reporting.board import act, add_card, address_in, keep_words
from callbacks.reporting.board_view import board_page, picker_of
from callbacks.reporting.views import NoSuchView
from pages.components.sentence import plain
from pages.reporting import board as page
from pages.state import BoardState
from planning import presentations as commands
from planning.presentations import PresentationError
from tests.callbacks.reporting.conftest import someone

PROFILE = BoardState(view="/evaluate/schools/101?year=2024")


@pytest.fixture
def ada(house):
    return someone(house, "ada", Role.SUPERINTENDENT)


def cards(house, actor, state=PROFILE):
    found = board_page(house, actor, state)
    return [one.question for one in found.slides]


def field(what, slide, value):
    return {"id": {"type": "board-words", "what": what, "slide": slide}, "value": value}


def test_a_whole_page_is_added_and_put_in_order(house, ada):
    offered = picker_of(house, ada, PROFILE)
    assert [one.card for one in offered.cards][:2] == ["school-money", "school-need"]
    assert offered.name == "School profile, Ash Elementary, FY2024"
    assert not any(one.is_in for one in offered.cards)
    act(house, ada, PROFILE, "add-all", "")
    questions = [one.question for one in offered.cards]
    assert cards(house, ada) == questions
    assert all(one.is_in for one in picker_of(house, ada, PROFILE).cards)
    first, second = commands.own(ada, house.store)[0].slides[:2]
    act(house, ada, PROFILE, "down", first["key"])
    assert cards(house, ada)[:2] == [questions[1], questions[0]]
    act(house, ada, PROFILE, "remove", second["key"])
    assert cards(house, ada) == [questions[0], *questions[2:]]
    assert plain(board_page(house, ada, PROFILE).sentence).startswith(
        f"{len(questions) - 1} slides from 1 page."
    )


def test_words_form_and_appendix_are_kept(house, ada):
    act(house, ada, PROFILE, "add", "school-money")
    key = commands.own(ada, house.store)[0].slides[0]["key"]
    told = [field("title", key, "Money"), field("note", key, "Ask"), field("x", "y", "z")]
    assert keep_words(house, ada, PROFILE, "June", told)
    act(house, ada, PROFILE, "form", "pdf")
    act(house, ada, PROFILE, "appendix", "0")
    found = board_page(house, ada, PROFILE)
    assert (found.title, found.form, found.has_appendix) == ("June", "pdf", False)
    assert (found.slides[0].title, found.slides[0].note) == ("Money", "Ask")
    assert page.body(found)


def test_several_presentations_and_the_one_of_the_address(house, ada):
    act(house, ada, PROFILE, "add", "school-money")
    first = commands.own(ada, house.store)[0].id
    state, _ = act(house, ada, BoardState(deck=first), "new", "")
    assert state.deck is None
    assert cards(house, ada) == []
    assert len(cards(house, ada, BoardState(deck=first))) == 1
    act(house, ada, BoardState(deck=first), "delete", "")
    assert len(commands.own(ada, house.store)) == 1
    assert board_page(house, ada, PROFILE).number != first


def test_making_says_why_it_cannot(house, ada):
    assert act(house, ada, PROFILE, "make", "")[1] == "Add a card first."
    act(house, ada, PROFILE, "new", "")
    assert "no slides yet" in act(house, ada, PROFILE, "make", "")[1]
    act(house, ada, PROFILE, "add-all", "")
    assert act(house, ada, PROFILE, "make", "") == (PROFILE, "")
    found = board_page(house, ada, PROFILE)
    assert [one.is_busy for one in found.files] == [True]
    assert page.body(found)


def test_the_menu_of_a_card_adds_it_and_nothing_made_up(house, ada):
    shown = add_card(house, ada, {"card": "school-money", "address": PROFILE.view})
    assert "1 slide" in str(shown)
    assert commands.own(ada, house.store)[0].slides[0]["question"] == "Where does the money go?"
    for made_up in (
        {"card": "school-money", "address": "/data"},
        {"card": "home-funds", "address": PROFILE.view},
        {"card": "made-up", "address": "/"},
        {"card": ["x"], "address": {}},
    ):
        assert "exclamation" in str(add_card(house, ada, made_up)), made_up
    assert len(commands.own(ada, house.store)[0].slides) == 1
    with pytest.raises(NoSuchView):
        act(house, ada, BoardState(view="/data"), "add-all", "")


def test_a_principal_is_offered_no_card_of_the_whole_district(house):
    head = someone(house, "head", Role.PRINCIPAL, "101")
    assert "home-funds" not in [one.card for one in picker_of(house, head, BoardState()).cards]
    with pytest.raises(NoSuchView):
        act(house, head, BoardState(), "add", "home-funds")


def test_nobody_else_opens_it(house, ada):
    act(house, ada, PROFILE, "add", "school-money")
    number = commands.own(ada, house.store)[0].id
    eve = someone(house, "eve", Role.SUPERINTENDENT)
    assert board_page(house, eve, BoardState(deck=number)).slides == []
    act(house, eve, BoardState(deck=number), "delete", "")
    with pytest.raises(PresentationError):
        commands.delete(eve, house.store, number)
    assert len(commands.own(ada, house.store)) == 1


@pytest.mark.parametrize(
    ("pasted", "address"),
    [
        ("https://plumbline.example/evaluate/equity?year=2024#x", "/evaluate/equity?year=2024"),
        ("/evaluate/scatter", "/evaluate/scatter"),
        ("javascript:alert(1)", ""),
        ("", ""),
        ("evaluate", ""),
    ],
)
def test_pasted_links(pasted, address):
    assert address_in(pasted) == address
