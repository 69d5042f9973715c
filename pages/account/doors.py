"""The pages in front of the sign-in: plain documents, each rendered from its facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jinja2

_FOLDER = Path(__file__).parent


def door_page(name: str) -> Callable[[dict[str, Any]], str]:
    """Renders one of the documents beside this file; every fact is escaped."""
    environment = jinja2.Environment(loader=jinja2.FileSystemLoader(_FOLDER), autoescape=True)
    page = environment.get_template(name)

    def render(facts: dict[str, Any]) -> str:
        return page.render(facts)

    return render


def spoken(districts: tuple[str, ...]) -> str:
    """Codes of the sample districts as words: `cedar-valley` is Cedar Valley."""
    return ", ".join(code.replace("-", " ").title() for code in districts)
