"""A new password by mail, and everything that a stranger may try with it."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from sqlalchemy import event, select

from access.actor import SYSTEM
from access.password_door import PasswordDoor
from access.roles import Role
from data.store.audit import entries
from data.store.link_tokens import LinkToken, Purpose, mint
from data.store.outbox import OutboxMail
from data.store.second_steps import SecondStep, unsealed
from data.store.tables import utc_now
from data.store.users import user_by_email
from planning import people
from planning.mail import link_address
from planning.password_links import PasswordLinks
from tests.access.conftest import COOKIE, PASSWORD, add

FRESH = "nine herons by the weir"


@pytest.fixture
def door(house, render):
    def page(facts):
        return f"<p>{facts['message']}|{facts['token']}|{facts['holder']}|{facts['said']}</p>"

    links = PasswordLinks(house.store, house.door)
    PasswordDoor(links, COOKIE, page).install(house.guard)
    return links


@pytest.fixture
def viewer(house, door) -> str:
    email = add(house.store, Role.VIEWER)
    people.set_password(SYSTEM, house.store, house.door.passwords, email=email, password=PASSWORD)
    return email


def parts(answer) -> list[str]:
    """Message, token, holder, said."""
    return re.search(r"<p>(.*)</p>", answer.text, re.DOTALL)[1].split("|")


def ask(client, email: str, **more):
    token = parts(client.get("/password"))[1]
    return client.post("/password", data={"csrf_token": token, "email": email}, **more)


def secret(house, email: str, purpose: str = Purpose.RESET, life: int = 20, age: int = 0) -> str:
    with house.store.transaction() as tx:
        made = utc_now() - timedelta(minutes=age)
        return mint(tx, user_by_email(tx, email), purpose, timedelta(minutes=life), made)


def opened(house, link: str, client=None):
    """A browser that has followed the link."""
    browser = client or house.client()
    answer = browser.get(f"/password?link={link}")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/password")
    return browser


def choose(client, password: str = FRESH, again: str | None = None):
    token = parts(client.get("/password"))[1]
    form = {"csrf_token": token, "password": password, "again": again or password}
    return client.post("/password", data=form)


def mails(house) -> list[OutboxMail]:
    with house.store.reading() as tx:
        return list(tx.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def test_the_answer_is_the_same_whether_or_not_the_address_is_known(house, viewer):
    """So are the statements that the database runs for it, hence the time it takes."""
    answers, work = [], []
    for email in (viewer, "nobody@demo.example"):
        seen = []

        def listen(_connection, _cursor, text, *_, seen=seen):
            seen.append(text)

        event.listen(house.store._engine, "before_cursor_execute", listen)
        answer = ask(house.client(), email)
        event.remove(house.store._engine, "before_cursor_execute", listen)
        answers.append((answer.status_code, parts(answer)[0], *parts(answer)[2:]))
        work.append(seen)
    assert answers[0] == answers[1]
    assert "If there is an account" in answers[0][-1]
    assert work[0] == work[1]
    assert [mail.recipient for mail in mails(house)] == [viewer, "nobody@demo.example"]


def test_one_address_gets_one_mail_in_five_minutes_and_few_a_day(house, door, viewer):
    for _ in range(3):
        ask(house.client(), viewer)
    assert len(mails(house)) == 1
    for hour in range(1, 30):
        later = PasswordLinks(
            house.store, house.door, lambda h=hour: utc_now() + timedelta(minutes=10 * h)
        )
        later.ask(viewer, f"192.0.2.{hour}")
    assert len(mails(house)) <= 9


def test_one_network_address_asks_twenty_times_a_minute(house, viewer):
    client = house.client()
    token = parts(client.get("/password"))[1]
    statuses = [
        client.post("/password", data={"csrf_token": token, "email": f"p{n}@demo.example"})
        for n in range(25)
    ]
    assert [one.status_code for one in statuses] == [200] * 20 + [429] * 5
    assert len(mails(house)) == 20


@pytest.mark.parametrize("host", ["evil.example", "localhost:80@evil.example", "x\ty"])
def test_links_never_stand_on_what_a_request_calls_this_host(house, viewer, host):
    ask(house.client(), viewer, headers={"Host": host, "X-Forwarded-Host": host})
    settings = house.settings.model_copy(update={"public_address": "https://plumb.north.example"})
    for mail in mails(house):
        with house.store.transaction() as tx:
            link = link_address(settings, tx, mail, utc_now())
        assert link.startswith("https://plumb.north.example/password?link=")


def test_a_link_sets_a_password_and_signs_in_with_a_session_of_its_own(house, viewer):
    before = house.client(viewer)
    client = house.client()
    client.set_cookie(COOKIE.name, "chosen-by-an-attacker")
    opened(house, secret(house, viewer), client)
    assert parts(client.get("/password"))[2] == viewer
    answer = choose(client)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/")
    assert client.get_cookie(COOKIE.name).value != "chosen-by-an-attacker"
    assert client.get("/_dash-layout").status_code == 200
    assert before.get("/_dash-layout").status_code == 401
    house.door.open(viewer, FRESH, "")
    with house.store.reading() as tx:
        newest = entries(tx, limit=1)[0]
    assert (newest.action, newest.district_id) == ("user.password_by_link", "north")
    assert FRESH not in newest.after


def test_a_link_works_once(house, viewer):
    link = secret(house, viewer)
    choose(opened(house, link))
    again = opened(house, link)
    assert "does not work any more" in parts(again.get("/password"))[0]
    answer = choose(opened(house, link), "a third long one it is")
    assert "does not work any more" in parts(answer)[0]
    house.door.open(viewer, FRESH, "")


def test_a_link_expires(house, viewer):
    client = opened(house, secret(house, viewer, life=20, age=21))
    assert "does not work any more" in parts(client.get("/password"))[0]
    assert choose(opened(house, secret(house, viewer, life=20, age=21))).status_code == 400


def test_of_two_links_the_second_dies_with_the_first(house, viewer):
    first, second = secret(house, viewer), secret(house, viewer)
    choose(opened(house, first))
    assert choose(opened(house, second), "a third long one it is").status_code == 400


def test_a_link_dies_with_the_password_it_was_made_for(house, viewer):
    link = secret(house, viewer)
    people.set_password(
        SYSTEM, house.store, house.door.passwords, email=viewer, password="owls over the old mill"
    )
    assert choose(opened(house, link)).status_code == 400


def test_a_deactivated_person_gets_in_by_no_link(house, viewer):
    link = secret(house, viewer)
    people.deactivate(SYSTEM, house.store, email=viewer)
    assert choose(opened(house, link)).status_code == 400
    ask(house.client(), viewer)
    with house.store.transaction() as tx:
        assert link_address(house.settings, tx, mails(house)[0], utc_now()) is None


@pytest.mark.parametrize("guess", ["", "x", "a" * 43, "a" * 5_000, "'; drop table user; --"])
def test_guessed_links_lead_nowhere(house, viewer, guess):
    client = house.client()
    client.get("/password", query_string={"link": guess})
    assert parts(client.get("/password"))[2] == ""
    assert choose(client).status_code == 400


def test_a_weak_or_mistyped_password_leaves_the_link_as_it_is(house, viewer):
    client = opened(house, secret(house, viewer))
    assert "15 characters" in parts(choose(client, "short"))[0]
    assert "differ" in parts(choose(client, FRESH, "something else altogether"))[0]
    assert choose(client).status_code == 303


def test_a_link_does_not_stand_in_for_a_code(house, viewer):
    with house.store.transaction() as tx:
        user = user_by_email(tx, viewer)
        steps = house.door.steps
        steps.start(tx, user)
        app = pyotp.TOTP(unsealed(steps.seal_key, tx.get(SecondStep, user.id).sealed))
        steps.confirm(tx, user, app.now())
    client = opened(house, secret(house, viewer))
    answer = choose(client)
    assert answer.headers["Location"] == "/sign-in"
    assert client.get("/_dash-layout").status_code == 401
    with client.session_transaction() as kept:
        pending = kept["second_step"]
    # Nor does what stands for the right password stand in for a link.
    assert "does not work any more" in parts(opened(house, pending).get("/password"))[0]


def test_the_form_needs_the_token_of_this_browser(house, viewer):
    client = opened(house, secret(house, viewer))
    form = {"password": FRESH, "again": FRESH}
    assert client.post("/password", data=form).status_code == 400
    assert house.client().post("/password", data={"email": viewer}).status_code == 400
    assert mails(house) == []
    with house.store.reading() as tx:
        assert tx.scalars(select(LinkToken.used_utc)).all() == [None]


def test_the_secret_leaves_the_address_bar_and_no_page_passes_it_on(house, viewer):
    link = secret(house, viewer)
    client = house.client()
    answer = client.get(f"/password?link={link}")
    assert link not in answer.headers["Location"]
    page = client.get("/password")
    assert link not in page.text
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cache-Control"] == "private, no-store"
