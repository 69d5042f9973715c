"""How the buckets of a page were projected, in words for the line below their table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from callbacks.bucket_lines import Bucket
from data.districts import District
from metrics.projection import Limits, Method
from pages.format import fiscal_year, listed, share, word

_SHARED: Final = (
    "Some accounts lie in several buckets: in sums each counts once, and such sums are "
    "not projected."
)


def method(
    found: Sequence[Bucket], place: District, *, is_closed: bool = False, is_shared: bool = False
) -> str:
    """How the buckets were projected, and where alerts begin, in words for the method line."""
    once = _SHARED if is_shared else "Each account counts once."
    made = [bucket for bucket in found if bucket.outlook.projection.method is not Method.NONE]
    if is_closed:
        return f"{once} The year is closed."
    if not made:
        return f"{once} No projection for this year."
    years = sorted({one.year for bucket in made for one in bucket.outlook.earlier})
    straight = [
        bucket.line.name
        for bucket in made
        if bucket.outlook.projection.method is Method.STRAIGHT_LINE
    ]
    words = [once]
    if years:
        named = listed([fiscal_year(year) for year in years])
        words.append(f"Projection: seasonal, from {named}.")
        words.append(
            f"Ranges reach from the slowest to the fastest of these {word(len(years))} years, in "
            "sums of every bucket at once; they are no margin of error."
            if len(years) > 1
            else "A single earlier year gives no range."
        )
    if straight:
        words.append(f"{listed(straight)}: even pace, no history.")
    granted = [
        bucket.line.name for bucket in made if bucket.outlook.projection.method is Method.GRANT
    ]
    if granted:
        words.append(f"{listed(granted)}: by the grant's own period.")
    words.append(_alert_words(place.limits, has_grant=bool(granted)))
    words.append(f"Requisitions are {'' if place.subtracts_requisitions else 'not '}subtracted.")
    return " ".join(words)


def _alert_words(limits: Limits, *, has_grant: bool) -> str:
    slow = f"Slow: under {share(float(limits.slow))} likely spent"
    if has_grant:
        left = share(float(limits.grant_left))
        slow += f", or over {left} left in the last {limits.grant_days} days of a grant"
    over = "" if limits.over == 1 else f" Over: above {share(float(limits.over))} likely spent."
    return f"{slow}.{over}"
