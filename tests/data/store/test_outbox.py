"""The outbox on both databases: posted once, claimed once, repeated at most once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from data.store import StoreError
from data.store.outbox import (
    EMPTIED,
    STUCK,
    Link,
    MailState,
    Message,
    OutboxMail,
    claim,
    forget_texts,
    mark_refused,
    mark_sent,
    post,
    send_again,
)
from data.store.tables import utc_now

NOW = utc_now()
HELLO = Message("hello:1", "a@demo.example", "Hello", ("Good day,", "this is it."), Link("Open"))


def only(store) -> OutboxMail:
    with store.reading() as tx:
        [mail] = tx.scalars(select(OutboxMail))
        return mail


def test_the_same_cause_posts_once(store):
    with store.transaction() as tx:
        assert post(tx, HELLO, NOW)
        assert not post(tx, HELLO, NOW)
    with store.transaction() as tx:
        assert not post(tx, HELLO, NOW)
    assert only(store).state == MailState.WAITING


def test_mail_goes_with_its_cause_or_not_at_all(store):
    with pytest.raises(RuntimeError), store.transaction() as tx:  # noqa: PT012
        post(tx, HELLO, NOW)
        raise RuntimeError
    with store.transaction() as tx:
        assert claim(tx, NOW) is None


def test_the_worker_is_told_after_the_transaction_and_its_failure_takes_nothing_back(store):
    told = []
    store.when_mail_waits = lambda: told.append(only(store).state) or 1 / 0
    with store.transaction() as tx:
        post(tx, HELLO, NOW)
        assert told == []
    assert told == [MailState.WAITING]


@pytest.mark.parametrize(
    "recipient",
    ["", "a", "a@b, c@d", "a@b\r\nBcc: c@d", "A <a@b>", "a@b;c@d", "a@b@c", 'x"@b'],
)
def test_mail_goes_to_one_address(store, recipient):
    with pytest.raises(StoreError, match="not one address"), store.transaction() as tx:
        post(tx, Message("k", recipient, "Hello", ("x",)), NOW)


def test_a_subject_brings_no_header(store):
    with store.transaction() as tx:
        post(tx, Message("k", "a@demo.example", "Hello\r\nBcc: b@demo.example", ("x",)), NOW)
    assert only(store).subject == "Hello Bcc: b@demo.example"


def test_a_mail_is_claimed_once_and_not_before_it_is_due(store):
    with store.transaction() as tx:
        post(tx, HELLO, NOW)
        assert claim(tx, NOW - timedelta(seconds=1)) is None
        assert claim(tx, NOW).attempts == 1
    with store.transaction() as tx:
        assert claim(tx, NOW + STUCK) is None


def test_what_a_crash_left_is_repeated_once_and_says_so(store):
    """The first process ends between sending and marking, and so does the second."""
    later = NOW + STUCK + timedelta(seconds=1)
    with store.transaction() as tx:
        post(tx, HELLO, NOW)
        assert not claim(tx, NOW).is_repeat
    with store.transaction() as tx:
        assert claim(tx, later).is_repeat
    with store.transaction() as tx:
        assert claim(tx, later + 2 * STUCK) is None
    left = only(store)
    assert (left.state, left.problem) == ("failed", "It is not known whether this was sent.")
    with store.transaction() as tx:
        send_again(tx, left.id, later)
    assert only(store).state == MailState.WAITING


def test_refused_mail_waits_or_fails_and_sent_mail_stays_sent(store):
    later = NOW + timedelta(minutes=5)
    with store.transaction() as tx:
        post(tx, HELLO, NOW)
        mark_refused(tx, claim(tx, NOW).id, "busy", later)
    with store.transaction() as tx:
        assert claim(tx, NOW) is None
        found = claim(tx, later)
        mark_sent(tx, found.id, later)
    assert (only(store).state, only(store).attempts) == ("sent", 2)
    with pytest.raises(StoreError, match="has failed"), store.transaction() as tx:
        send_again(tx, found.id, later)


def test_old_mails_lose_their_words_and_are_not_sent_again(store):
    old, new = NOW - timedelta(days=200), NOW - timedelta(days=10)
    with store.transaction() as tx:
        for key, moment in (("sent", old), ("failed", old), ("waiting", old), ("fresh", new)):
            words = ("Good day,", f"secret {key}")
            post(tx, Message(key, "a@demo.example", "Hello", words, content={"of": key}), moment)
        mails = {mail.key: mail for mail in tx.scalars(select(OutboxMail))}
        for key in ("sent", "fresh"):
            mark_sent(tx, mails[key].id, NOW)
        mark_refused(tx, mails["failed"].id, "no such box", None)
        number = mails["failed"].id
    with store.transaction() as tx:
        assert forget_texts(tx, NOW - timedelta(days=180)) == 2
        assert forget_texts(tx, NOW - timedelta(days=180)) == 0
    with store.reading() as tx:
        kept = {mail.key: (mail.paragraphs[-1], mail.content) for mail in
                tx.scalars(select(OutboxMail))}  # fmt: skip
    assert kept == {
        "sent": (EMPTIED, None), "failed": (EMPTIED, None),
        "waiting": ("secret waiting", {"of": "waiting"}),
        "fresh": ("secret fresh", {"of": "fresh"}),
    }  # fmt: skip
    with store.transaction() as tx:
        assert not post(tx, Message("sent", "a@demo.example", "Hello", ("again",)), NOW)
        with pytest.raises(StoreError, match="not kept any more"):
            send_again(tx, number, NOW)
