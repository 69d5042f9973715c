"""JSON Schema of the mapping file, for completion and checking in an editor.

`python -m loaders.erp.mapping_schema > docs/mapping.schema.json` writes it anew.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from loaders.erp.mapping import Mapping
from loaders.erp.presets import preset_names


def mapping_schema() -> str:
    """Return the schema of a whole mapping file as JSON text."""
    inner = Mapping.model_json_schema(by_alias=True)
    definitions = inner.pop("$defs")
    inner["properties"]["preset"]["enum"] = [*preset_names(), None]
    _allow_short_segments(definitions["Layout"])
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Plumbline mapping file",
        "type": "object",
        "properties": {"mapping": inner},
        "required": ["mapping"],
        "additionalProperties": False,
        "$defs": definitions,
    }
    return json.dumps(_as_yaml_reads(schema), indent=1, sort_keys=True) + "\n"


def _allow_short_segments(layout: Any) -> None:
    items = layout["properties"]["segments"]["items"]
    layout["properties"]["segments"]["items"] = {"anyOf": [items, {"type": "string"}]}


def _as_yaml_reads(node: Any) -> Any:
    """Let a scalar stand with or without quotes: an editor re-types it, Plumbline never does."""
    if isinstance(node, list):
        return [_as_yaml_reads(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    node = {key: _as_yaml_reads(value) for key, value in node.items()}
    kind = node.get("type")
    if kind in ("string", "integer", "number", "boolean") and "enum" not in node:
        node["type"] = sorted({"string", "integer", "number", "boolean", "null"})
        for bound in ("minimum", "maximum"):
            node.pop(bound, None)
    return node


if __name__ == "__main__":
    sys.stdout.write(mapping_schema())
