"""What every document says of itself: whose figures, of when, by which conventions."""

from __future__ import annotations

from typing import Final

from exports.slides import Deck
from pages.format import day, moment
from pages.words import told

CONVENTIONS: Final = (
    "– is a missing figure, never zero; * is hidden because few pupils stand behind it.",
    "Negative dollars stand in parentheses. Each slide names its basis, year and schools.",
    "Charts are native: choose Edit data to see exactly the figures that are drawn.",
)


def about_lines(content: Deck) -> list[str]:
    """What the last page says: whose figures, of when, by which conventions, what is left out."""
    lines = [
        f"{content.district}. Data as of {day(content.data_as_of)}; snapshot {content.snapshot}.",
        f"Made {moment(content.made)} UTC by {content.author}, over what this person may see.",
        *map(told, CONVENTIONS),
        *sorted({slide.source for slide in content.slides if slide.source}),
    ]
    return lines + [f"Left out: {told(reason)}" for reason in content.left_out]
