"""Answers of callbacks as plain data, so that orjson writes them without another walk.

Dash has plotly look at every value of an answer, cell by cell, as soon as one component is among
them. Here only components are looked at: what our own hold (`pages/components/drawn.py`) and
every figure is plain data already. A component anywhere else is left to Dash's way.
"""

from __future__ import annotations

from typing import Any, Final

from dash.development.base_component import Component

# What Dash keeps on each component beside its properties.
_DASHS: Final = frozenset({
    "_prop_names", "_valid_wildcard_attributes", "available_properties",
    "available_wildcard_properties",
})  # fmt: skip


def plain_answer(value: Any) -> Any:
    """The value with its components as the dictionaries that the browser reads."""
    if isinstance(value, Component):
        return _plain(value)
    if isinstance(value, (list, tuple)):
        return [plain_answer(one) for one in value]
    return value


def _plain(component: Component) -> dict[str, Any]:
    props = {name: own for name, own in vars(component).items() if name not in _DASHS}
    if "children" in props:
        props["children"] = plain_answer(props["children"])
    return {"props": props, "type": component._type, "namespace": component._namespace}  # noqa: SLF001
