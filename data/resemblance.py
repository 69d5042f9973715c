"""Which known word a typed one resembles."""

from __future__ import annotations

from collections.abc import Sequence


def most_like(
    text: str, words: Sequence[str], *, least: float, in_parts: bool = False
) -> tuple[str, float] | None:
    """The word most like the text and its score out of a hundred; none below the least score.

    Read in parts, words in another order and within longer ones resemble as well.
    """
    # Few requests ask, and forty modules come along.
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    scorer = fuzz.WRatio if in_parts else fuzz.ratio
    found = process.extractOne(text, words, scorer=scorer, score_cutoff=least)
    return None if found is None else (found[0], found[1])
