"""An administrator looks as somebody else, over the whole application: seen, and never changed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import inspect, text

import app as composed
from access.actor import SYSTEM
from access.guard import UPDATE
from access.roles import Role
from access.viewing import look_as, looked_as
from config import Settings
from data.store import OnlyLooking, open_store
from data.store.audit import entries
from data.store.sessions import open_session
from data.store.tables import utc_now
from data.store.users import user_by_email
from planning import people
from planning.mail_links import token
from tests.data.serving_sample import DISTRICT, publish, sample
from tests.test_app import bodies

OURS = {"Sec-Fetch-Site": "same-origin"}
CHIEF, OTHER, PRINCIPAL = (f"{name}@demo.example" for name in ("chief", "other", "principal"))


@pytest.fixture(scope="module")
def settings(tmp_path_factory) -> Settings:
    var = tmp_path_factory.mktemp("var")
    publish(var, sample())
    return Settings(var=var, secret_key="", database_url="")


@pytest.fixture(scope="module")
def app(settings):
    return composed.create_app(settings)


@pytest.fixture(scope="module")
def store(settings):
    made = open_store(settings)
    for email, role, place in (
        (CHIEF, Role.ADMINISTRATOR, None), (OTHER, Role.ADMINISTRATOR, None),
        (PRINCIPAL, Role.PRINCIPAL, "101"),
    ):  # fmt: skip
        people.create_user(SYSTEM, made, email=email, name=email.partition("@")[0].capitalize())
        people.assign(SYSTEM, made, email=email, district=DISTRICT, role=role, location_id=place)
    people.create_user(SYSTEM, made, email="far@demo.example", name="Far")
    people.assign(SYSTEM, made, email="far@demo.example", district="south", role=Role.VIEWER)
    yield made
    made.close()


def number(store, email: str) -> int:
    with store.reading() as tx:
        return user_by_email(tx, email).id


def browser(app, store, email: str):
    client = app.server.test_client()
    with store.transaction() as tx:
        user = user_by_email(tx, email)
        client.set_cookie("plumbline", open_session(tx, user.id, district_id=DISTRICT, address="",
                                                    now=utc_now()))  # fmt: skip
    return client


def look(client, store, email: str = ""):
    form = {"person": str(number(store, email))} if email else {}
    return client.post("/view-as", data=form, headers=OURS)


def kept(store) -> dict[str, list[Any]]:
    with store.reading() as tx:
        names = inspect(tx.connection()).get_table_names()
        return {name: sorted(map(repr, tx.execute(text(f'select * from "{name}"')))) for name in
                names}  # fmt: skip


def top(client) -> str:
    """The top bar, as the browser asks for it."""
    body = {
        "output": "shell-top.children",
        "outputs": {"id": "shell-top", "property": "children"},
        "inputs": [{"id": "_pages_location", "property": "search", "value": ""}],
        "state": [],
        "changedPropIds": [],
    }
    return client.post(UPDATE, json=body).text


def deactivation(app, who: int) -> dict[str, Any]:
    """What the browser sends when Deactivate is confirmed on the page of a person."""
    key = next(one for one in app.callback_map if one.startswith("person-body.children@"))
    pressed = {"type": "person-do", "do": "deactivate-now"}
    return {
        "output": key,
        "outputs": {"id": "person-body", "property": key.partition(".")[2]},
        "inputs": [[{"id": pressed, "property": "n_clicks", "value": 1}]],
        "state": [{"id": "person-url", "property": "search", "value": f"?person={who}"}],
        "changedPropIds": [json.dumps(pressed, sort_keys=True, separators=(",", ":"))
                           + ".n_clicks"],
    }  # fmt: skip


def test_the_administrator_sees_what_the_person_sees_and_a_bar_says_so(app, store):
    client = browser(app, store, CHIEF)
    assert client.get("/export/loads.csv").status_code != 403
    assert look(client, store, PRINCIPAL).headers["Location"] == "/"
    assert client.get("/export/loads.csv").status_code == 403
    own = browser(app, store, PRINCIPAL).get("/export/schools.csv").text
    assert client.get("/export/schools.csv").text == own
    assert "Nothing can be changed." in top(client)
    look(client, store)
    assert client.get("/export/loads.csv").status_code != 403
    assert "Nothing can be changed." not in top(client)
    with store.reading() as tx:
        stop, start = entries(tx, limit=2)
    assert [(one.action, one.actor_label, one.district_id) for one in (start, stop)] == [
        ("view.start", CHIEF, DISTRICT), ("view.stop", CHIEF, DISTRICT),
    ]  # fmt: skip
    assert PRINCIPAL in start.after


def test_no_callback_or_route_changes_anything_meanwhile(app, store):
    client = browser(app, store, CHIEF)
    look(client, store, OTHER)
    before = kept(store)
    for body in bodies(app):
        assert client.post(UPDATE, json=body).status_code in {200, 204}, body["output"]
    for rule in app.server.config["GUARD"].routes():
        if rule not in {"/sign-out", "/view-as", "/sign-in", "/password"} and "<" not in rule:
            assert client.post(rule, data={"district": DISTRICT}, headers=OURS).status_code in {
                403, 405}, rule  # fmt: skip
    assert kept(store) == before


def test_the_links_of_a_mail_change_nothing_meanwhile(app, store, settings):
    client = browser(app, store, CHIEF)
    look(client, store, OTHER)
    sealed = token(settings, 1)
    before = kept(store)
    answer = client.post(f"/mail-link?stop={sealed}", data={"choice": "off"}, headers=OURS)
    assert (answer.status_code, "You look as Other" in answer.text) == (403, True)
    assert client.get(f"/mail-link?seen={sealed}").status_code == 200
    assert client.get(f"/mail-link?go={sealed}").status_code == 302
    assert kept(store) == before


def test_what_would_change_something_says_that_nothing_was(app, store):
    client = browser(app, store, CHIEF)
    victim = number(store, PRINCIPAL)
    look(client, store, OTHER)
    answer = client.post(UPDATE, json=deactivation(app, victim))
    assert "You look as Other, so nothing can be changed." in answer.text
    assert browser(app, store, PRINCIPAL).get("/_dash-layout").status_code == 200
    look(client, store)
    assert "is deactivated" in client.post(UPDATE, json=deactivation(app, victim)).text
    people.reactivate(SYSTEM, store, email=PRINCIPAL)


def test_the_next_request_on_the_same_thread_may_write_again(app, store):
    client, other = browser(app, store, CHIEF), browser(app, store, CHIEF)
    look(client, store, OTHER)
    client.get("/_dash-layout")
    assert look(other, store, PRINCIPAL).status_code == 303
    client.get("/_dash-layout")
    with store.transaction():
        assert looked_as() == ""
    look_as("Other")  # as if the end of a request had been missed
    with pytest.raises(OnlyLooking), store.transaction():
        pass
    assert app.server.test_client().get("/sign-in").status_code == 200
    with store.transaction():
        assert looked_as() == ""


@pytest.mark.parametrize("email", [CHIEF, "far@demo.example"])
def test_whom_one_may_not_look_as(app, store, email):
    client = browser(app, store, CHIEF)
    assert look(client, store, email).status_code == 403
    assert client.post("/view-as", data={"person": "99999"}, headers=OURS).status_code == 403
    assert client.post("/view-as", data={"person": "1; drop"}, headers=OURS).status_code == 403


def test_only_administrators_look_and_nobody_looks_through_another(app, store):
    assert look(browser(app, store, PRINCIPAL), store, OTHER).status_code == 403
    client = browser(app, store, CHIEF)
    look(client, store, OTHER)
    assert look(client, store, PRINCIPAL).status_code == 403
    assert "sees. Nothing" in top(client)


def test_another_site_cannot_start_it(app, store):
    client, form = browser(app, store, CHIEF), {"person": str(number(store, PRINCIPAL))}
    assert client.post("/view-as", data=form).status_code == 400
    evil = {"Origin": "https://evil.example"}
    assert client.post("/view-as", data=form, headers=evil).status_code == 403


def test_it_ends_with_the_rights_of_either_and_with_the_session(app, store):
    client = browser(app, store, OTHER)
    look(client, store, PRINCIPAL)
    people.deactivate(SYSTEM, store, email=PRINCIPAL)
    assert "Nothing can be changed." not in top(client)
    people.reactivate(SYSTEM, store, email=PRINCIPAL)
    assert "Nothing can be changed." in top(client)
    people.assign(SYSTEM, store, email=OTHER, district=DISTRICT, role=Role.VIEWER)
    assert "Nothing can be changed." not in top(client)
    people.assign(SYSTEM, store, email=OTHER, district=DISTRICT, role=Role.ADMINISTRATOR)
    assert client.post("/sign-out", headers=OURS).status_code == 303
    assert client.get("/_dash-layout").status_code == 401
