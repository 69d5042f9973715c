"""Who is congratulated on what: once each way, only the own, and never in somebody else's eyes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from access.account_rules import BudgetRule
from access.actor import SYSTEM, actor_in_district
from access.policy import NotPermitted
from access.roles import Role
from config import Settings
from data.store import Conflict, StoreError, open_store
from data.store.audit import entries
from data.store.milestones import Reached
from data.store.visits import Look, keep
from planning import people
from planning.adoption_goal import goal, read_goal, set_goal
from planning.milestones import Told, close, find_milestones, to_show
from planning.tours import TOURS, begins, end
from planning.visits import Visits

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
TODAY = NOON.date()


@pytest.fixture
def settings(tmp_path):
    return Settings(var=tmp_path, secret_key="", database_url="")


@pytest.fixture
def store(settings):
    made = open_store(settings)
    yield made
    made.close()


def member(store, name, role=Role.PRINCIPAL, place="101"):
    email = f"{name}@demo.example"
    number = people.create_user(SYSTEM, store, email=email, name=name)
    people.assign(SYSTEM, store, email=email, district="elm", role=role, location_id=place)
    places = frozenset({place}) if place else None
    return actor_in_district((number, name, email), role, "elm", ("elm",), places)


def looked(store, actor, *backs, place="101"):
    days = [TODAY - timedelta(days=back) for back in backs]
    with store.transaction() as tx:
        keep(tx, [Look(actor.user_id, "elm", place, "", day) for day in days])


def shown(store, actor, visits=None, today=TODAY, *, is_looking=False):
    visits = visits or Visits(store)
    found = to_show(actor, store, visits, today, is_looking=is_looking)
    visits.wait()
    return found


def everything(store, actor):
    """All that somebody is told, one after the other as each is closed."""
    found = []
    while one := shown(store, actor):
        found += one
        close(actor, store, one[0].what, one[0].subject, clock=lambda: NOON)
    return found


def test_the_first_look_is_told_on_its_day_alone(store):
    ada = member(store, "ada")
    assert shown(store, ada) == []
    first = [Told(Reached.FIRST_LOOK, str(ada.user_id))]
    assert shown(store, ada, is_looking=True) == first
    looked(store, ada, 0)
    assert shown(store, ada) == first, "another process, the same day"
    assert shown(store, ada, today=TODAY + timedelta(days=1), is_looking=True) == []
    ben = member(store, "ben")
    looked(store, ben, 40)
    assert shown(store, ben, is_looking=True) == [], "the first look was long ago"


def test_what_is_closed_is_never_shown_again(store):
    ada, visits = member(store, "ada"), Visits(store)
    [one] = shown(store, ada, visits, is_looking=True)
    close(ada, store, one.what, one.subject, clock=lambda: NOON)
    assert shown(store, ada, visits, is_looking=True) == []
    assert visits.heard, "and the store is not asked again that day"
    close(ada, store, "goal", "40", clock=lambda: NOON)


def test_looking_as_somebody_neither_shows_nor_uses_up(store):
    ada = member(store, "ada")
    assert shown(store, replace(ada, viewer="Chief"), is_looking=True) == []
    assert len(shown(store, ada, is_looking=True)) == 1
    assert not begins(replace(ada, viewer="Chief"), store, "owner")
    end(replace(ada, viewer="Chief"), store, "owner", "done")
    assert begins(ada, store, "owner")


def test_four_weeks_in_a_row_are_told_to_the_team(settings, store):
    settings = settings.model_copy(update={"adoption_goal": 100})
    ada, ben = member(store, "ada"), member(store, "ben")
    other = member(store, "cyd", place="102")
    looked(store, ada, 0, 14)
    looked(store, ben, 7)
    find_milestones(settings, store, "elm", TODAY)
    weeks = Told(Reached.WEEKS, "101")
    assert weeks not in everything(store, ada)
    looked(store, ben, 21)
    for _ in range(2):
        find_milestones(settings, store, "elm", TODAY)
    assert everything(store, ada) == [weeks]
    assert everything(store, ben) == [Told(Reached.FIRST_LOOK, str(ben.user_id)), weeks]
    assert everything(store, ben) == [], "each once"
    assert everything(store, other) == []
    budget = BudgetRule("101", "Ash", (), frozenset({"101"}), "b")
    holder = replace(other, scope=replace(other.scope, budgets=(budget,)))
    assert everything(store, holder) == [weeks]


def test_the_goal_is_told_once_for_each_height_and_only_when_reached(settings, store):
    ada, ben = member(store, "ada"), member(store, "ben", place="102")
    for name, place in (("cyd", "103"), ("dee", "201")):
        member(store, name, place=place)
    chief = member(store, "chief", Role.ADMINISTRATOR, None)
    viewer = member(store, "viewer", Role.VIEWER, None)
    set_goal(chief, settings, store, 51, 40, clock=lambda: NOON)
    looked(store, ada, 0, 31)
    looked(store, ben, 29, 30, 89, place="102")
    set_goal(chief, settings, store, 50, 51, clock=lambda: NOON)
    find_milestones(settings, store, "elm", TODAY)
    assert shown(store, chief) == [], "both looked, one of four budgets is regular"
    looked(store, ada, 62)
    find_milestones(settings, store, "elm", TODAY)
    assert shown(store, chief) == [], "half of the budgets of four people decide nothing"
    eva = member(store, "eva", place="201")
    looked(store, eva, 0, place="201")
    set_goal(chief, settings, store, 51, 50, clock=lambda: NOON)
    find_milestones(settings, store, "elm", TODAY)
    assert shown(store, chief) == [], "two of four are no 51%"
    set_goal(chief, settings, store, 50, 51, clock=lambda: NOON)
    find_milestones(settings, store, "elm", TODAY)
    told = Told(Reached.GOAL, "50")
    assert shown(store, chief) == [told]
    first = Told(Reached.FIRST_LOOK, str(eva.user_id))
    assert shown(store, eva) == shown(store, eva) == [first], "the own one, also when kept last"
    assert everything(store, eva) == [first, told]
    assert shown(store, viewer) == []
    assert shown(store, chief, today=TODAY + timedelta(days=2)) == []
    late = member(store, "late", place="103")
    assert shown(store, late, today=TODAY + timedelta(days=31)) == []


def test_a_goal_is_set_by_an_administrator_once_and_logged(settings, store):
    chief = member(store, "chief", Role.ADMINISTRATOR, None)
    assert goal(settings, store, "elm") == 40
    set_goal(chief, settings, store, 55, 40, clock=lambda: NOON)
    assert (goal(settings, store, "elm"), goal(settings, store, "oak")) == (55, 40)
    with store.reading() as tx:
        [entry] = entries(tx, limit=1)
    assert (entry.action, entry.district_id) == ("adoption.goal", "elm")
    assert (entry.before, entry.after) == ('{"percent":40}', '{"percent":55}')
    set_goal(chief, settings, store, 55, 40)
    with store.reading() as tx:
        assert entries(tx, limit=1)[0].seq == entry.seq, "nothing new, no entry"
    with pytest.raises(Conflict, match="set the goal to 55%"):
        set_goal(chief, settings, store, 60, 40)
    director = member(store, "dora", Role.BUDGET_DIRECTOR, None)
    with pytest.raises(NotPermitted):
        set_goal(director, settings, store, 60, 55)
    assert [read_goal(text) for text in ("1", " 50 % ", "100")] == [1, 50, 100]
    for text in ("", "0", "101", "4.5", "-1", "many", "٤٠", "9" * 40):
        with pytest.raises(StoreError, match="whole number from 1 to 100"):
            read_goal(text)


def test_a_tour_begins_until_it_has_ended_once_for_each_role(store):
    ada = member(store, "ada")
    assert begins(ada, store, "owner")
    end(ada, store, "owner", "skipped", clock=lambda: NOON)
    assert not begins(ada, store, "owner")
    assert begins(ada, store, "director")
    for tour, how in (("nobody's", "done"), ("owner", "well")):
        with pytest.raises(StoreError):
            end(ada, store, tour, how)
    assert set(TOURS) == {"owner", "director", "leader"}
