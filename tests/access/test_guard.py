from __future__ import annotations

import copy
import json
import random
from pathlib import Path

import flask
import pytest
import yaml
from dash import Input, Output

from access.guard import OPEN_FOLDERS, OPEN_PATHS, UPDATE
from access.permissions import Permission
from access.roles import Role
from tests.access.conftest import CANARY, add

POLICY = yaml.safe_load((Path(__file__).parents[1] / "policy.yaml").read_text())
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def reference(item: dict, value: object = "x") -> object:
    """What the browser sends for one declared input."""
    identity = item["id"]
    if not identity.startswith("{"):
        return {"id": identity, "property": item["property"], "value": value}
    pattern = json.loads(identity)
    concrete = {k: (1 if isinstance(v, list) else v) for k, v in pattern.items()}
    one = {"id": concrete, "property": item["property"], "value": value}
    return [one] if ["ALL"] in pattern.values() else one


def output(target) -> dict:
    identity = target.component_id
    if isinstance(identity, dict):
        identity = {k: (v if isinstance(v, str) else 1) for k, v in identity.items()}
    return {"id": identity, "property": target.component_property}


def legitimate(house, key: str) -> dict:
    """The body that Dash's own renderer sends for this callback."""
    callback = house.app.callback_map[key]
    declared = callback["output"]
    body = {
        "output": key,
        "outputs": [output(one) for one in declared]
        if isinstance(declared, list)
        else output(declared),
        "inputs": [reference(item) for item in callback["inputs"]],
        "state": [reference(item) for item in callback["state"]],
        "changedPropIds": ["b.value"],
    }
    if callback["no_output"]:
        del body["outputs"]
    return body


def server_keys(house) -> list[str]:
    return sorted(house.guard.permissions())


def test_the_allow_list_is_the_reviewed_one():
    assert set(POLICY["open"]) == set(OPEN_PATHS)
    assert set(POLICY["open_folders"]) == set(OPEN_FOLDERS)
    assert len(OPEN_PATHS) + len(OPEN_FOLDERS) <= 9


def test_keys_are_the_ones_dash_runs(house):
    kinds = house.guard.keys()
    assert kinds == set(house.app.callback_map)
    assert "one.children" in kinds
    assert "..two.children...three.children.." in kinds
    assert any(key.startswith("one.children@") for key in kinds)
    assert '{"i":["MATCH"],"t":"row"}.children' in kinds
    assert "u.v" in kinds
    assert len(kinds) == 6


def test_a_callback_beside_the_guard_is_noticed_and_refused(house):
    house.app.callback(Output("wild", "children"), Input("b", "value"))(lambda _value: CANARY)
    assert set(house.app.callback_map) - house.guard.keys() == {"wild.children"}
    client = house.client(add(house.store, Role.ADMINISTRATOR))
    answer = client.post(UPDATE, json=legitimate(house, "wild.children"))
    assert answer.status_code == 403
    assert CANARY not in answer.text


@pytest.mark.parametrize("method", METHODS)
def test_anonymous_gets_nothing(house, method):
    paths = {rule.rule for rule in house.app.server.url_map.iter_rules() if "<" not in rule.rule}
    for path in sorted(paths | {"/anything", "/evaluate/schools/112"}):
        answer = house.client().open(path, method=method)
        assert CANARY.encode() not in answer.data, path
        if path not in OPEN_PATHS:
            assert answer.status_code in {302, 401}, (path, answer.status)


def test_anonymous_runs_no_callback(house):
    for key in house.app.callback_map:
        answer = house.client().post(UPDATE, json=legitimate(house, key))
        assert answer.status_code == 401
        assert CANARY not in answer.text


def test_a_person_without_session_is_led_back_to_the_page_afterwards(house):
    answer = house.client().get("/current/money?year=2027")
    assert answer.headers["Location"] == "/sign-in?next=/current/money%3Fyear%3D2027"


@pytest.mark.parametrize("role", list(Role))
def test_every_callback_for_every_role(house, role):
    location = "112" if role == Role.PRINCIPAL else None
    client = house.client(add(house.store, role, location=location))
    for key in server_keys(house):
        permission = house.guard.permissions()[key]
        row = POLICY["roles"][permission.value]
        expected = row[POLICY["order"].index(role.value)] == "x"
        answer = client.post(UPDATE, json=legitimate(house, key))
        assert (answer.status_code in {200, 204}) is expected, (key, answer.status)
        assert expected or answer.status_code == 403
        assert expected or CANARY not in answer.text


def test_the_server_never_runs_a_browser_callback(house):
    client = house.client(add(house.store, Role.ADMINISTRATOR))
    assert client.post(UPDATE, json=legitimate(house, "u.v")).status_code == 403


def test_only_declared_routes(house):
    house.app.server.add_url_rule("/backdoor", view_func=lambda: CANARY)
    client = house.client(add(house.store, Role.ADMINISTRATOR))
    answer = client.get("/backdoor")
    assert answer.status_code == 404
    assert CANARY not in answer.text


def test_a_route_asks_for_its_permission(house):
    house.guard.route("/people", lambda: CANARY, permission=Permission.USER_MANAGE)
    viewer = house.client(add(house.store, Role.VIEWER))
    administrator = house.client(add(house.store, Role.ADMINISTRATOR))
    assert viewer.get("/people").status_code == 403
    assert administrator.get("/people").text == CANARY


def test_a_page_asks_for_its_permission_and_ignores_made_up_queries(house):
    page = house.guard.page(
        lambda location_id="": f"{CANARY} {location_id}", Permission.LOAD_READ, lambda: "refused"
    )
    administrator, viewer = (
        house.client(add(house.store, role)) for role in (Role.ADMINISTRATOR, Role.VIEWER)
    )
    house.guard.route("/page", lambda: page(location_id="112", made_up="1"), permission=None)
    assert administrator.get("/page").text == f"{CANARY} 112"
    assert viewer.get("/page").text == "refused"


@pytest.mark.parametrize("word", ["background", "api_endpoint", "websocket", "mcp_enabled"])
def test_side_doors_of_dash_stay_shut(house, word):
    with pytest.raises(TypeError, match=word):
        house.guard.callback(
            Output("x", "y"), Input("b", "c"), permission=Permission.HOME_READ, **{word: True}
        )


def test_two_callbacks_with_one_output_are_a_mistake(house):
    with pytest.raises(ValueError, match="same output"):
        house.guard.callback(
            Output("one", "children"), Input("q", "value"), permission=Permission.HOME_READ
        )


MALFORMED = [
    (b"", "application/json", 400),
    (b"{", "application/json", 400),
    (b"[]", "application/json", 400),
    (b"null", "application/json", 400),
    (b'"one.children"', "application/json", 400),
    (b'{"output": 5}', "application/json", 400),
    (b'{"output": ["one.children"]}', "application/json", 400),
    (b'{"output": "one.children"}', "application/json", 400),
    (b'{"output": "nobody.knows"}', "application/json", 403),
    (b"\xff\xfe", "application/json", 400),
    (b"[" * 50_000, "application/json", 400),
    (b'{"output": "one.children"}', "text/plain", 415),
    (b"output=one.children", "application/x-www-form-urlencoded", 415),
    (b'{"output": "' + b"a" * 100_000 + b'"}', "application/json", 413),
]


@pytest.mark.parametrize(("body", "kind", "status"), MALFORMED)
def test_malformed_bodies(house, body, kind, status):
    client = house.client(add(house.store, Role.ADMINISTRATOR))
    assert client.post(UPDATE, data=body, content_type=kind).status_code == status


def mutants(body: dict, chance: random.Random) -> object:
    """The body with one random leaf or branch replaced, removed or doubled."""
    body = copy.deepcopy(body)
    poison = [None, True, -1, 10**30, 1.5, "", "\x00", "' or 1=1", [], {}, [[[]]], {"a": {}}]
    poison += [[{"id": "b"}], "x" * 5_000, {"id": {"i": ["ALL"]}, "property": "value"}]
    spots = list(places(body))
    holder, name = chance.choice(spots)
    action = chance.randrange(3)
    if action == 0:
        holder[name] = chance.choice(poison)
    elif action == 1:
        del holder[name]
    elif isinstance(holder, list):
        holder.append(chance.choice(poison))
    else:
        holder[chance.choice(["id", "property", "output", "extra"])] = chance.choice(poison)
    return body


def places(node):
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for name, value in items:
        yield node, name
        if isinstance(value, dict | list):
            yield from places(value)


def test_tampered_bodies_never_break_the_server(house):
    """Six hundred mutants: refused, or answered as the callback's own input; never a 5xx."""
    chance = random.Random(20270301)  # noqa: S311 - repeatable, not secret
    viewer = house.client(add(house.store, Role.VIEWER))
    forbidden = {
        key
        for key, permission in house.guard.permissions().items()
        if permission == Permission.USER_MANAGE
    }
    statuses = set()
    for _ in range(600):
        key = chance.choice(server_keys(house))
        body = mutants(legitimate(house, key), chance)
        answer = viewer.post(UPDATE, json=body)
        statuses.add(answer.status_code)
        assert answer.status_code < 500, body
        if str(body.get("output")) in forbidden:
            assert CANARY not in answer.text
    assert {200, 204, 400, 403} >= statuses >= {200, 400, 403}


def test_identity_comes_from_the_session_alone(house):
    viewer = house.client(add(house.store, Role.VIEWER))
    house.guard.route(
        "/who", lambda: flask.jsonify(house.guard.actor().role), permission=None, methods=("POST",)
    )
    forged = {"role": "administrator", "user_id": 1, "permissions": ["user:manage"]}
    headers = {"X-User": "administrator@demo.example", "X-Role": "administrator"}
    assert viewer.post("/who", json=forged, headers=headers).json == "viewer"
