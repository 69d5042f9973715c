"""Labels: the words by which a district knows what Plumbline calls otherwise."""

from __future__ import annotations

from typing import Final

from access.permissions import Permission
from data.entities.entity import Entity
from data.entities.field import reference, text

COUNTED: Final = {
    "School": "Schools",
    "Central office": "Central offices",
    "Organization": "Organizations",
    "Location": "Locations",
    "Bucket": "Buckets",
    "Priority": "Priorities",
    "Strategy": "Strategies",
}
"""Words that a district may call otherwise, with what several of them are called."""
MONEY: Final = ("Budgeted", "Spent", "Encumbered", "Remaining")
"""The terms of money; they are renamed where they head a column or stand above a figure."""
WORD: Final = "label_word"

LABEL: Final = Entity(
    "label", "Label", "Labels",
    "What the district calls the words of Plumbline, the terms of money and its segments.",
    ("Configuration", "Labels", "Labels"),
    (
        reference("word", "Word", WORD, "School",
                  "What Plumbline calls it, or a segment of the account.", required=True),
        text("one", "Label", 40, "Campus", "What the district calls it.", required=True),
        text("many", "Several", 40, "Campuses", "What several of them are called."),
    ),
    ("word",),
    Permission.DISTRICT_ADMINISTER,
    unique=(("one",),),
    fixed=("word",),
)  # fmt: skip

ENTITIES: Final = (LABEL,)
