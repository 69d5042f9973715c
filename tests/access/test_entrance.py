from __future__ import annotations

import re
from datetime import timedelta

import pytest

from access.actor import SYSTEM
from access.entrance import local_path
from access.guard import UPDATE
from access.roles import Role
from data.store.sessions import Limits
from data.store.tables import utc_now
from planning import people
from planning.sign_in import SignIn
from tests.access.conftest import COOKIE, PASSWORD, add


def token(client) -> str:
    return re.search(r"\|([^|]+)\|", client.get("/sign-in").text)[1]


def enter(client, email: str, password: str = PASSWORD, **more: str):
    form = {"csrf_token": token(client), "email": email, "password": password, **more}
    return client.post("/sign-in", data=form)


@pytest.fixture
def viewer(house) -> str:
    email = add(house.store, Role.VIEWER)
    people.set_password(SYSTEM, house.store, house.door.passwords, email=email, password=PASSWORD)
    return email


def test_sign_in_opens_a_new_session_each_time(house, viewer):
    client = house.client()
    client.set_cookie(COOKIE.name, "chosen-by-an-attacker")
    answer = enter(client, viewer, next="/current/money")
    first = client.get_cookie(COOKIE.name)
    assert (answer.status_code, answer.headers["Location"]) == (303, "/current/money")
    assert first.value != "chosen-by-an-attacker"
    assert first.http_only
    assert first.same_site == "Lax"
    assert client.get("/_dash-layout").status_code == 200
    client.post("/sign-out", headers={"Sec-Fetch-Site": "same-origin"})
    enter(client, viewer)
    assert client.get_cookie(COOKIE.name).value != first.value


def test_a_copied_cookie_is_worthless_after_sign_out(house, viewer):
    thief, owner = house.client(), house.client()
    enter(owner, viewer)
    thief.set_cookie(COOKIE.name, owner.get_cookie(COOKIE.name).value)
    assert thief.get("/_dash-layout").status_code == 200
    answer = owner.post("/sign-out", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.headers["Location"] == "/sign-in"
    assert thief.get("/_dash-layout").status_code == 401
    assert thief.post(UPDATE, json={}).status_code == 401


def test_a_disabled_person_is_out_at_once(house, viewer):
    client = house.client(viewer)
    assert client.get("/_dash-layout").status_code == 200
    people.deactivate(SYSTEM, house.store, email=viewer)
    assert client.get("/_dash-layout").status_code == 401
    assert enter(house.client(), viewer).status_code == 401


def test_a_new_password_ends_every_session(house, viewer):
    client = house.client(viewer)
    people.set_password(
        SYSTEM, house.store, house.door.passwords, email=viewer, password="nine herons by the weir"
    )
    assert client.get("/_dash-layout").status_code == 401


def test_a_role_taken_away_holds_for_the_next_request(house):
    add(house.store, Role.ADMINISTRATOR, email="other@demo.example")
    email = add(house.store, Role.ADMINISTRATOR)
    client = house.client(email)
    house.guard.route("/scope", lambda: str(house.guard.actor().scope.locations), permission=None)
    assert client.get("/scope").text == "None"
    people.assign(
        SYSTEM, house.store, email=email, district="north", role=Role.PRINCIPAL, location_id="112"
    )
    assert client.get("/scope").text == "frozenset({'112'})"


@pytest.mark.parametrize(
    ("idle", "absolute", "age", "status"),
    [(60, 720, 59, 200), (60, 720, 61, 401), (9999, 720, 719, 200), (9999, 720, 721, 401)],
)
def test_sessions_end_by_themselves(house, viewer, idle, absolute, age, status):
    limits = Limits(timedelta(minutes=idle), timedelta(minutes=absolute))
    later = SignIn(
        house.store, house.door.passwords, limits, lambda: utc_now() + timedelta(minutes=age)
    )
    assert (later.find(house.secret(viewer)) is not None) == (status == 200)


def test_unknown_person_and_wrong_password_look_the_same(house, viewer):
    answers = [
        enter(house.client(), viewer, "wrong password of some length"),
        enter(house.client(), "nobody@demo.example", "wrong password of some length"),
    ]
    assert [one.status_code for one in answers] == [401, 401]
    texts = [one.text.split("|")[0] for one in answers]
    assert texts[0] == texts[1]


def test_guesses_are_slowed_down_before_they_are_hashed(house, viewer, monkeypatch):
    hashed = []
    matches = type(house.door.passwords).matches
    monkeypatch.setattr(
        type(house.door.passwords),
        "matches",
        lambda self, kept, text: hashed.append(text) or matches(self, kept, text),
    )
    client = house.client()
    statuses = [enter(client, viewer, f"guess number {n} is long").status_code for n in range(12)]
    assert statuses[:5] == [401] * 5
    assert statuses[-1] == 429
    assert len(hashed) <= 8
    assert enter(client, viewer).status_code == 429  # not even the right one, from here


def test_the_person_gets_in_from_another_address(house, viewer):
    for number in range(7):
        enter(house.client(), viewer, f"guess number {number} is long")
    elsewhere = house.client()
    elsewhere.environ_base["REMOTE_ADDR"] = "192.0.2.9"
    assert enter(elsewhere, viewer).status_code == 303


def test_sign_in_needs_the_token_of_this_browser(house, viewer):
    mine, other = house.client(), house.client()
    form = {"email": viewer, "password": PASSWORD}
    assert mine.post("/sign-in", data=form).status_code == 400
    assert mine.post("/sign-in", data={**form, "csrf_token": token(other)}).status_code == 400
    assert mine.post("/sign-in", data={**form, "csrf_token": token(mine)}).status_code == 303


CROSS_SITE = [
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403),
    ({"Origin": "https://evil.example"}, 403),
    ({"Origin": "null"}, 403),
    ({"Origin": "http://localhost.evil.example"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
]


@pytest.mark.parametrize(("headers", "status"), CROSS_SITE)
@pytest.mark.parametrize("path", ["/sign-out", "/district", "/sign-in", UPDATE])
def test_writes_from_other_sites_are_refused(house, viewer, path, headers, status):
    client = house.client(viewer)
    assert client.post(path, data={}, headers=headers).status_code == status
    assert client.get("/_dash-layout").status_code == 200  # still signed in


def test_forms_of_signed_in_pages_prove_where_they_come_from(house, viewer):
    client = house.client(viewer)
    assert client.post("/sign-out").status_code == 400
    assert client.post("/sign-out", headers={"Origin": "http://localhost"}).status_code == 303


def test_the_district_is_chosen_on_the_server(house, viewer):
    people.assign(SYSTEM, house.store, email=viewer, district="south", role=Role.VIEWER)
    client, same = house.client(viewer), {"Sec-Fetch-Site": "same-origin"}
    house.guard.route("/where", lambda: house.guard.actor().district, permission=None)
    assert client.get("/where").text == "north"
    assert client.post("/district", data={"district": "south"}, headers=same).status_code == 303
    assert client.get("/where").text == "south"
    assert client.post("/district", data={"district": "east"}, headers=same).status_code == 403
    assert client.get("/where").text == "south"


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("/current/money?year=2027", "/current/money?year=2027"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("javascript:alert(1)", "/"),
        ("evil", "/"),
        ("", "/"),
        ("/\nSet-Cookie: a=b", "/"),
        ("/\t/evil.example", "/"),
    ],
)
def test_after_sign_in_only_a_path_of_ours(text, path):
    assert local_path(text) == path
