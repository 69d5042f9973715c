"""Which dollars count at a school: those booked there, its share of central cost, or both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from callbacks.evaluate.ground import Ground, year_rows
from data.attribution import attributed_spending, rule_sets
from data.school_spending import Share, unshared
from pages.components.page_head import BasisCell

NOTHING: Final = "no spending that counts by the district's classes"


WORDS: Final = {
    Share.BOTH: "At the school and central",
    Share.SITE: "Booked at the school",
    Share.ATTRIBUTED: "Share of central cost",
}


@dataclass(frozen=True, slots=True)
class Counting:
    """Which dollars count on a page. `method` names how central cost is shared, empty for none."""

    share: Share = Share.SITE
    method: str = ""

    @property
    def has_central(self) -> bool:
        """Whether central cost counts at all."""
        return self.share is not Share.SITE

    def words(self, basis: Ground) -> str:
        """Funds, amounts, year and place of booking: the start of every method line."""
        words = basis.year_words
        if not self.has_central:
            return words
        with_share = f"share of central cost ({self.method})"
        if self.share is Share.BOTH:
            with_share = f"at the school with its {with_share}"
        return words.replace("booked at the school", with_share)


SITE: Final = Counting()
"""Only what is booked at the school."""


def counting(basis: Ground, asked: str | None) -> Counting:
    """What the address asks for: both unless it says otherwise or central cost is not shared."""
    method = next((one.name for one in rule_sets(basis.warehouse, basis.scope.district)), "")
    known = Share(asked) if asked and asked in [*Share] else Share.BOTH
    if not method or central_reason(basis, basis.year.year):
        known = Share.SITE
    return Counting(known, method)


def central_reason(basis: Ground, year: int) -> str:
    """Why schools have no comparable share of central cost in a year; empty where they have."""
    return unshared(basis.warehouse, basis.scope, fiscal_year=year, funds=basis.funds)


def share_cell(basis: Ground, counted: Counting) -> BasisCell:
    """The choice between the three."""
    if not counted.method or central_reason(basis, basis.year.year):
        return BasisCell("Share", WORDS[Share.SITE])
    options = [(words, f"share={'' if code is Share.BOTH else code}")
               for code, words in WORDS.items()]  # fmt: skip
    return BasisCell("Share", WORDS[counted.share], options)


def shared_rows(basis: Ground, year: int, counted: Counting) -> list[dict[str, Any]]:
    """Every school in a year, its dollars as they count.

    Rows of the read model per-pupil; `spent_usd` and `per_pupil_usd` are those of the share asked
    for, beside `site_per_pupil_usd` and `central_per_pupil_usd`.
    """
    rows = year_rows(basis, year)
    if not counted.has_central:
        return rows
    report = attributed_spending(
        basis.warehouse, basis.scope, fiscal_year=year, funds=basis.funds
    ).to_pylist()
    found = {row["location_id"]: row for row in report}
    name = "total" if counted.share is Share.BOTH else "central"
    return [_shared(row, found.get(row["location_id"], {}), name) for row in rows]


def _shared(row: dict[str, Any], told: dict[str, Any], name: str) -> dict[str, Any]:
    parts = ("site_usd", "central_usd", "site_per_pupil_usd", "central_per_pupil_usd")
    spent, per_pupil = told.get(f"{name}_usd"), told.get(f"{name}_per_pupil_usd")
    reasons = [part for part in row["reason"].split("; ") if part and "in these funds" not in part]
    if spent is None:
        reasons.append(NOTHING)
    return {
        **row,
        **{part: told.get(part) for part in parts},
        "spent_usd": spent,
        "per_pupil_usd": per_pupil,
        "reason": "; ".join(reasons),
    }
