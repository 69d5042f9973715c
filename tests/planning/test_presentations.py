"""A person's own presentations: what is kept, whose they are, what the log says."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from access.actor import SYSTEM, actor_in_district
from access.policy import NotPermitted
from access.roles import Role
from config import Settings
from data.store import open_store
from data.store.audit import entries, verify
from planning import people
from planning import presentations as commands
from planning.presentations import PresentationError, Wanted

NEED = Wanted("home-need", "/", "Who gets more?")
YEARS = Wanted("school-years", "/evaluate/schools/101?year=2024", "How did it change?")


@pytest.fixture
def store(tmp_path):
    opened = open_store(Settings(var=tmp_path, secret_key="", database_url=""))
    yield opened
    opened.close()


@pytest.fixture
def someone(store):
    def made(name, district="elm"):
        email = f"{name}@demo.example"
        number = people.create_user(SYSTEM, store, email=email, name=name)
        return actor_in_district((number, name, email), Role.VIEWER, district, (district,), None)

    return made


def order(found):
    return [entry["card"] for entry in found.slides]


def test_cards_are_added_moved_worded_and_removed(store, someone):
    actor = someone("ada")
    found = commands.add(actor, store, None, [NEED, YEARS, NEED])
    assert order(found) == ["home-need", "school-years", "home-need"]
    keys = [entry["key"] for entry in found.slides]
    assert len(set(keys)) == 3
    assert order(commands.move(actor, store, found.id, keys[1], -1)) == [
        "school-years", "home-need", "home-need",
    ]  # fmt: skip
    commands.move(actor, store, found.id, keys[1], -5)
    commands.move(actor, store, found.id, "gone", 1)
    told = {keys[0]: ("Need\nfirst\x00", "Thank\nyou\x07"), "gone": ("x", "y")}
    kept = commands.word(actor, store, found.id, told).slides[1]
    assert (kept["title"], kept["note"]) == ("Need first", "Thank\nyou")
    left = commands.remove(actor, store, found.id, keys[2])
    assert order(left) == ["school-years", "home-need"]
    assert order(commands.own(actor, store)[0]) == ["school-years", "home-need"]


def test_cards_without_a_number_go_into_the_presentation_changed_last(store, someone):
    actor = someone("ada")
    first = commands.start(actor, store)
    second = commands.start(actor, store)
    commands.settle(actor, store, first, title="June", form="pdf", has_appendix=False)
    assert commands.add(actor, store, None, [NEED]).id == first
    assert [one.id for one in commands.own(actor, store)] == [first, second]
    kept = commands.one(actor, store, first)
    assert (kept.title, kept.form, kept.has_appendix) == ("June", "pdf", False)


def test_nobody_else_reads_or_changes_them(store, someone):
    ada, eve = someone("ada"), someone("eve")
    number = commands.add(ada, store, None, [NEED]).id
    elsewhere = replace(ada, district="oak")
    for other in (eve, elsewhere):
        assert commands.own(other, store) == []
        for attempt in (
            lambda who: commands.one(who, store, number),
            lambda who: commands.add(who, store, number, [NEED]),
            lambda who: commands.remove(who, store, number, "key"),
            lambda who: commands.delete(who, store, number),
        ):
            with pytest.raises(PresentationError, match="not there"):
                attempt(other)
    with pytest.raises(NotPermitted):
        commands.own(replace(ada, permissions=frozenset()), store)
    assert len(commands.one(ada, store, number).slides) == 1


def test_there_is_an_end_to_slides_and_words(store, someone):
    actor = someone("ada")
    found = commands.add(actor, store, None, [NEED] * commands.MOST_SLIDES)
    with pytest.raises(PresentationError, match="at most 40"):
        commands.add(actor, store, None, [NEED])
    assert len(commands.one(actor, store, found.id).slides) == 40
    key = found.slides[0]["key"]
    kept = commands.word(actor, store, found.id, {key: ("t" * 999, "n" * 9_999)}).slides[0]
    assert (len(kept["title"]), len(kept["note"])) == (120, 1_000)
    settled = commands.settle(actor, store, found.id, title=" ", form="exe", has_appendix=True)
    assert (settled.title, settled.form) == ("Board presentation", "pptx")


def test_each_change_is_logged_and_what_changes_nothing_is_not(store, someone):
    actor = someone("ada")
    number = commands.add(actor, store, None, [NEED]).id
    commands.settle(actor, store, number, title="June", form="pdf", has_appendix=True)
    commands.settle(actor, store, number, title="June", form="pdf", has_appendix=True)
    commands.delete(actor, store, number)
    with store.reading() as tx:
        log = [one for one in entries(tx) if one.entity == "presentation"]
        assert verify(tx) == []
    assert [one.action for one in reversed(log)] == [
        "presentation.start", "presentation.change", "presentation.change", "presentation.delete",
    ]  # fmt: skip
    assert json.loads(log[1].before)["title"] == "Board presentation"
    assert json.loads(log[1].after)["title"] == "June"
    assert {one.actor_id for one in log} == {actor.user_id}
