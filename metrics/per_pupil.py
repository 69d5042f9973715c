"""Spending per pupil and shares of pupils: sums are divided once, and only where they exist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.rounding import half_away

# Pupil counts carry up to four decimals (average daily attendance).
_PARTS = 10_000
COUNT_TYPES = ("october", "membership", "adm", "cumulative", "ada", "none")


def per_pupil(cents: int | None, pupils: float | None) -> int | None:
    """Dollars spent divided by pupils, in whole cents, half a cent away from zero.

    Missing where the dollars or the pupils are missing, or there are no pupils: never infinity
    and never zero in place of an unknown figure.
    """
    if cents is None or pupils is None or pupils <= 0:
        return None
    return half_away(cents * _PARTS, round(pupils * _PARTS))


@dataclass(frozen=True, slots=True)
class GroupShare:
    """Pupils of a group and their share of all pupils (0-1), or the reason why it is not shown."""

    pupils: float | None
    share: float | None
    reason: str = ""
    is_withheld: bool = False

    @property
    def is_hidden(self) -> bool:
        """Whether the figure exists and is withheld to protect small groups."""
        return self.is_withheld


# One wording, whether few pupils stand behind a figure or another one beside it would tell them.
HIDDEN = "hidden to protect small groups of pupils"
NOT_LOADED = GroupShare(None, None, "not loaded")
WITHHELD = {
    "suppressed": HIDDEN,
    "bottom_coded": "shown only as a few of the pupils",
    "top_coded": "shown only as nearly all pupils",
}


def withheld_share(status: str | None) -> GroupShare | None:
    """The share of a group whose count is withheld or given as a bound only; `None` if neither."""
    reason = WITHHELD.get(status or "")
    return GroupShare(None, None, reason, is_withheld=True) if reason else None


def group_share(group: float | None, whole: float | None, minimum_cell: int) -> GroupShare:
    """A group of pupils as a share of all pupils of the same count.

    Hidden where the group has fewer than `minimum_cell` pupils, also where it has none: either
    could tell of single children.
    """
    if group is None or whole is None or whole <= 0:
        return NOT_LOADED
    if group > whole:
        return GroupShare(None, None, "more pupils in the group than in all")
    if group < minimum_cell:
        return GroupShare(None, None, HIDDEN, is_withheld=True)
    return GroupShare(group, group / whole)


def preferred_count(counts: Mapping[str, float]) -> str | None:
    """The count that stands for a school's pupils: a one-day count before sums over the year."""
    return next((kind for kind in COUNT_TYPES if kind in counts), None)


def ranks(values: Sequence[int | None], groups: Sequence[str | None]) -> list[int | None]:
    """Place of each value in its group, the highest first; equal values share the better place."""
    ordered: dict[str | None, list[int]] = {}
    for value, group in zip(values, groups, strict=True):
        if value is not None:
            ordered.setdefault(group, []).append(value)
    places: dict[tuple[str | None, int], int] = {}
    for group, members in ordered.items():
        for place, value in enumerate(sorted(members, reverse=True), start=1):
            places.setdefault((group, value), place)
    return [
        None if value is None else places[group, value]
        for value, group in zip(values, groups, strict=True)
    ]


def group_sizes(values: Sequence[int | None], groups: Sequence[str | None]) -> list[int]:
    """How many values each row's group has."""
    sizes: dict[str | None, int] = {}
    for value, group in zip(values, groups, strict=True):
        sizes[group] = sizes.get(group, 0) + (value is not None)
    return [sizes[group] for group in groups]
