"""What is wrong with a mapping file, said so that its author can repair it."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ValidationError

from loaders.erp.mapping_rules import Misfit
from loaders.errors import LoaderError

Loc = Sequence[int | str]


class MappingError(LoaderError):
    """A mapping file that cannot be used; `key` is the dotted way to the entry at fault."""

    def __init__(
        self,
        message: str,
        *,
        file: str | Path = "",
        key: str = "",
        found: str = "",
        expected: str = "",
        line: int | None = None,
    ) -> None:
        self.key = key
        place = f"{key}: {message}" if key else message
        super().__init__(place, file=file, row=line, found=found, expected=expected)


def mapping_error(
    problems: ValidationError,
    model: type[BaseModel],
    root: yaml.Node | None,
    file: Path,
    *,
    top: str = "mapping",
) -> MappingError:
    """Return the first of `problems` in words, with the count of the others.

    `top` is the key under which the whole content stands, if any.
    """
    details = [d for d in problems.errors(include_url=False) if d["type"] != "too_short"]
    details = details or problems.errors(include_url=False)
    # An unknown key explains the key that is missing beside it, so it is told first.
    first = min(details, key=lambda detail: detail["type"] != "extra_forbidden")
    loc = tuple(part for part in first["loc"] if part != "[key]")
    error = first.get("ctx", {}).get("error")
    misfit = error if isinstance(error, Misfit) else Misfit("")
    message, expected = _words(first, model, loc)
    expected, _, hint = expected.partition("; did you mean ")
    message += f", did you mean {hint}" if hint else "."
    loc += misfit.at
    rest = f" ({len(details) - 1} more such findings after this one.)" if len(details) > 1 else ""
    return MappingError(
        message + rest,
        file=file,
        key=dotted(loc, top),
        found=misfit.found or _found(first),
        expected=expected,
        line=line_of(root, loc),
    )


def dotted(loc: Loc, top: str = "mapping") -> str:
    """Return a way into the file: `mapping.files[0].columns.amount`."""
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc]
    return (top + "".join(parts)).removeprefix(".")


def line_of(root: yaml.Node | None, loc: Loc) -> int | None:
    """Return the line, from 1, of the deepest part of `loc` that the file has."""
    node, line = root, None
    for part in loc:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        elif isinstance(node, yaml.MappingNode):
            pair = next((p for p in node.value if p[0].value == part), None)
            if pair is None:
                break
            node, line = pair[1], pair[0].start_mark.line + 1
        else:
            break
    return line


def _words(detail: Any, model: type[BaseModel], loc: Loc) -> tuple[str, str]:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "extra_forbidden":
        known = sorted(_keys_at(model, loc[:-1]))
        close = get_close_matches(str(loc[-1]), known, 1, 0.5)
        hint = f"; did you mean {close[0]!r}?" if close else ""
        return "unknown key", ("one of " + ", ".join(known) if known else "another key") + hint
    if kind == "missing":
        return "this key is missing", ""
    if kind == "value_error":
        return "this does not fit", str(context["error"])
    if kind in {"literal_error", "enum"}:
        return "unknown value", f"one of {context['expected']}"
    return "this does not fit", _READABLE.get(kind) or _limit(kind, context) or detail["msg"]


_READABLE = {
    "int_parsing": "a whole number",
    "decimal_parsing": "a number",
    "bool_parsing": "true or false",
    "dict_type": "keys and values",
    "model_type": "keys and values",
    "tuple_type": "a list",
    "string_type": "text",
    "too_short": "at least one entry",
    "string_too_short": "some text",
}


def _limit(kind: str, context: Any) -> str:
    words = {
        "greater_than_equal": ("at least ", "ge"),
        "less_than_equal": ("at most ", "le"),
        "string_too_long": ("no more characters than ", "max_length"),
        "string_pattern_mismatch": ("text of the form ", "pattern"),
    }
    text, key = words.get(kind, ("", ""))
    return f"{text}{context[key]}" if key else ""


def _found(detail: Any) -> str:
    if detail["type"] in {"missing", "extra_forbidden"} or not isinstance(detail["input"], str):
        return ""
    return str(detail["input"])


def _keys_at(model: type[BaseModel], loc: Loc) -> set[str]:
    models = [model]
    for part in loc:
        models = [inner for outer in models for inner in _inside(outer, part)]
    return {field.alias or name for one in models for name, field in one.model_fields.items()}


def _inside(model: type[BaseModel], part: int | str) -> Iterator[type[BaseModel]]:
    """Models below the key `part`; list positions and dictionary keys lead nowhere further."""
    for name, field in model.model_fields.items():
        if part == (field.alias or name):
            yield from _models(field.annotation)
            return
    yield model


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias):
        if issubclass(annotation, BaseModel):
            yield annotation
        return
    for inner in typing.get_args(annotation):
        yield from _models(inner)
