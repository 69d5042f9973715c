"""The shape of a callback request, checked against the callback that would run.

Dash answers 500 with a traceback to most malformed bodies. Here they are told apart first, and
the ids of inputs, states and outputs must be the declared ones. Values are not judged: they are
the browser's word, and each callback reads them as such.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import ALL, ALLSMALLER

MOST_ITEMS = 5_000


class MalformedBody(ValueError):  # noqa: N818 - named for what arrived
    """The body is not a callback request. The message says what is wrong with it."""


def read_body(body: object) -> tuple[str, dict[str, Any]]:
    """The output key and the body; raises `MalformedBody` unless both have the right type."""
    if not isinstance(body, dict):
        raise MalformedBody("a callback request is a JSON object")
    key = body.get("output")
    if not isinstance(key, str):
        raise MalformedBody("'output' names the callback as text")
    return key, body


def check_body(body: Mapping[str, Any], callback: Mapping[str, Any]) -> None:
    """Raise `MalformedBody` unless the parts are those of `callback` (of Dash's map)."""
    for part, declared in (("inputs", callback["inputs"]), ("state", callback["state"])):
        _check_items(part, body.get(part, []), declared)
    _check_triggers(body.get("changedPropIds", []))
    if not callback.get("no_output"):
        _check_outputs(body.get("outputs"), callback["output"])


def _check_items(part: str, items: object, declared: Sequence[Mapping[str, Any]]) -> None:
    if not isinstance(items, list) or len(items) != len(declared):
        raise MalformedBody(f"'{part}' must have {len(declared)} items")
    for item, wanted in zip(items, declared, strict=True):
        _check_item(part, item, wanted["id"], wanted["property"])


def _check_item(part: str, item: object, wanted_id: str, wanted_property: str) -> None:
    pattern = _pattern(wanted_id)
    several = pattern is not None and any(value in (["ALL"], ["ALLSMALLER"]) for value in pattern)
    if several != isinstance(item, list):
        raise MalformedBody(f"'{part}' mixes up one item and several")
    for one in item if isinstance(item, list) else [item]:
        _check_reference(part, one, wanted_id, wanted_property)
    if isinstance(item, list) and len(item) > MOST_ITEMS:
        raise MalformedBody(f"'{part}' has more than {MOST_ITEMS} items")


def _check_reference(part: str, item: object, wanted_id: str, wanted_property: str) -> None:
    if not isinstance(item, dict) or item.get("property") != wanted_property:
        raise MalformedBody(f"'{part}' must refer to {wanted_id}.{wanted_property}")
    given, pattern = item.get("id"), _pattern(wanted_id)
    if pattern is None and given != wanted_id:
        raise MalformedBody(f"'{part}' must refer to {wanted_id}.{wanted_property}")
    if pattern is not None and not _fits(given, json.loads(wanted_id)):
        raise MalformedBody(f"'{part}' has an id that does not fit {wanted_id}")


def _pattern(wanted_id: str) -> list[Any] | None:
    """The values of a pattern-matching id, `None` for a plain one."""
    return list(json.loads(wanted_id).values()) if wanted_id.startswith("{") else None


def _fits(given: object, wanted: Mapping[str, Any]) -> bool:
    if not isinstance(given, dict) or set(given) != set(wanted):
        return False
    return all(
        isinstance(given[name], str | int | float | bool)
        if isinstance(value, list)
        else given[name] == value
        for name, value in wanted.items()
    )


def _check_triggers(names: object) -> None:
    if not isinstance(names, list) or len(names) > MOST_ITEMS:
        raise MalformedBody("'changedPropIds' is a list")
    if not all(isinstance(name, str) for name in names):
        raise MalformedBody("'changedPropIds' holds texts")


def _check_outputs(given: object, declared: Any) -> None:
    several = isinstance(declared, list | tuple)
    wanted = list(declared) if several else [declared]
    items = given if several else [given]
    if not isinstance(items, list) or len(items) != len(wanted):
        raise MalformedBody(f"'outputs' must have {len(wanted)} items")
    for item, output in zip(items, wanted, strict=True):
        if _is_several(output) != isinstance(item, list):
            raise MalformedBody(f"'outputs' mixes up one component and several of {output}")
        for one in item if isinstance(item, list) else [item]:
            _check_output(one, output)


def _is_several(output: Any) -> bool:
    """Whether the output stands for all components of a pattern."""
    wanted = output.component_id
    return isinstance(wanted, dict) and any(one in (ALL, ALLSMALLER) for one in wanted.values())


def _check_output(item: object, output: Any) -> None:
    # A duplicate output carries a hash behind its property.
    if not isinstance(item, dict) or not isinstance(item.get("property"), str):
        raise MalformedBody("'outputs' holds references")
    same = item["property"].partition("@")[0] == output.component_property
    if not same or not _fits_output(item.get("id"), output):
        raise MalformedBody(f"'outputs' must refer to {output}")


def _fits_output(given: object, output: Any) -> bool:
    wanted = output.component_id
    if not isinstance(wanted, dict):
        return bool(given == wanted)
    if not isinstance(given, dict) or set(given) != set(wanted):
        return False
    return all(
        given[name] == value if isinstance(value, str | int | float | bool) else True
        for name, value in wanted.items()
    )
