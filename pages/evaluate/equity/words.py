"""The sentences of the equity report: what the figures say, and what one line hides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Final

from pages.components.sentence import Part, Sentence, dig, strong
from pages.evaluate.level_words import schools_of
from pages.figures.need_scatter import Pattern
from pages.format import MINUS, counted, listed, money, rounded, share

RULE: Final = (
    "Line: pupil-weighted least squares with its 95% band, robust errors; solid where the interval "
    "of the slope leaves out 0 and the correlation is 0.50 or more, dotted where it is lower, no "
    "line where 0 lies inside."
)
FIFTHS: Final = ("lowest-need", "second", "middle", "fourth", "highest-need")
_METHODS: Final = "/evaluate/methods"
_TEN: Final = 10


@dataclass(frozen=True, slots=True)
class Finding:
    """What the schools compared say. `slope` is dollars for a share of 1 instead of 0.

    `pattern` is missing with fewer than ten schools of both figures; `fifths` is spending per
    pupil by fifths of pupils from least to most need, empty where there are none.
    """

    pattern: Pattern | None
    slope: float
    schools: int
    level: str
    fifths: Sequence[float]
    verb: str = "spends"

    @property
    def kind(self) -> str:
        """The schools in words."""
        return schools_of(self.level, self.schools)

    @property
    def top_gap(self) -> float | None:
        """Dollars of the neediest fifth less those of the middle fifth."""
        return self.fifths[4] - self.fifths[2] if self.fifths else None

    @property
    def fails_at_top(self) -> bool:
        """Whether the neediest fifth goes against the line."""
        gap = self.top_gap
        return gap is not None and float(rounded(gap)) * self.slope < 0


def lead_sentence(found: Finding) -> Sentence:
    """The answer to the page's question."""
    if not found.schools:
        return ["No school has spending, pupils and a share of low-income pupils on this basis."]
    if found.pattern is None:
        both = counted(found.schools, "school")
        return [f"Too few schools to say: {both} with both figures, and a line needs {_TEN}."]
    if found.pattern is Pattern.NONE:
        return _no_pattern(found)
    words: list[Part | str] = [
        f"{_start(found)}. For every 10 points more low-income pupils, a school {found.verb} ",
        dig(_step(found), f"{_METHODS}#slope", strong=True),
        f", {_how_clear(found)} {_across(found)}.",
    ]
    return [*words, *_at_the_top(found)]


def _start(found: Finding) -> str:
    if found.pattern is Pattern.WEAK:
        return "Somewhat" if found.slope > 0 else "Rather not"
    if found.slope < 0:
        return "Mostly no" if found.fails_at_top else "No"
    return "Mostly yes" if found.fails_at_top else "Yes"


def _step(found: Finding) -> str:
    size = abs(found.slope) / _TEN
    words = money(size) if rounded(size) else "under $1"
    return f"{words} {'more' if found.slope > 0 else 'less'} per pupil"


def _how_clear(found: Finding) -> str:
    return (
        "and the pattern is clear across"
        if found.pattern is Pattern.CLEAR
        else "but the pattern is weak across"
    )


def _across(found: Finding) -> str:
    return f"{found.schools:,} {found.kind}"


def _at_the_top(found: Finding) -> Sentence:
    gap = found.top_gap
    if gap is None or not found.fails_at_top:
        return []
    return [
        " It does not hold at the top: the fifth of pupils with the highest need gets ",
        strong(f"{money(abs(gap))} {'more' if gap > 0 else 'less'}"),
        " per pupil than the middle fifth.",
    ]


def _no_pattern(found: Finding) -> Sentence:
    words: list[Part | str] = [
        f"There is no clear pattern across {_across(found)}: ",
        "those with more low-income pupils get neither clearly more nor clearly less per pupil.",
    ]
    if found.fifths:
        gap = found.fifths[4] - found.fifths[0]
        if not rounded(gap):
            words.append(" The fifths of pupils with the highest and the lowest need get the same.")
            return words
        words += [
            " The fifth of pupils with the highest need gets ",
            strong(f"{money(abs(gap))} {'more' if gap > 0 else 'less'}"),
            " than the fifth with the lowest; that may be chance.",
        ]
    return words


def scatter_sentence(found: Finding, above: float | None, mean: float | None) -> Sentence:
    """What the picture shows; `above` is the mean size of the schools furthest above the line."""
    if found.pattern is None:
        return [f"{counted(found.schools, 'school')} drawn; too few for a line."]
    if found.pattern is Pattern.NONE:
        words: list[Part | str] = ["No line is drawn: what it would say may be chance."]
    else:
        answer = "Yes" if found.slope > 0 else "No"
        how = "the pattern is clear" if found.pattern is Pattern.CLEAR else "the pattern is weak"
        joined = "and" if (found.pattern is Pattern.CLEAR) else "but"
        words = [f"{answer}, {joined} {how}: ", strong(_step(found)), " for each 10 points."]
    if above and mean and above < mean * 0.6:
        words.append(
            f" The schools furthest above the line are small, {above:,.0f} pupils on average."
        )
    return words


def fifths_sentence(values: Sequence[float]) -> Sentence:
    """Whether every fifth gets more than the one before it, to the dollar."""
    if not values:
        return []
    dollars = [rounded(value) for value in values]
    first, last, most = dollars[0], dollars[-1], max(dollars)
    steps = list(pairwise(dollars))
    if first == last == min(dollars) == most:
        return ["Every fifth gets the same, ", strong(money(first)), "."]
    if first < last and all(low <= high for low, high in steps):
        rises = all(low < high for low, high in steps)
        start = "Yes. Each fifth gets more" if rises else "Mostly. No fifth gets less"
        return [f"{start} than the one before, from ", strong(money(first)), " to ",
                strong(money(last)), "."]  # fmt: skip
    peaks = [place for place, value in enumerate(dollars) if value == most]
    return _peaks(dollars, peaks)


def _peaks(dollars: Sequence[Decimal], peaks: Sequence[int]) -> Sentence:
    """Where spending is highest, in one fifth or in several alike."""
    last, most, is_one = len(dollars) - 1, strong(money(max(dollars))), len(peaks) == 1
    if 0 in peaks and last in peaks:
        return ["No. The fifths with the lowest and the highest need get the same, ", most,
                ", and none gets more."]  # fmt: skip
    if 0 in peaks and not is_one:
        return ["No. No fifth gets more than the one with the lowest need, ", most,
                f"; the one with the highest gets {money(dollars[last])}."]  # fmt: skip
    if 0 in peaks:
        return ["No. Spending is highest for the fifth with the lowest need, ", most,
                f", and {money(dollars[last])} for the highest."]  # fmt: skip
    if last in peaks:
        what = "The highest-need fifth gets most" if is_one else (
            "No fifth gets more than the one with the highest need"
        )  # fmt: skip
        return [f"Mostly. {what}, ", most, ", but the steps before it are uneven."]
    named = f"{listed([FIFTHS[one] for one in peaks])} {'fifth' if is_one else 'fifths'}"
    return [f"Not at the top. Spending peaks in the {named} at ", most,
            f", then falls to {money(dollars[last])}."]  # fmt: skip


def progress_sentence(ratio: float | None, by_level: Sequence[tuple[str, float]]) -> Sentence:
    """What a low-income pupil's school spends beside that of another pupil."""
    if ratio is None:
        return ["Too few schools to say."]
    points = _points(ratio)
    start = "Yes." if points > 0 else "No." if points < 0 else "About alike."
    words: list[Part | str] = [f"{start} A low-income pupil’s school spends "]
    if points:
        words += [strong(f"{share(abs(ratio - 1))} {'more' if points > 0 else 'less'}"), " than"]
    else:
        words += [strong("as much"), " as"]
    words.append(" the school of a pupil who is not")
    apart = [entry for entry in by_level if _points(entry[1]) != points]
    if apart:
        level, other = max(apart, key=lambda entry: abs(entry[1] - ratio))
        way = f"{share(abs(other - 1))} {'more' if other > 1 else 'less'}"
        words.append(f"; in {schools_of(level)} {way if _points(other) else 'as much'}")
    return [*words, "."]


def _points(ratio: float) -> Decimal:
    """How far a ratio lies from 1, in whole points as the sentence writes them."""
    return rounded((ratio - 1) * 100)


def signed_index(value: float) -> str:
    """An index with its sign, none where it rounds to 0."""
    index = rounded(value, 3)
    return f"{'' if not index else '+' if index > 0 else MINUS}{abs(index)}"


def alignment_words(part: float, schools: str = "schools") -> str:
    """How much of the inequality follows need: none, a share with it, or a share against it."""
    points = rounded(part * 100)
    if not points:
        return f"hardly any of the inequality between {schools} goes with need or against it"
    way = "lines up with" if points > 0 else "runs against"
    return f"{share(abs(part))} of the inequality between {schools} {way} need"


def spread_sentence(by_level: Sequence[tuple[str, float]]) -> Sentence:
    """How far schools of a level lie from its mean."""
    if not by_level:
        return ["No level has five schools, so no measure of spread is given."]
    low, high = (pick(by_level, key=lambda entry: entry[1]) for pick in (min, max))
    if share(low[1]) == share(high[1]):
        return [f"Spending per pupil varies by {share(low[1])} around the mean of its level."]
    return [
        f"Spending per pupil varies by {share(low[1])} ({schools_of(low[0])}) to ",
        strong(f"{share(high[1])} ({schools_of(high[0])})"),
        " around the mean of its level.",
    ]
