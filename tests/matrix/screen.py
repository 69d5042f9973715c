"""Opens pages without a browser: asks for the layout and runs the callbacks that it starts.

It keeps to Dash's rules as far as the pages here need them: a callback runs when all its inputs
are on the page, at the start unless it forbids that, and again when one of its inputs is filled.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import orjson
from dash import Dash
from flask.testing import FlaskClient

from access.guard import UPDATE

MOST_ROUNDS = 60
ROUTER = "_pages_location"
ROWS = {"startRow": 0, "endRow": 500, "sortModel": [], "filterModel": {}}
Reference = tuple[str, str]


@dataclass(frozen=True)
class Exchange:
    """One request that a page made, and what came back."""

    key: str
    body: dict[str, Any]
    status: int
    answer: bytes


@dataclass
class Screen:
    """What is on the page by now: every property by component and name."""

    app: Dash
    client: FlaskClient
    props: dict[Reference, Any] = field(default_factory=dict)
    exchanges: list[Exchange] = field(default_factory=list)
    due: list[tuple[str, str]] = field(default_factory=list)
    declared: list[dict[str, Any]] = field(default_factory=list)

    def open(self, path: str, query: str = "") -> list[Exchange]:
        """Every exchange between opening the address and a page at rest."""
        self.props[ROUTER, "pathname"], self.props[ROUTER, "search"] = path, query
        listed = orjson.loads(self.client.get("/_dash-dependencies").data)
        self.declared = [one for one in listed if not one["clientside_function"]]
        self._place(orjson.loads(self.client.get("/_dash-layout").data))
        self._start()
        for _ in range(MOST_ROUNDS):
            if not self.due:
                return self.exchanges
            self._run(*self.due.pop(0))
        raise AssertionError(f"{path} never comes to rest: {self.due}")

    def _start(self) -> None:
        for callback in self.declared:
            if not callback["prevent_initial_call"]:
                self._due(callback)
        # The address bar speaks up by itself as soon as it is there.
        self._triggered([(ROUTER, "pathname"), (ROUTER, "search")])

    def _due(self, callback: dict[str, Any]) -> None:
        key = callback["output"]
        if all(list(self._matches(one)) for one in callback["inputs"]):
            trigger = next(self._matches(callback["inputs"][0]))
            if (key, trigger) not in self.due:
                self.due.append((key, trigger))

    def _run(self, key: str, trigger: str) -> None:
        callback = self.app.callback_map[key]
        body = {
            "output": key,
            "outputs": _outputs(callback["output"]),
            "inputs": [self._given(one) for one in callback["inputs"]],
            "state": [self._given(one) for one in callback["state"]],
            "changedPropIds": [f"{trigger}.{callback['inputs'][0]['property']}"],
        }
        answer = self.client.post(UPDATE, json=body)
        self.exchanges.append(Exchange(key, body, answer.status_code, answer.data))
        if answer.status_code == 200:
            for identity, values in orjson.loads(answer.data).get("response", {}).items():
                self._fill(identity, values)

    def _fill(self, identity: str, values: dict[str, Any]) -> None:
        filled = []
        for name, value in values.items():
            plain = name.partition("@")[0]
            self.props[identity, plain] = value
            filled.append((identity, plain))
            before = set(self.props)
            self._place(value)
            filled += set(self.props) - before
        self._triggered(filled)

    def _triggered(self, filled: list[Reference]) -> None:
        news = set(filled)
        for callback in self.declared:
            for one in callback["inputs"]:
                # Most inputs name one component that was not filled: they are passed over at once.
                if not one["id"].startswith("{") and (one["id"], one["property"]) not in news:
                    continue
                for identity in self._matches(one):
                    is_new = (identity, one["property"]) in news
                    is_shown = self.props.get((identity, one["property"])) is not None
                    if is_new and (is_shown or not callback["prevent_initial_call"]):
                        self._due(callback)

    def _place(self, node: Any) -> None:
        """Put the components of a tree on the page."""
        if isinstance(node, list):
            for one in node:
                self._place(one)
        elif isinstance(node, dict):
            if "props" in node and "type" in node:
                self._component(node["type"], node["props"])
            for one in node.values():
                self._place(one)

    def _component(self, kind: str, props: dict[str, Any]) -> None:
        identity = props.get("id")
        if identity is None:
            return
        name = identity if isinstance(identity, str) else json.dumps(identity, sort_keys=True)
        if kind == "Location":
            address = {part: self.props[ROUTER, part] for part in ("pathname", "search")}
            props = {**address, **props}
        if kind == "AgGrid" and props.get("rowModelType") == "infinite":
            props = {"getRowsRequest": ROWS, **props}
        for prop, value in props.items():
            self.props[name, prop] = value
        self.props.setdefault((name, "id"), identity)

    def _matches(self, item: dict[str, Any]) -> Iterator[str]:
        """Names of the components on the page that an input of a callback means."""
        wanted = item["id"]
        if not wanted.startswith("{"):
            if (wanted, "id") in self.props or wanted == ROUTER:
                yield wanted
            return
        pattern = json.loads(wanted)
        for (name, prop), value in list(self.props.items()):
            is_pattern = prop == "id" and isinstance(value, dict) and set(value) == set(pattern)
            if is_pattern and all(isinstance(v, list) or value[k] == v for k, v in pattern.items()):
                yield name

    def _given(self, item: dict[str, Any]) -> Any:
        found = [
            {
                "id": self.props.get((name, "id"), name),
                "property": item["property"],
                "value": self.props.get((name, item["property"])),
            }
            for name in self._matches(item)
        ]
        if '["ALL"]' in item["id"]:
            return found
        absent = {"id": item["id"], "property": item["property"], "value": None}
        return found[0] if found else absent


def _outputs(declared: Any) -> Any:
    if isinstance(declared, list):
        return [_outputs(one) for one in declared]
    return {"id": declared.component_id, "property": declared.component_property}
