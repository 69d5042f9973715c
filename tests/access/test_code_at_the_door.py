"""The second step as the sign-in page asks for it."""

from __future__ import annotations

import re

import pyotp
import pytest

from access.actor import SYSTEM
from access.roles import Role
from data.store.users import user_by_email
from planning import people
from tests.access.conftest import COOKIE, PASSWORD, add

EVIL = "//evil.example"


@pytest.fixture
def render():
    def page(facts):
        codes = " ".join(facts.get("spare_codes", ()))
        scanned = facts.get("enrolment")
        secret = scanned.secret if scanned else ""
        return (
            f"<p>{facts.get('message', '')}|{facts.get('token', '')}|{facts['next']}|"
            f"{facts.get('step', False)}|{secret}|{codes}</p>"
        )

    return page


@pytest.fixture
def required(house) -> str:
    """Somebody who has to set up a second step."""
    email = add(house.store, Role.VIEWER)
    people.set_password(SYSTEM, house.store, house.door.passwords, email=email, password=PASSWORD)
    with house.store.transaction() as tx:
        house.door.steps.require(tx, user_by_email(tx, email), SYSTEM, required=True)
    return email


def parts(answer) -> list[str]:
    """Message, token, next, step, secret, spare codes."""
    return re.search(r"<p>(.*)</p>", answer.text, re.DOTALL)[1].split("|")


def send(client, **form):
    token = parts(client.get("/sign-in"))[1]
    return client.post("/sign-in", data={"csrf_token": token, **form})


def test_from_the_picture_to_the_session(house, required):
    client = house.client()
    asked = send(client, email=required, password=PASSWORD, next="/current/money")
    assert parts(asked)[3] == "True"
    assert client.get_cookie(COOKIE.name) is None
    assert client.get("/_dash-layout").status_code == 401
    wrong = send(client, code="000000", next="/current/money")
    assert (wrong.status_code, wrong.headers.get("Location")) == (401, None)
    app = pyotp.TOTP(parts(wrong)[4].replace(" ", ""))
    done = send(client, code=app.now(), next=EVIL)
    assert (done.status_code, done.headers.get("Location")) == (200, None)
    assert parts(done)[2] == "/"
    assert len(parts(done)[5].split()) == 10
    assert client.get("/_dash-layout").status_code == 200


def test_a_code_without_the_password_before_it_is_nothing(house, required):
    client = house.client()
    told = send(client, code="123456")
    assert told.status_code == 401
    assert "sign in again" in parts(told)[0]
    assert client.post("/sign-in", data={"code": "123456"}).status_code == 400


def test_somebody_else_may_start_anew(house, required):
    client = house.client()
    send(client, email=required, password=PASSWORD)
    assert parts(client.get("/sign-in"))[3] == "True"
    assert parts(client.get("/sign-in?again=1"))[3] == "False"
    assert parts(client.get("/sign-in"))[3] == "False"
