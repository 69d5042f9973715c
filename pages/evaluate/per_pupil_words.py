"""The sentence of the per-pupil report, made from its results."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pages.components.sentence import Part, Sentence, strong
from pages.format import counted, money, share


@dataclass(frozen=True, slots=True)
class PerPupilFinding:
    """All schools with pupils shown: dollars per pupil booked there and shared, and the ends."""

    year: str
    method: str
    schools: int
    site: Decimal | None
    central: Decimal | None
    federal_share: float | None
    lowest: tuple[str, Decimal] | None = None
    highest: tuple[str, Decimal] | None = None
    is_budget: bool = False


def sentence(found: PerPupilFinding) -> Sentence:
    """What is really spent per pupil, how much of it is shared, and how far schools lie apart."""
    verb = "budgeted" if found.is_budget else "spent"
    if found.site is None or not found.schools:
        return [f"No school has both dollars and pupils in {found.year}."]
    if not found.method or found.central is None:
        return [
            f"In {found.year} schools {verb} ",
            strong(f"{money(found.site)} per pupil"),
            " of their own; no method says how central cost reaches them.",
        ]
    whole = found.site + found.central
    words: list[Part | str] = [
        f"In {found.year} ",
        strong(f"{money(whole)} per pupil"),
        (
            f" was {verb} at {counted(found.schools, 'school')}: {money(found.site)} booked at the "
            f"school and {money(found.central)} as its share of central cost"
        ),
    ]
    if found.federal_share is not None:
        words.append(f"; {share(found.federal_share)} is federal")
    words.append(".")
    if found.lowest and found.highest and found.lowest[0] != found.highest[0]:
        words.append(
            f" It runs from {money(found.lowest[1])} at {found.lowest[0]} to "
            f"{money(found.highest[1])} at {found.highest[0]}."
        )
    return words


def spread_sentence(before: float | None, after: float | None, method: str) -> Sentence:
    """What the method named does to the spread between schools of the largest level."""
    if before is None or after is None:
        return ["Too few schools of a level to tell what a method does to the spread."]
    if abs(after - before) < 0.005:  # noqa: PLR2004 - half a point
        return [f"The method “{method}” leaves the spread between schools as it is."]
    word = "narrows" if after < before else "widens"
    return [
        f"The method “{method}” ",
        strong(f"{word} the spread"),
        (
            f" between schools of the largest level: the coefficient of variation goes from "
            f"{before:.3f} to {after:.3f}."
        ),
    ]
