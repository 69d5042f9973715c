"""Components of our own, drawn by one script each (`assets/20-*.js`), and the nodes inside them.

Each of Dash's components costs the server some 50 microseconds and the browser more, again at
every change of the page; a table of 600 schools would be ten thousand of them. Here a whole
table, or a chart, is one, and what stands in it is plain data: text, or a node
`(element, properties, *content)`.
"""

from __future__ import annotations

from typing import Any, Final

from dash.development.base_component import Component

from pages.words import Name

Node = Any
"""Text, or a tuple of an element's name, its properties as React names them, and its content."""
Content = Any
"""A node, a component of `html`, a `dcc.Link`, nothing, or a list of these."""

HTML: Final = "dash_html_components"
TOGETHER: Final = ""
"""Stands for the name of an element where several nodes stand together."""
# What Dash keeps on each component beside its properties.
_DASHS: Final = frozenset({
    "children", "_prop_names", "_valid_wildcard_attributes", "available_properties",
    "available_wildcard_properties",
})  # fmt: skip


class Drawn(Component):  # type: ignore[misc]  # Dash has no types
    """A component that `window.plumbline` in the browser draws; its properties are plain data."""

    _namespace = "plumbline"
    _base_nodes: Final = ()
    _valid_wildcard_attributes: Final = ()

    def __init__(self, **properties: Any) -> None:
        # Dash's own way looks every property up in a package that its namespace would name.
        for name, value in properties.items():
            setattr(self, name, value)


class Piece(Drawn):
    """Plain nodes as one component (`assets/20-table.js`)."""

    _type = "Piece"
    _prop_names: Final = ("node",)


def element(name: str, *content: Content, **properties: Any) -> Node:
    """An element with what stands in it; `aria_hidden` becomes `aria-hidden`."""
    named = {key.replace("aria_", "aria-"): value for key, value in properties.items()}
    return (name, named, *map(node, content))


def link(text: Content, href: str, **properties: Any) -> Node:
    """A link to another page of Plumbline, which opens without loading everything anew."""
    return ("a", {"href": href, "data-page": "1", **properties}, node(text))


def node(content: Content) -> Node:
    """Content as plain data; a component that needs a callback or its own script is refused."""
    if isinstance(content, (str, tuple)):
        return content
    if content is None:
        return ""
    if isinstance(content, list):
        return (TOGETHER, {}, *map(node, content))
    if isinstance(content, Component):
        return _plain(content)
    return str(content)


def is_node(content: Content) -> bool:
    """Whether it is an element as plain data, and not text, a component or a list."""
    return isinstance(content, tuple) and len(content) > 1 and isinstance(content[1], dict)


def given(content: Node) -> Node:
    """Nodes whose texts somebody has written: they are never renamed."""
    if isinstance(content, str):
        return Name(content)
    if is_node(content):
        name, properties, *inside = content
        return (name, properties, *map(given, inside))
    return content


def properties_of(component: Component) -> dict[str, Any]:
    """The properties that a component was given, without its children."""
    return {
        name: value
        for name, value in vars(component).items()
        if name not in _DASHS and value is not None
    }


def kind_of(component: Component | type[Component]) -> tuple[str, str]:
    """The package and the name of a component, as the browser looks it up."""
    return component._namespace, component._type  # noqa: SLF001


def _plain(component: Component) -> Node:
    inside = getattr(component, "children", None)
    several = inside if isinstance(inside, (list, tuple)) else [] if inside is None else [inside]
    content = map(node, several)
    properties = {
        name: value for name, value in properties_of(component).items() if name != "refresh"
    }
    package, kind = kind_of(component)
    if package == HTML and "id" not in properties:
        return (kind.lower(), properties, *content)
    if kind == "Link":
        return ("a", {**properties, "data-page": "1"}, *content)
    raise TypeError(f"{kind} cannot stand inside a component that is drawn whole")
