"""The families of figures: the question each answers, in the order of display."""

from __future__ import annotations

from typing import Final

FAMILIES: Final[dict[str, str]] = {
    "horizontal": "How equally do schools spend per pupil?",
    "progressivity": "Do low-income pupils sit where more is spent?",
    "need": "How equally, once needs are counted?",
    "implicit": "What does spending say a need is worth?",
    "formula": "How near are schools to a formula by need?",
    "neutrality": "Does spending follow wealth?",
    "outcomes": "How do spending and outcomes lie, needs held?",
    "funding": "What does a funding formula do to each school?",
    "federal": "What do federal rules ask?",
    "ledger": "What is in the books?",
    "schools": "What is known of a school?",
}
