"""What the settings file says of the district: its name, words, buckets and categories."""

from __future__ import annotations

import json
from typing import Any

import duckdb

from loaders.erp.boundary import boundary_rings
from loaders.erp.mapping import Mapping
from loaders.erp.yaml_text import YamlError, read_yaml
from loaders.errors import LoaderError

_INSERT = (
    "INSERT INTO stage.district (district_id, name, state, nces_id, settings) "
    "VALUES ($district, $name, $state, $nces, $settings)"
)


def write_district(con: duckdb.DuckDBPyConnection, mapping: Mapping) -> None:
    """One row of `stage.district`; without a settings file the code stands for the name."""
    settings = _settings(mapping)
    categories = [{"code": entry.code, "label": entry.label} for entry in mapping.categories]
    if categories:
        settings.setdefault("categories", categories)
    con.execute(
        _INSERT,
        {
            "district": mapping.district,
            "name": settings.get("name") or mapping.district,
            "state": settings.get("state", ""),
            "nces": settings.get("nces_id", ""),
            "settings": json.dumps(settings, sort_keys=True, ensure_ascii=False),
        },
    )


def _settings(mapping: Mapping) -> dict[str, Any]:
    path = mapping.settings_path
    if path is None:
        return {}
    try:
        content, _ = read_yaml(path)
    except (OSError, YamlError) as problem:
        raise LoaderError(f"The district settings cannot be read: {problem}.", file=path) from None
    if not isinstance(content, dict):
        raise LoaderError("The district settings must be keys and values.", file=path)
    settings = dict(content)
    if settings.get("boundary"):
        settings["boundary_rings"] = boundary_rings(path.parent / str(settings["boundary"]))
    return settings
