"""Goals, milestones, ends of tours and the reading of mail, on both databases."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from data.store.adoption_goals import goal_of, keep_goal
from data.store.campaigns import Campaign, Trace, trace
from data.store.mail_readings import mail_readings
from data.store.milestones import (
    Reached,
    keep_closed,
    keep_mailed,
    keep_milestone,
    keep_shown,
    milestones_for,
    reached,
    told,
)
from data.store.outbox import Message, claim, mark_sent, post
from data.store.tours import End, ended_tours, has_ended, keep_end
from data.store.users import add_user

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
TODAY = NOW.date()


def person(tx, name):
    return add_user(tx, email=f"{name}@demo.example", name=name, now=NOW).id


def test_a_goal_holds_for_its_district(store):
    with store.transaction() as tx:
        assert goal_of(tx, "elm", 40) == 40
        keep_goal(tx, "elm", 55, NOW)
        keep_goal(tx, "elm", 60, NOW)
        assert (goal_of(tx, "elm", 40), goal_of(tx, "oak", 40)) == (60, 40)


def test_the_first_end_of_a_tour_counts(store):
    with store.transaction() as tx:
        ada, ben = person(tx, "ada"), person(tx, "ben")
        keep_end(tx, ada, "owner", End.SKIPPED, NOW)
        keep_end(tx, ada, "owner", End.DONE, NOW)
        keep_end(tx, ada, "leader", End.DONE, NOW)
    with store.reading() as tx:
        assert ended_tours(tx, ada) == {"owner": "skipped", "leader": "done"}
        assert has_ended(tx, ada, "owner")
        assert not has_ended(tx, ada, "director")
        assert not has_ended(tx, ben, "owner")


def test_a_milestone_is_reached_once_and_told_once_each_way(store):
    with store.transaction() as tx:
        ada, ben = person(tx, "ada"), person(tx, "ben")
        for day in (TODAY, TODAY + timedelta(1)):
            keep_milestone(tx, "elm", Reached.GOAL, "40", day)
        keep_milestone(tx, "elm", Reached.WEEKS, "B1", TODAY)
        keep_milestone(tx, "oak", Reached.WEEKS, "B1", TODAY)
    with store.reading() as tx:
        asked = [(Reached.GOAL, None), (Reached.WEEKS, ["B2"])]
        [goal] = milestones_for(tx, "elm", asked, TODAY)
        assert (goal.what, goal.subject, goal.day) == ("goal", "40", TODAY)
        assert milestones_for(tx, "elm", asked, TODAY + timedelta(1)) == []
        assert milestones_for(tx, "elm", [(Reached.WEEKS, [])], date.min) == []
        assert reached(tx, "elm", Reached.WEEKS) == {"B1"}
    mail = posted(store, "report:1")
    with store.transaction() as tx:
        keep_shown(tx, ada, goal.id, TODAY)
        keep_shown(tx, ada, goal.id, TODAY + timedelta(1))
        keep_mailed(tx, ada, goal.id, mail)
        keep_mailed(tx, ada, goal.id, posted(store, "report:2", tx))
        keep_closed(tx, ada, goal.id, NOW)
        keep_closed(tx, ben, goal.id, NOW)
    with store.reading() as tx:
        mine, other = told(tx, ada, [goal.id])[goal.id], told(tx, ben, [goal.id])[goal.id]
        assert (mine.shown_day, mine.closed_utc, mine.mail_id) == (TODAY, NOW, mail)
        assert (other.shown_day, other.mail_id) == (None, None)
        assert told(tx, ada, []) == {}


def posted(store, key, tx=None):
    if tx is None:
        with store.transaction() as own:
            return posted(store, key, own)
    post(tx, Message(key, "a@demo.example", "Hello", (), district="elm"), NOW)
    return claim(tx, NOW).id


@pytest.mark.parametrize(
    ("then", "now", "is_weekly"),
    [("week", "once", True), ("month", "week", False), ("", "week", True), ("", "once", False)],
)
def test_mail_stays_what_it_was_when_it_went_out(store, then, now, is_weekly):
    """Keys without a rhythm are those of older mail: only the campaign of today is known."""
    with store.transaction() as tx:
        ada = person(tx, "ada")
        one = campaign(tx, ada, then or now)
        rhythm = f":{then}" if then else ""
        key = f"campaign:{one.id}:{ada}:20261126T070000{rhythm}"
        post(tx, Message(key, "a@demo.example", "Hello", (), district="elm"), NOW)
        mark_sent(tx, claim(tx, NOW).id, NOW)
        one.every = now
    with store.reading() as tx:
        assert [mail.is_weekly for mail in mail_readings(tx, "elm", NOW)] == [is_weekly]


def campaign(tx, user_id, every):
    made = Campaign(
        district_id="elm", user_id=user_id, name="C", language="en", subject="S", text="T",
        audience={}, every=every, day=0, hour=7, is_deadline=False, next_utc=None,
        created_utc=NOW,
    )  # fmt: skip
    tx.add(made)
    tx.flush()
    return made


def test_readings_are_of_campaigns_that_were_sent(store):
    sent = NOW - timedelta(days=3)
    with store.transaction() as tx:
        ada, ben = person(tx, "ada"), person(tx, "ben")
        weekly, once = (campaign(tx, ada, every) for every in ("week", "once"))
        for key in (
            f"campaign:{weekly.id}:{ada}:1", f"campaign:{once.id}:{ben}:1",
            f"campaign:{weekly.id}:{ben}:2", f"campaign-test:{weekly.id}:{ada}:1",
        ):  # fmt: skip
            post(tx, Message(key, "a@demo.example", "Hello", (), district="elm"), sent)
        for what in ((Trace.OPENED,), (Trace.CLICKED,), (Trace.OPENED,)):
            mail = claim(tx, NOW)
            trace(tx, mail.id, *what, NOW)
            if "2" not in mail.key.rpartition(":")[2]:
                mark_sent(tx, mail.id, sent)
        mark_sent(tx, claim(tx, NOW).id, sent)
    with store.reading() as tx:
        found = mail_readings(tx, "elm", sent)
        assert [
            (one.user_id, one.day, one.is_weekly, one.is_opened, one.is_clicked) for one in found
        ] == [(ada, sent.date(), True, True, False), (ben, sent.date(), False, True, True)]
        assert mail_readings(tx, "elm", sent + timedelta(seconds=1)) == []
        assert mail_readings(tx, "oak", sent) == []
