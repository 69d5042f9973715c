"""What is counted of mail, and what people choose about it, on both databases."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from data.store.campaigns import (
    NEWS,
    Campaign,
    MailTrace,
    Trace,
    due_campaigns,
    last_news,
    mails,
    trace,
)
from data.store.campaigns import sums as counted
from data.store.mail_choices import MONTH, OFF, choice_of, choices_of, choose
from data.store.outbox import Message, claim, mark_sent, post
from data.store.tables import utc_now
from data.store.users import add_user

NOW = utc_now()


def test_openings_and_clicks_are_counted_by_campaign(store):
    with store.transaction() as tx:
        who = add_user(tx, email="a@demo.example", name="A", now=NOW).id
        for number in (1, 11):
            for person in (1, 2, 3):
                key = f"campaign:{number}:{person}:x"
                post(
                    tx, Message(key, "a@demo.example", "Hello", (), district="elm", topic=NEWS), NOW
                )
        tx.add(Campaign(district_id="elm", user_id=who, name="C", language="en", subject="S",
                        text="T", audience={}, every="once", day=0, hour=7, is_deadline=False,
                        next_utc=NOW, created_utc=NOW))  # fmt: skip
    with store.transaction() as tx:
        first, second = claim(tx, NOW), claim(tx, NOW)
        mark_sent(tx, first.id, NOW)
        for _ in range(3):
            trace(tx, first.id, Trace.OPENED, NOW)
        trace(tx, second.id, Trace.CLICKED, NOW)
    with store.reading() as tx:
        assert counted(tx, 1) == {"posted": 3, "sent": 1, "failed": 0, "opened": 2, "clicked": 1}
        assert counted(tx, 11)["opened"] == counted(tx, 2)["posted"] == 0
        assert sorted(tx.scalars(select(MailTrace.times))) == [1, 3]
        assert {mail.id: known for mail, known in mails(tx, 1, 10) if known} == {
            first.id: {"opened"}, second.id: {"clicked"},
        }  # fmt: skip
        assert [one.name for one in due_campaigns(tx, NOW)] == ["C"]
        assert due_campaigns(tx, NOW - timedelta(seconds=1)) == []
        assert last_news(tx, "elm", NOW) == {"a@demo.example"}
        assert last_news(tx, "oak", NOW) == last_news(tx, "elm", NOW + timedelta(1)) == set()


def test_a_choice_holds_for_its_person_district_and_topic(store):
    with store.transaction() as tx:
        who = add_user(tx, email="a@demo.example", name="A", now=NOW).id
        assert choose(tx, who, "elm", NEWS, OFF, NOW)
        assert not choose(tx, who, "elm", NEWS, OFF, NOW)
        assert choose(tx, who, "elm", NEWS, MONTH, NOW)
        assert choices_of(tx, "elm", NEWS) == {who: MONTH}
        assert choices_of(tx, "elm", "other") == choices_of(tx, "oak", NEWS) == {}
        assert choose(tx, who, "elm", NEWS, "", NOW)
        assert choice_of(tx, who, "elm", NEWS) == ""
