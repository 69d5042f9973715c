"""One sentence a question about a person's own table: what the figures say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from pages.components.sentence import Part, Sentence, strong
from pages.format import counted, money, rounded, share

Values = Mapping[str, float | None]
_TENTH = 10


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences are made of: figures by metric, how many schools, and the pattern."""

    values: Values
    schools: int
    pattern: str
    reason: str = ""

    def known(self, *metrics: str) -> list[float] | None:
        """The figures named, where all of them are there."""
        found = [self.values.get(metric) for metric in metrics]
        known = [value for value in found if value is not None]
        return known if len(known) == len(found) else None


def lead_words(facts: Facts) -> Sentence:
    """The page's sentence: progressivity where need is known, else the spread."""
    means = facts.known("mean_poor", "mean_nonpoor")
    if means:
        return [*_progressivity(means), _pattern(facts)]
    spread = facts.known("mean_pupil", "cv")
    if spread:
        mean, cv = spread
        return [
            f"{counted(facts.schools, 'school')} spend ",
            strong(f"{money(mean)} per pupil"),
            f"; schools differ from it by {share(cv, 1)} on average over pupils.",
        ]
    return [
        f"{counted(facts.schools, 'school')} have pupils and spending: too few for most figures."
    ]


def family_words(family: str, facts: Facts) -> Sentence:
    """The sentence of a family of figures."""
    made = _WORDS[family](facts)
    return made or [facts.reason[:1].upper() + facts.reason[1:] + "." if facts.reason else "–"]


def _progressivity(means: list[float]) -> list[Part | str]:
    poor, other = means
    gap = float(rounded(poor - other))
    if gap == 0:
        return ["Low-income pupils and others sit in schools that spend the same per pupil"]
    word = "more" if gap > 0 else "less"
    return [
        "An average low-income pupil sits in a school that spends ",
        strong(f"{money(abs(gap))} {word} per pupil"),
        f" than that of another pupil ({share(abs(gap) / other, 1)})",
    ]


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
    return [
        strong(share(hoover, 1)),
        (
            " of all dollars would have to move for every pupil to get the same. The lower half of "
            f"pupils has {share(low, 1)} of what the median would give them."
        ),
    ]


def _by_income(facts: Facts) -> Sentence:
    means = facts.known("mean_poor", "mean_nonpoor")
    return [*_progressivity(means), _pattern(facts)] if means else []


def _need(facts: Facts) -> Sentence:
    found = facts.known("cv", "need_cv")
    if not found:
        return []
    plain_cv, need_cv = found
    change = "smaller" if need_cv < plain_cv else "larger"
    return [
        "Counted by need, the spread is ",
        strong(change),
        f": {share(need_cv, 1)} of the mean instead of {share(plain_cv, 1)}.",
    ]


def _implicit(facts: Facts) -> Sentence:
    found = facts.known("implicit_unexplained")
    if not found:
        return []
    return [f"Needs explain {share(1 - found[0], 1)} of the spread between schools."]


def _formula(facts: Facts) -> Sentence:
    found = facts.known("formula_within_10")
    if not found:
        return []
    return [
        strong(share(found[0], 1)),
        " of pupils are in schools within 10 % of what a formula by these weights gives them.",
    ]


def _neutrality(facts: Facts) -> Sentence:
    found = facts.known("wealth_elasticity")
    if not found:
        return []
    change = found[0] * _TENTH
    word = "more" if change >= 0 else "less"
    return [
        "Ten percent more wealth goes with ",
        strong(f"{abs(rounded(change, 1))} % {word}"),
        " spending per pupil.",
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
