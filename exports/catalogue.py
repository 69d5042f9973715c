"""The list of tables that can be exported, in words."""

from __future__ import annotations

from data.adoption_rows import KEPT_MODELS
from data.read_models import READ_MODELS


def catalogue_lines() -> list[str]:
    """Every table with its grain, columns and arguments, as the command line prints them."""
    lines: list[str] = []
    for name, model in sorted({**READ_MODELS, **KEPT_MODELS}.items()):
        lines += [f"{name}: {model.title}; {model.grain}"]
        lines += [f"    {column.name:<26} {column.doc}" for column in model.columns]
        if model.arguments:
            lines += ["  --set"]
            lines += [f"    {given.name + '=':<26} {given.help}" for given in model.arguments]
        lines += [""]
    return lines
