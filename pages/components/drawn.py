"""Components of our own, drawn by one script each (`assets/20-*.js`), and the nodes inside them.

Each of Dash's components costs the server some 50 microseconds and the browser more, again at
every change of the page; a table of 600 schools would be ten thousand of them. Here a whole
table, or a chart, is one, and what stands in it is plain data: text, or a node
`(element, properties, *content)`.
"""

from __future__ import annotations

from typing import Any, Final

from dash.development.base_component import Component

Node = Any
"""Text, or a tuple of an element's name, its properties as React names them, and its content."""
Content = Any
"""A node, a component of `html`, a `dcc.Link`, nothing, or a list of these."""

_TOGETHER: Final = ""
# What Dash keeps on each component beside its properties.
_DASHS: Final = frozenset({
    "children", "refresh", "_prop_names", "_valid_wildcard_attributes", "available_properties",
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
        return (_TOGETHER, {}, *map(node, content))
    if isinstance(content, Component):
        return _plain(content)
    return str(content)


def is_node(content: Content) -> bool:
    """Whether it is an element as plain data, and not text, a component or a list."""
    return isinstance(content, tuple) and len(content) > 1 and isinstance(content[1], dict)


def _plain(component: Component) -> Node:
    inside = getattr(component, "children", None)
    several = inside if isinstance(inside, (list, tuple)) else [] if inside is None else [inside]
    content = map(node, several)
    properties = {
        name: value
        for name, value in vars(component).items()
        if name not in _DASHS and value is not None
    }
    if component._namespace == "dash_html_components" and "id" not in properties:  # noqa: SLF001
        return (component._type.lower(), properties, *content)  # noqa: SLF001
    if component._type == "Link":  # noqa: SLF001
        return ("a", {**properties, "data-page": "1"}, *content)
    raise TypeError(f"{component._type} cannot stand inside a component that is drawn whole")  # noqa: SLF001
