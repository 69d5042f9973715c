"""The card of buckets that are over or slow at single locations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from dash import html

from pages.components.bucket_amounts import Amounts
from pages.components.bucket_table import BucketGroup, BucketLine, Link, bucket_table
from pages.components.card import Menu, card, quiet_link
from pages.components.notices import empty
from pages.components.sentence import Part, Sentence, strong
from pages.components.table import FOLD
from pages.format import count, counted, day_month, fiscal_year, listed, money

ANCHOR: Final = "locations"
MOST: Final = 50
"""So many lines of a group stand on the page; the file has all of them."""
_END: Final = {"Slow": ", {} likely unspent"}
_VERBS: Final = {
    "Overspent": ("is overspent", "are overspent"),
    "Will run over": ("will run over", "will run over"),
    "Slow": ("is slow", "are slow"),
    "Ran over": ("ran over", "ran over"),
}


@dataclass(frozen=True, slots=True)
class LocationGroup:
    """Lines with the same alert: the largest of the `count` there are, and the sum of all.

    `distance` is how far all of them end from their budgets.
    """

    name: str
    term: str
    lines: Sequence[BucketLine]
    total: Amounts
    count: int
    distance: Decimal


@dataclass(frozen=True, slots=True)
class LocationAlerts:
    """Buckets at single locations that are over or slow, out of `pairs` with money.

    `href` is where all of them are listed, `export` their file.
    """

    year: int
    year_end: date
    is_closed: bool
    groups: Sequence[LocationGroup]
    pairs: int
    link: Link
    href: str
    export: str
    is_shared: bool = False

    @property
    def number(self) -> int:
        """How many are over or slow."""
        return sum(group.count for group in self.groups)


def locations_card(view: LocationAlerts, *, most: int = MOST) -> html.Section:
    """The lines of each group, the largest amounts first; `most` of each are shown."""
    question = "At which locations are buckets over or slow?"
    if view.is_closed:
        question = "At which locations did buckets run over?"
    tools = [] if most == MOST else [quiet_link(f"All {count(view.number)}", view.href)]
    if not view.groups:
        notice = empty("At none.", "Every bucket stays within its budget at every location.")
        return card(question, body=notice)
    body = bucket_table(
        [_shown(group, most) for group in view.groups],
        Amounts(),
        year_end="" if view.is_closed else day_month(view.year_end),
        link=view.link,
        caption=question,
        has_total=False,
        first="Location and bucket",
        fold=FOLD if most == MOST else 0,
    )
    made = card(
        question,
        locations_sentence(view),
        body,
        method=_method(view),
        menu=Menu(view.export),
        tools=tools,
    )
    made.id = ANCHOR
    return made


def locations_sentence(view: LocationAlerts) -> Sentence:
    """How many lines of each group, and their dollars."""
    start = f"Of {counted(view.pairs, 'bucket')} at single locations "
    if not view.groups:
        return [f"{start}none {'ran over' if view.is_closed else 'is over or slow'}."]
    parts: list[Part | str] = [start]
    for place, group in enumerate(view.groups):
        join = "" if place == 0 else (" and " if place == len(view.groups) - 1 else ", ")
        verb = _VERBS[group.name][group.count > 1]
        end = _END.get(group.name, " by {}").format(money(group.distance))
        parts += [join, strong(f"{count(group.count)} {verb}"), end]
    return [*parts, "."]


def locations_words(view: LocationAlerts) -> str:
    """The same in a few words: `3 are overspent, 14 will run over and 10 are slow`."""
    return listed(
        [f"{count(group.count)} {_VERBS[group.name][group.count > 1]}" for group in view.groups]
    )


def _shown(group: LocationGroup, most: int) -> BucketGroup:
    lines, term = group.lines[:most], group.term
    if len(lines) < group.count:
        term = f"{term}; the {count(len(lines))} largest of {count(group.count)}"
    return BucketGroup(group.name, term, lines, group.total)


def _method(view: LocationAlerts) -> str:
    words = f"{fiscal_year(view.year)}. Each bucket at each location with money counts by itself; "
    words += "over the district such differences may balance. Largest amounts first."
    if view.is_shared:
        words += " An account that lies in several buckets counts in each of them."
    if view.is_closed:
        return words
    return f"{words} Each is projected from its own earlier years at that location."
