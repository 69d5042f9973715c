"""Answers of callbacks as the browser gets them: as few components as possible, all plain data.

In the browser each of Dash's components listens to every change of every other one, and on the
server plotly looks at every value of an answer as soon as one component is among them. So what
needs no callback becomes a `Piece` of plain nodes: elements without an id, links, tables, charts.
A component with an id, or of another package, stays with what is around it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from dash.development.base_component import Component

from pages.components.drawn import (
    HTML,
    TOGETHER,
    Drawn,
    Node,
    Piece,
    is_node,
    kind_of,
    properties_of,
)
from pages.components.said import said

# Fields keep what is typed; the others are written with another name in the document.
_ALWAYS_DASHS: Final = frozenset({"Textarea", "Option", "Select", "MapEl", "ObjectEl"})
_SHOWN: Final = frozenset({"children", "title", "placeholder", "options", "label", "aria-label"})
"""Properties whose texts a person reads; addresses, values and rows are for programs."""


@dataclass(frozen=True, slots=True)
class _Made:
    """What became of a value: a node where `is_node`, else what Dash reads."""

    value: Any
    is_node: bool


def plain_answer(value: Any) -> Any:
    """The value of one property with its components as the browser reads them."""
    if isinstance(value, Component):
        return _joined([_made(value)])[0]
    if isinstance(value, (list, tuple)) and any(isinstance(one, Component) for one in value):
        return _joined(_made(one) for one in value)
    return value


def _made(value: Any) -> _Made:
    if not isinstance(value, Component):
        is_plain = value is None or isinstance(value, (str, int, float)) or is_node(value)
        return _Made(value, is_plain)
    if isinstance(value, Piece):
        return _Made(value.node, is_node=True)
    package, kind = kind_of(value)
    properties = properties_of(value)
    if isinstance(value, Drawn):
        return _Made((f"@{kind}", properties), is_node=True)
    inside = getattr(value, "children", None)
    several = isinstance(inside, (list, tuple))
    content = [_made(one) for one in (inside or ())] if several else [_made(inside)]
    if _is_plain(package, kind, properties) and all(one.is_node for one in content):
        known = [one.value for one in content if one.value is not None]
        if package == HTML:
            return _Made((kind.lower(), properties, *known), is_node=True)
        return _Made(("a", {**properties, "data-page": "1"}, *known), is_node=True)
    if inside is not None:
        joined = _joined(content)
        properties["children"] = joined if several else joined[0]
    return _Made({"props": properties, "type": kind, "namespace": package}, is_node=False)


def _is_plain(package: str, kind: str, properties: Mapping[str, Any]) -> bool:
    if "id" in properties or "n_clicks" in properties:
        return False
    if package == HTML:
        return kind not in _ALWAYS_DASHS
    return kind == "Link" and not {"target", "refresh"} & properties.keys()


def _joined(content: Iterable[_Made]) -> list[Any]:
    """Neighbours that are nodes as one piece; text alone stays text."""
    found: list[Any] = []
    for is_plain, group in groupby(content, lambda one: one.is_node):
        values = [one.value for one in group]
        if is_plain and any(isinstance(one, tuple) for one in values):
            nodes = [one for one in values if one is not None]
            values = [_piece(nodes[0] if len(nodes) == 1 else (TOGETHER, {}, *nodes))]
        found += values
    return found


def _piece(node: Node) -> dict[str, Any]:
    package, kind = kind_of(Piece)
    return {"props": {"node": node}, "type": kind, "namespace": package}


def plain_answers(value: Any, filled: str | tuple[str, ...]) -> Any:
    """What a callback answers, in the words of its reader: one value, or one for each output.

    `filled` names the properties that are filled, as the guard calls it.
    """
    if isinstance(filled, str) or not isinstance(value, (list, tuple)):
        return _answer(value, filled if isinstance(filled, str) else "")
    return [_answer(one, name) for one, name in zip(value, filled, strict=True)]


def _answer(value: Any, filled: str) -> Any:
    return plain_answer(said(value) if filled in _SHOWN else value)
