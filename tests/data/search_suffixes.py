"""Which ends of words stand in which parts of a search table, reckoned without SQL."""

from __future__ import annotations

from data.serving_schema import MOST_PARTS, SEARCH_PART

PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
BLANKS = str.maketrans(PUNCTUATION, " " * len(PUNCTUATION))


def search_suffixes(
    rows: list[dict], lines_of_a_part: int = SEARCH_PART, most_parts: int = MOST_PARTS
) -> list[dict]:
    """Rows of the table of ends for rows of the search table.

    A text between blanks is common by the parts it stands in; an end is common where one of its
    texts is, or where the parts of its texts, counted for each, are more than four times as many.
    """
    texts: dict[str, set[int]] = {}
    for place, line in enumerate(rows):
        for text in line["text"].split(" "):
            texts.setdefault(text, set()).add(place // lines_of_a_part)
    ends: dict[str, list[set[int]]] = {}
    for text, parts in texts.items():
        for word in text.translate(BLANKS).split(" "):
            for first in range(max(len(word) - 2, 1) if word else 0):
                ends.setdefault(word[first : first + 8], []).append(parts)
    return [
        {
            "suffix": end,
            "parts": None if _is_common(found, most_parts) else sorted(set().union(*found)),
        }
        for end, found in sorted(ends.items())
    ]


def _is_common(found: list[set[int]], most_parts: int) -> bool:
    return any(len(one) > most_parts for one in found) or sum(map(len, found)) > 4 * most_parts
