"""One sentence a question about a person's own table: what the figures say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pages.components.sentence import Part, Sentence, strong
from pages.format import counted, money, rounded, share

Values = Mapping[str, float | None]
_TENTH = 10
_START = "An average low-income pupil sits in a school that spends "
_THAN = " than that of another pupil"
_ALIKE = "Low-income pupils and others sit in schools that spend the same per pupil"
_START_EACH = "Weighted by their share of low-income pupils, schools spend "
_THAN_EACH = " than weighted by their share of the others"
_ALIKE_EACH = (
    "Schools spend the same per pupil, weighted by their share of low-income pupils or of "
    "the others"
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences are made of: figures by metric, the schools behind them, the pattern.

    `schools` are those whose need is known, `counts` the schools behind each figure, `bounds` the
    95 % interval of those that have one. `is_each` says that every school counts once: then no
    sentence may speak of pupils or of dollars.
    """

    values: Values
    schools: int
    pattern: str
    reason: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    bounds: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    is_each: bool = False

    def known(self, *metrics: str) -> list[float] | None:
        """The figures named, where all of them are there."""
        found = [self.values.get(metric) for metric in metrics]
        known = [value for value in found if value is not None]
        return known if len(known) == len(found) else None

    def behind(self, metric: str) -> str:
        """How many schools stand behind a figure, in words."""
        return counted(self.counts.get(metric, self.schools), "school")


def lead_words(facts: Facts) -> Sentence:
    """The page's sentence: progressivity where need is known, else the spread."""
    means = facts.known("mean_poor", "mean_nonpoor")
    if means:
        return [*_progressivity(means, facts), _pattern(facts)]
    schools = facts.behind("mean_pupil")
    spread = facts.known("mean_pupil", "cv")
    if spread:
        mean, cv = spread
        return [
            f"{schools} spend ",
            strong(f"{money(mean)} per pupil"),
            f"{' on average, each counted once' if facts.is_each else ''}; ",
            f"the standard deviation between them is {share(cv, 1)} of it.",
        ]
    return [f"{schools} have pupils and spending: too few for most figures."]


def family_words(family: str, facts: Facts) -> Sentence:
    """The sentence of a family of figures."""
    made = _WORDS[family](facts)
    return made or [facts.reason[:1].upper() + facts.reason[1:] + "." if facts.reason else "–"]


def _progressivity(means: list[float], facts: Facts) -> list[Part | str]:
    poor, other = means
    gap = float(rounded(poor - other))
    if gap == 0:
        return [_ALIKE_EACH if facts.is_each else _ALIKE]
    word = "more" if gap > 0 else "less"
    start, than = (_START_EACH, _THAN_EACH) if facts.is_each else (_START, _THAN)
    # A share of nothing, or of less than nothing, says nothing.
    part = f" ({share(abs(gap) / other, 1)})" if other > 0 else ""
    return [start, strong(f"{money(abs(gap))} {word} per pupil"), f"{than}{part}"]


def _pattern(facts: Facts) -> str:
    words = {
        "clear": "; the pattern between schools is clear",
        "weak": "; the pattern between schools is weak",
        "no clear pattern": "; between schools there is no clear pattern",
        "too few schools": "; too few schools for a pattern",
    }[facts.pattern]
    return f"{words}, {counted(facts.schools, 'school')}."


def _horizontal(facts: Facts) -> Sentence:
    found = facts.known("hoover", "mcloone")
    if not found:
        return []
    hoover, low = found
    if facts.is_each:
        return [
            strong(share(hoover, 1)),
            (
                " of spending per pupil would have to move between schools, each counted once, for "
                f"all to have the same. The lower half of schools has {share(low, 1)} of what the "
                "median would give them."
            ),
        ]
    return [
        strong(share(hoover, 1)),
        (
            " of all dollars would have to move for every pupil to get the same. The lower half of "
            f"pupils has {share(low, 1)} of what the median would give them."
        ),
    ]


def _by_income(facts: Facts) -> Sentence:
    means = facts.known("mean_poor", "mean_nonpoor")
    return [*_progressivity(means, facts), _pattern(facts)] if means else []


def _need(facts: Facts) -> Sentence:
    """The spread before and after needs count, of the same schools."""
    found = facts.known("need_cv_before", "need_cv")
    if not found:
        return []
    before, after = (rounded(100 * one, 1) for one in found)
    schools = f", {facts.behind('need_cv')} with every share of need."
    if before == after:
        change = "unchanged"
        size = f": {share(found[1], 1)} of the mean"
    else:
        change = "smaller" if after < before else "larger"
        size = f": {share(found[1], 1)} of the mean instead of {share(found[0], 1)}"
    return ["Counted by need, the spread is ", strong(change), size, schools]


def _implicit(facts: Facts) -> Sentence:
    found = facts.known("implicit_unexplained")
    if not found:
        return []
    return [f"Needs explain {share(1 - found[0], 1)} of the spread between schools."]


def _formula(facts: Facts) -> Sentence:
    found = facts.known("formula_within_10")
    if not found:
        return []
    whom = "schools are" if facts.is_each else "pupils are in schools"
    return [
        strong(share(found[0], 1)),
        f" of {whom} within 10 % of what a formula by these weights gives them.",
    ]


def _neutrality(facts: Facts) -> Sentence:
    found = facts.known("wealth_elasticity")
    if not found:
        return []
    schools = facts.behind("wealth_elasticity")
    low, high = facts.bounds.get("wealth_elasticity", (0.0, 0.0))
    if low <= 0 <= high:
        return ["Between wealth and spending there is ", strong("no clear pattern"),
                f", {schools}."]  # fmt: skip
    change = rounded(found[0] * _TENTH, 1)
    if change == 0:
        return ["Ten percent more wealth goes with hardly any other spending per pupil: ",
                strong("under a tenth of a percent"), f", {schools}."]  # fmt: skip
    return [
        "Ten percent more wealth goes with ",
        strong(f"{abs(change)} % {'more' if change > 0 else 'less'}"),
        f" spending per pupil, {schools}.",
    ]


def _outcomes(facts: Facts) -> Sentence:
    found = facts.known("outcome_explained")
    if not found:
        return []
    return [
        (
            f"Needs explain {share(found[0], 1)} of the spread in outcomes. The rest is no verdict "
            "on a school; an association is not a cause."
        )
    ]


def _federal(facts: Facts) -> Sentence:
    found = facts.known("equity_factor")
    return (
        [f"Counted as the federal grant counts, the spread is {share(found[0], 1)}."]
        if found
        else []
    )


_WORDS = {
    "horizontal": _horizontal,
    "progressivity": _by_income,
    "need": _need,
    "implicit": _implicit,
    "formula": _formula,
    "neutrality": _neutrality,
    "outcomes": _outcomes,
    "federal": _federal,
}
