"""Which words stand in which parts of a search table, reckoned without SQL."""

from __future__ import annotations

from data.serving_schema import MOST_PARTS, SEARCH_PART


def search_words(rows: list[dict], lines_of_a_part: int = SEARCH_PART) -> list[dict]:
    """Rows of the table of words for rows of the search table."""
    parts: dict[str, set[int]] = {}
    for place, line in enumerate(rows):
        for word in line["text"].split():
            parts.setdefault(word, set()).add(place // lines_of_a_part)
    return [
        {"word": word, "parts": sorted(where) if len(where) <= MOST_PARTS else None}
        for word, where in sorted(parts.items())
    ]
