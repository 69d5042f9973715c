"""Every callback, page, route and download, for every kind of person, at every kind of place.

What is expected stands in tests/policy.yaml, which people review; the code's own declarations
are only held against it.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from access.guard import OPEN_PATHS, ROUTER_KEYS, UPDATE
from data.read_models import READ_MODELS
from exports.flat import Format
from pages.registry import PAGES
from tests.matrix.conftest import ELM, FIR, PEOPLE, POLICY, ROLES, A, B
from tests.matrix.screen import Screen
from tests.matrix.world import PLACES, code

pytestmark = pytest.mark.xdist_group("matrix")

NOWHERE = "999"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
REFUSED = "You may not see this page."


def needed(triggers: list[str]) -> str:
    """The right that the policy asks of a callback, by the names of what triggers it."""
    rights = set()
    for name in triggers:
        known = [start for start in POLICY["callbacks"] if name.startswith(start)]
        assert known, f"{name} triggers a callback that tests/policy.yaml does not know"
        rights.add(POLICY["callbacks"][max(known, key=len)])
    assert len(rights) == 1, f"{triggers} ask for several rights: {rights}"
    return rights.pop()


def triggers(callback: dict[str, Any]) -> list[str]:
    """Names of the components that trigger a callback: an id, or the type of a pattern."""
    names = [one["id"] for one in callback["inputs"]]
    return [json.loads(name)["type"] if name.startswith("{") else name for name in names]


def place_of(person: str) -> int:
    """The own place: that of a principal, that of principal A for whoever sees all."""
    return ROLES.get(person, (None, None))[1] or A


def places(person: str) -> dict[str, str]:
    """The three kinds of place as location codes."""
    own = place_of(person)
    return {"own": code(own), "other": code(B if own == A else A), "none": NOWHERE}


def refusal(person: str) -> int:
    return 401 if person in {"anonymous", "disabled"} else 403


@pytest.fixture(scope="module")
def bodies(house) -> dict[str, dict[str, Any]]:
    """A body for every callback: as a page of place A really sends it, where one does."""
    found = {key: _empty(house.app, key) for key in house.app.server.config["GUARD"].permissions()}
    for page in PAGES:
        path = page.path.replace("<location_id>", code(A))
        for one in Screen(house.app, house.client("administrator")).open(
            path, f"?location={code(A)}&year=2027"
        ):
            if one.key not in ROUTER_KEYS:
                found[one.key] = one.body
    return found


def _empty(app: Any, key: str) -> dict[str, Any]:
    callback = app.callback_map[key]

    def plain(identity: str) -> Any:
        if not identity.startswith("{"):
            return identity
        return {k: "1" if isinstance(v, list) else v for k, v in json.loads(identity).items()}

    def given(item: dict[str, Any]) -> Any:
        one = {"id": plain(item["id"]), "property": item["property"], "value": None}
        return [one] if '["ALL"]' in item["id"] else one

    declared = callback["output"]
    outputs = declared if isinstance(declared, list) else [declared]
    named = [{"id": one.component_id, "property": one.component_property} for one in outputs]
    return {
        "output": key,
        "outputs": named if isinstance(declared, list) else named[0],
        "inputs": [given(item) for item in callback["inputs"]],
        "state": [given(item) for item in callback["state"]],
        "changedPropIds": [],
    }


def at(body: dict[str, Any], place: str) -> dict[str, Any]:
    """The same body with another place in its address, path and kept state."""
    text = json.dumps(body)
    for before in (f"location={code(A)}", f"schools/{code(A)}"):
        text = text.replace(before, before.replace(code(A), place))
    return json.loads(text)


def test_the_policy_knows_every_callback_and_asks_the_same_of_it(house):
    guard = house.app.server.config["GUARD"]
    asked = {
        key: needed(triggers(callback))
        for key, callback in house.app.callback_map.items()
        if "callback" in callback and key not in ROUTER_KEYS
    }
    assert asked == guard.permissions()


def test_a_callback_without_an_entry_fails_the_build():
    with pytest.raises(AssertionError, match="does not know"):
        needed(["backdoor-url"])


def test_no_entry_of_the_policy_is_left_over(house):
    used = {
        max((start for start in POLICY["callbacks"] if name.startswith(start)), key=len)
        for key, callback in house.app.callback_map.items()
        if "callback" in callback and key not in ROUTER_KEYS
        for name in triggers(callback)
    }
    assert used == set(POLICY["callbacks"])


def test_the_policy_knows_every_page_download_and_route(house):
    guard = house.app.server.config["GUARD"]
    assert {page.path: page.permission for page in PAGES} == POLICY["pages"]
    assert {name: model.permission for name, model in READ_MODELS.items()} == POLICY["exports"]
    assert {rule: right or "anybody" for rule, right in guard.routes().items()} == POLICY["routes"]
    assert set(POLICY["rows"].values()) <= {"own", "every"}
    assert set(POLICY["rows"]) <= set(POLICY["roles"])


@pytest.mark.parametrize("person", PEOPLE)
def test_callbacks(house, may, bodies, person):
    """Each callback at the own, another and no place: answered or refused, nobody else's text."""
    client, cells = house.client(person), 0
    for key, body in bodies.items():
        right = needed(triggers(house.app.callback_map[key]))
        for kind, place in places(person).items():
            answer = client.post(UPDATE, json=at(body, place))
            allowed = {200, 204} if may(person, right) else {refusal(person)}
            assert answer.status_code in allowed, (key, kind, answer.status)
            _no_foreign_text(person, right, answer.data)
            cells += 1
    assert cells == 3 * len(house.app.server.config["GUARD"].permissions())


@pytest.mark.parametrize("person", PEOPLE)
def test_pages(house, may, person):
    client, cells = house.client(person), 0
    for page in PAGES:
        for place in places(person).values():
            path = page.path.replace("<location_id>", place)
            opened = client.get(f"{path}?location={place}")
            if person in {"anonymous", "disabled"}:
                assert opened.status_code == 302, path
            else:
                assert opened.status_code == 200, path
                asked = Screen(house.app, client).open(path, f"?location={place}")
                shown = next(one for one in asked if one.key in ROUTER_KEYS)
                is_refused = REFUSED.encode() in shown.answer
                assert is_refused is not may(person, POLICY["pages"][page.path]), path
                assert {one.status for one in asked} <= {200, 204}, path
            cells += 1
    assert cells == 3 * len(POLICY["pages"])


def exports(person: str) -> Iterator[tuple[str, str, str, str]]:
    """Name, form, kind of place and query of each download."""
    for name, model in READ_MODELS.items():
        known = {argument.name for argument in model.arguments}
        for kind, place in places(person).items():
            query = next((f"{arg}={place}" for arg in ("location_ids", "location") if arg in known),
                         "")  # fmt: skip
            if name == "purchase-order-lines":
                number = int(place) - 100
                query = f"po_no=P{ELM.canary(number)}" if number < PLACES else "po_no=nothing"
            for form in Format:
                yield name, form, kind, query


@pytest.mark.parametrize("person", PEOPLE)
def test_downloads(house, may, person):
    client, cells = house.client(person), 0
    own = places(person)["own"]
    for name, form, kind, query in exports(person):
        answer = client.get(f"/export/{name}.{form}?{query}")
        right = POLICY["exports"][name]
        expected = 200 if may(person, right) else refusal(person)
        assert answer.status_code == expected, (name, form, kind, answer.text)
        if expected == 200 and form == Format.CSV:
            _no_foreign_text(person, right, answer.data)
            found = _locations(answer.text)
            if _is_bound(person, right):
                assert found <= {own}, (name, kind)
                assert not (found and kind != "own" and query), (name, kind)
            elif "location" in query:
                assert found <= {places(person)[kind], ""}, (name, kind)
        cells += 1
    assert cells == 3 * 3 * len(POLICY["exports"])


@pytest.mark.parametrize("person", PEOPLE)
def test_routes(house, person):
    """Known people get past the door, whatever then becomes of the request; nobody else does."""
    client, cells = house.client(person), 0
    for rule in [*POLICY["routes"], "/_dash-layout", "/_dash-dependencies", "/made/up"]:
        path = rule.replace("<name>", "transactions").replace("<form>", "csv")
        for method in METHODS:
            answer = client.open(path, method=method)
            is_known = person not in {"anonymous", "disabled"}
            if path in OPEN_PATHS:
                assert answer.status_code not in {401, 403}, (path, method)
            else:
                assert (answer.status_code in {401, 302}) is not is_known, (path, method)
            assert answer.status_code < 500, (path, method)
            cells += 1
    assert cells == len(METHODS) * (len(POLICY["routes"]) + 3)
    if person not in {"anonymous", "disabled"}:
        assert client.get("/_dash-layout").status_code == 200  # none of them ended the session


def _is_bound(person: str, right: str) -> bool:
    """Whether the person sees only the own school's rows under this right."""
    return person.startswith("principal") and POLICY["rows"].get(right) == "own"


def _no_foreign_text(person: str, right: str, answer: bytes) -> None:
    assert FIR.word.encode() not in answer, "another district's text"
    if person.startswith("principal") and right in POLICY["rows"]:
        foreign = [k for k in range(PLACES) if k != place_of(person)]
        assert not [k for k in foreign if ELM.canary(k).encode() in answer], right


def _locations(text: str) -> set[str]:
    rows = list(csv.DictReader(io.StringIO(text)))
    return {row["location_id"] for row in rows if "location_id" in row}
