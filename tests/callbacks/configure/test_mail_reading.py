"""Reading of mail on the cockpit: each number opens to as many people, opt-outs by themselves."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from access.actor import SYSTEM, actor_in_district
from access.policy import NotPermitted
from access.roles import Role
from callbacks.configure.adoption import adoption_page
from callbacks.configure.adoption_file import adoption_file
from callbacks.configure.adoption_goal import act
from data.read_model import ArgumentError
from data.store import open_store
from data.store.campaigns import NEWS, Campaign, Trace, trace
from data.store.mail_choices import MONTH, OFF, choose
from data.store.outbox import Message, claim, mark_sent, post
from pages.account_state import AdoptionState
from pages.components.sentence import plain
from pages.configure.adoption import body, sentence
from planning import people
from planning.adoption_goal import goal
from tests.data.serving_sample import DISTRICT

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
"""A Thursday."""
MAILS = (
    ("ada", 1, "week", Trace.CLICKED), ("ada", 3, "once", None), ("ben", 3, "week", Trace.OPENED),
    ("cyd", 3, "week", None), ("ben", 10, "week", None), ("dee", 40, "once", Trace.CLICKED),
)  # fmt: skip
"""Whose mail, how many days ago, of which campaign, and what is known of its reading."""
NAMES = ("ada", "ben", "cyd", "dee", "eva")


@pytest.fixture(scope="module")
def house(services, tmp_path_factory):
    settings = services.settings.model_copy(update={"var": tmp_path_factory.mktemp("reading")})
    store, numbers = open_store(settings), {}
    for name in NAMES:
        email = f"{name}@demo.example"
        numbers[name] = people.create_user(SYSTEM, store, email=email, name=name.capitalize())
        people.assign(SYSTEM, store, email=email, district=DISTRICT, role=Role.PRINCIPAL,
                      location_id="101")  # fmt: skip
    with store.transaction() as tx:
        of = {}
        for every in ("week", "once"):
            of[every] = Campaign(
                district_id=DISTRICT, user_id=numbers["ada"], name=every, language="en",
                subject="S", text="T", audience={}, every=every, day=0, hour=7,
                is_deadline=False, next_utc=None, created_utc=NOON,
            )  # fmt: skip
        tx.add_all(of.values())
        tx.flush()
        for name, back, every, what in MAILS:
            at = NOON - timedelta(days=back)
            key = f"campaign:{of[every].id}:{numbers[name]}:{back}"
            post(tx, Message(key, f"{name}@demo.example", "S", (), district=DISTRICT), at)
            mail = claim(tx, at)
            mark_sent(tx, mail.id, at)
            if what:
                trace(tx, mail.id, what, NOON)
        choose(tx, numbers["eva"], DISTRICT, NEWS, OFF, NOON)
        choose(tx, numbers["dee"], DISTRICT, NEWS, MONTH, NOON)
    yield replace(services, store=store, clock=lambda: NOON)
    store.close()


def reader(role=Role.ADMINISTRATOR):
    return actor_in_district((99, "Dora", "d@demo.example"), role, DISTRICT, (DISTRICT,), None)


def reading(house, **asked):
    return adoption_page(house, reader(), AdoptionState(**asked)).mail


def test_weeks_of_each_kind_of_mail(house):
    def numbers(kind):
        return [one.numbers for one in reading(house, mail=kind).weeks[-3:]]

    assert numbers(None) == [(0, 0, 0), (1, 0, 0), (3, 2, 1)]
    assert numbers("weekly") == [(0, 0, 0), (1, 0, 0), (3, 2, 1)]
    assert numbers("other") == [(0, 0, 0), (0, 0, 0), (1, 0, 0)]
    assert reading(house).weeks[-1].opened_share == pytest.approx(2 / 3)
    assert reading(house).weeks[-3].clicked_share is None


def test_the_reach_of_thirty_days_with_opt_outs_by_themselves(house):
    found = {one.href.partition("reach=")[2]: one.people for one in reading(house).reach}
    assert found == {"mailed": 3, "clicked": 1, "opened": 2, "unmailed": 2, "off": 1, "monthly": 1}
    assert [one.share for one in reading(house).reach] == [0.6, 0.2, 0.4, 0.4, 0.2, 0.2]


@pytest.mark.parametrize("kind", [None, "weekly", "other"])
def test_every_number_opens_to_as_many_people(house, kind):
    view = reading(house, mail=kind)
    pairs = [(one.people, one.href) for one in view.reach]
    for week in view.weeks:
        pairs += zip(week.numbers, week.hrefs, strict=True)
    for number, href in pairs:
        state = AdoptionState.from_query(href.partition("?")[2])
        page = adoption_page(house, reader(), state)
        assert len(page.rows) == number, href
        assert page.is_chosen


def test_the_page_says_what_each_number_cannot_say(house):
    page = str(body(adoption_page(house, reader(), AdoptionState())))
    assert "lower bound" in page
    assert "an estimate and no bound" in page
    assert "Turned this mail off" in page


def test_a_file_holds_the_reading_and_refuses_what_it_does_not_know(house):
    def rows(**given):
        asked = {name: [text] for name, text in given.items()}
        made = adoption_file(house, reader(), "csv", asked)
        return list(csv.DictReader(io.StringIO(b"".join(made.chunks).decode())))

    found = {one["name"]: one for one in rows()}
    terms = ("mails", "mails_opened", "mails_clicked", "mail_choice")
    assert [found["Ada"][term] for term in terms] == ["2", "1", "1", ""]
    assert [found["Dee"][term] for term in terms] == ["0", "0", "0", "month"]
    assert [one["name"] for one in rows(mailed="2026-11-23", reading="opened")] == ["Ada", "Ben"]
    for given, words in (
        ({"show": "many"}, "show: 'many' is not known; looked, not"),
        ({"mailed": "Monday"}, "mailed: 'Monday' is not known"),
        ({"colour": "red"}, "has no argument colour"),
    ):
        with pytest.raises(ArgumentError, match=words):
            rows(**given)


def test_a_goal_is_reviewed_then_saved_and_holds_at_once(house):
    shown, address = act(house, reader(), "review", "61", 40)
    effect = "61% of 1 budget: 1 to be looked at regularly; 0 so far, 1 more would reach it."
    assert effect in str(shown)
    assert goal(house.settings, house.store, DISTRICT) == 40, "a review changes nothing"
    for typed in ("0", "4o", ""):
        refused, _ = act(house, reader(), "save", typed, 40)
        assert "whole number from 1 to 100" in str(refused)
    _, address = act(house, reader(), "save", "61", 40)
    assert address == "?said=goal"
    view = adoption_page(house, reader(), AdoptionState())
    assert (view.goal, view.lacking) == (61, 1)
    assert "The goal is 61%: 1 more would reach it." in plain(sentence(view))
    late, _ = act(house, reader(), "save", "50", 40)
    assert "Somebody else has set the goal to 61%" in str(late)
    assert "Now 61%" in str(late)
    director = reader(Role.BUDGET_DIRECTOR)
    assert "The goal was not changed." in str(act(house, director, "save", "50", 61)[0])
    page = adoption_page(house, director, AdoptionState(goal=True))
    assert (page.goal_href, page.goal_form) == ("", None)
    with pytest.raises(NotPermitted):
        adoption_page(house, reader(Role.PRINCIPAL), AdoptionState())


def test_a_budget_has_the_mails_of_its_people_and_those_that_nobody_looked_after(house):
    """Five mails within thirty days, two seen to be opened; one is older than a week."""
    [line] = adoption_page(house, reader(), AdoptionState()).budget_lines
    recent = [one for one in MAILS if one[1] < 30]
    assert line.mails == len(recent) == 5
    assert line.opened == sum(one[3] is not None for one in recent) / len(recent)
    assert line.without_effect == sum(one[1] >= 7 for one in recent) == 1
