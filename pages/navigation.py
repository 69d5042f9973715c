"""How the pages of long groups stand in the navigation."""

from __future__ import annotations

from collections.abc import Sequence

from pages.registry import Group, Page

PARTS: dict[Group, tuple[tuple[str, tuple[str, ...]], ...]] = {
    Group.EVALUATE: (
        ("Schools", ("/evaluate/schools", "/evaluate/compare", "/evaluate/map")),
        (
            "Fairness",
            ("/evaluate/equity", "/evaluate/per-pupil", "/evaluate/central", "/evaluate/federal"),
        ),
        ("Explore", ("/evaluate/scatter", "/evaluate/programs", "/evaluate/own-table")),
        ("Discuss", ("/evaluate/questions", "/evaluate/methods")),
    ),
}
"""Headings within long groups of the navigation; pages without one stand last."""


def parts(group: Group, pages: Sequence[Page]) -> list[tuple[str, list[Page]]]:
    """The pages of a group under their headings, in order; without headings as they come."""
    known = {page.path: page for page in pages}
    named = [
        (name, [known.pop(path) for path in paths if path in known])
        for name, paths in PARTS.get(group, ())
    ]
    return [entry for entry in (*named, ("", list(known.values()))) if entry[1]]
