"""Single sign-on against an issuer of our own, and every word of it that must not be taken."""

from __future__ import annotations

import base64
import json
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc import jwt
from joserfc.jwk import ECKey, OctKey

from access.actor import SYSTEM
from access.entrance import Entrance
from access.roles import Role
from access.single_sign_on import SingleSignOn
from data.store.audit import entries
from planning import people
from planning.single_sign_on import issuer_sign_in
from tests.access.conftest import COOKIE, add
from tests.access.issuer_server import CLIENT, SECRET, small_issuer

EMAIL = "viewer@demo.example"


@pytest.fixture(scope="module")
def running():
    with small_issuer() as made:
        yield made


@pytest.fixture
def issuer(running):
    """The issuer as it is when nobody bends it."""
    running.bend, running.sign, running.facts = lambda claims: claims, None, {}
    running.person = {"sub": "s-1", "email": EMAIL, "email_verified": True}
    return running


@pytest.fixture
def desk(house, issuer, render):
    """The application with single sign-on; a viewer is known here, without a password."""
    settings = house.settings.model_copy(
        update={
            "sso_issuer": issuer.address, "sso_client_id": CLIENT, "sso_client_secret": SECRET,
            "public_address": "http://plumbline.north.example",
        }
    )  # fmt: skip
    vouching = issuer_sign_in(settings, house.store, house.door)
    entrance = Entrance(house.door, COOKIE, render)
    SingleSignOn(vouching, entrance, render).install(house.guard)
    add(house.store, Role.VIEWER)
    return house


def away(client, wanted: str = "/") -> str:
    """To the issuer; returns the address to which it sends the browser back."""
    start = client.get("/single-sign-on", query_string={"next": wanted})
    assert start.status_code == 303
    sent = requests.get(start.headers["Location"], allow_redirects=False, timeout=5)
    return sent.headers["Location"]


def back(client, address: str):
    parts = urlsplit(address)
    assert f"{parts.scheme}://{parts.netloc}" == "http://plumbline.north.example"
    return client.get(f"{parts.path}?{parts.query}")


def sign_in(house, **options):
    client = house.client()
    return client, back(client, away(client, **options))


def test_a_known_person_gets_in_with_a_new_session(desk):
    client = desk.client()
    client.set_cookie(COOKIE.name, "chosen-by-an-attacker")
    answer = back(client, away(client, "/current/money?year=2027"))
    assert (answer.status_code, answer.headers["Location"]) == (303, "/current/money?year=2027")
    assert client.get_cookie(COOKIE.name).value != "chosen-by-an-attacker"
    assert client.get("/_dash-layout").status_code == 200
    with desk.store.reading() as tx:
        [newest] = entries(tx, limit=1)
    assert (newest.action, newest.district_id) == ("user.identity", "north")


def test_the_issuer_is_asked_for_no_more_than_is_needed(desk, issuer):
    start = desk.client().get("/single-sign-on")
    asked = {name: value[0] for name, value in
             parse_qs(urlsplit(start.headers["Location"]).query).items()}  # fmt: skip
    assert asked["redirect_uri"] == "http://plumbline.north.example/single-sign-on"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert set(asked["scope"].split()) == {"openid", "email", "profile"}
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) >= 43


def test_from_then_on_the_subject_counts_and_not_the_address(desk, issuer):
    sign_in(desk)
    issuer.person["email"] = "another@demo.example"
    assert sign_in(desk)[1].status_code == 303
    # The address was given to somebody else, who gets another subject.
    issuer.person = {"sub": "s-2", "email": EMAIL, "email_verified": True}
    client, answer = sign_in(desk)
    assert answer.status_code == 401
    assert client.get("/_dash-layout").status_code == 401


@pytest.mark.parametrize(
    "person",
    [
        {"sub": "s-1", "email": EMAIL, "email_verified": False},
        {"sub": "s-1", "email": EMAIL, "email_verified": "true"},
        {"sub": "s-1", "email": EMAIL},
        {"sub": "s-1"},
        {"sub": "s-1", "email": "stranger@demo.example", "email_verified": True},
    ],
)
def test_nobody_gets_in_who_is_not_here_with_a_verified_address(desk, issuer, person):
    issuer.person = person
    client, answer = sign_in(desk)
    assert answer.status_code == 401
    assert "no active account" in answer.text
    assert client.get_cookie(COOKIE.name) is None
    assert [one.email for one in people.everybody(desk.store)] == [EMAIL]


def test_a_deactivated_person_stays_out_before_and_after_the_first_time(desk):
    people.deactivate(SYSTEM, desk.store, email=EMAIL)
    assert sign_in(desk)[1].status_code == 401
    people.reactivate(SYSTEM, desk.store, email=EMAIL)
    assert sign_in(desk)[1].status_code == 303
    people.deactivate(SYSTEM, desk.store, email=EMAIL)
    assert sign_in(desk)[1].status_code == 401


BENT = {
    "another issuer": {"iss": "http://127.0.0.1:1"},
    "another audience": {"aud": "somebody-else"},
    "several audiences": {"aud": [CLIENT, "somebody-else"]},
    "another party": {"azp": "somebody-else"},
    "another nonce": {"nonce": "x"},
    "no nonce": {"nonce": None},
    "no subject": {"sub": ""},
    "a subject that is no text": {"sub": 7},
    "no end": {"exp": None},
    "an end in words": {"exp": "tomorrow"},
    "no beginning": {"iat": None},
}


@pytest.mark.parametrize("name", BENT)
def test_claims_that_do_not_fit(desk, issuer, name):
    issuer.bend = lambda claims: {**claims, **BENT[name]}
    client, answer = sign_in(desk)
    assert answer.status_code == 401
    assert client.get_cookie(COOKIE.name) is None


@pytest.mark.parametrize(
    ("shift", "status"), [(-110, 303), (110, 303), (-130 - 300, 401), (130, 401)]
)
def test_two_minutes_of_a_wrong_clock_are_forgiven(desk, issuer, shift, status):
    issuer.bend = lambda one: {**one, "iat": one["iat"] + shift, "exp": one["exp"] + shift}
    assert sign_in(desk)[1].status_code == status


def _unsigned(claims) -> str:
    def part(facts) -> str:
        return base64.urlsafe_b64encode(json.dumps(facts).encode()).decode().rstrip("=")

    return f"{part({'alg': 'none'})}.{part(claims)}."


def _by_another(claims) -> str:
    other = ECKey.generate_key("P-256", {"kid": "k1"})
    return jwt.encode({"alg": "ES256", "kid": "k1"}, claims, other)


def _by_our_secret(claims) -> str:
    return jwt.encode({"alg": "HS256", "kid": "k1"}, claims, OctKey.import_key(SECRET * 2))


@pytest.mark.parametrize("sign", [_unsigned, _by_another, _by_our_secret, lambda _claims: "x"])
def test_signatures_that_are_none(desk, issuer, sign):
    issuer.sign = sign
    assert sign_in(desk)[1].status_code == 401


def test_an_answer_counts_once_and_in_its_own_browser_only(desk):
    client, other = desk.client(), desk.client()
    address = away(client)
    stolen = back(other, address)
    assert (stolen.status_code, stolen.headers["Location"]) == (303, "/sign-in")
    away(other)
    assert back(other, address).status_code == 401  # another state
    assert back(client, address).status_code == 303
    assert back(client, address).headers["Location"] == "/sign-in"  # once
    assert other.get("/_dash-layout").status_code == 401


@pytest.mark.parametrize("query", ["state=x", "state=&code=y", "error=access_denied&state=x"])
def test_answers_that_nobody_asked_for(desk, query):
    client = desk.client()
    assert client.get(f"/single-sign-on?{query}").headers["Location"] == "/sign-in"
    away(client)
    assert client.get(f"/single-sign-on?{query}").status_code == 401


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example"])
def test_afterwards_only_a_path_of_ours(desk, wanted):
    assert sign_in(desk, wanted=wanted)[1].headers["Location"] == "/"


@pytest.mark.parametrize(
    "facts",
    [
        {"issuer": "https://another.example"},
        {"token_endpoint": "http://another.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
    ],
)
def test_an_issuer_that_leads_elsewhere(desk, issuer, facts):
    issuer.facts = facts
    client = desk.client()
    start = client.get("/single-sign-on")
    if start.status_code == 303:
        sent = requests.get(start.headers["Location"], allow_redirects=False, timeout=5)
        start = back(client, sent.headers["Location"])
    assert start.status_code == 401


def test_without_an_issuer_there_is_no_such_page(house, render):
    entrance = Entrance(house.door, COOKIE, render)
    SingleSignOn(issuer_sign_in(house.settings, house.store, house.door), entrance, render).install(
        house.guard
    )
    assert house.client().get("/single-sign-on").status_code == 404
