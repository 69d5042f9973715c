"""What a program across schools says in words: how much, and what goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, log10
from typing import Final

from pages.components.sentence import Part, Sentence, strong
from pages.evaluate.scatter_words import Measured
from pages.figures.need_scatter import Pattern
from pages.format import counted, money

COMPARED: Final = 5
"""Schools from which a spread is told."""
LINED: Final = 10
"""Schools from which a line is drawn."""
PUPIL: Final = {
    "all": "pupil",
    "frl": "low-income pupil",
    "ell": "English learner",
    "sped": "pupil with disabilities",
}
"""One of the pupils that dollars are divided by."""
PUPILS: Final = {
    "all": "All pupils",
    "frl": "Low-income pupils",
    "ell": "English learners",
    "sped": "Pupils with disabilities",
}
"""The pupils that dollars are divided by, as a choice."""
_CAUSE: Final = (
    " Money is often sent where pupils struggle, so this says nothing about what it achieves."
)


@dataclass(frozen=True, slots=True)
class Cost:
    """A school and what the program comes to for each pupil there, in dollars."""

    school: str
    dollars: float


@dataclass(frozen=True, slots=True)
class ProgramFinding:
    """What is known of a program: its cheapest and dearest school, and what it goes with.

    `schools` have the program and pupils to divide by; `both` of these have the outcome too.
    `slope` is the outcome for one dollar more; `reason` says why there is no line although there
    are schools enough.
    """

    program: str
    year: str
    group: str
    schools: int
    low: Cost | None = None
    high: Cost | None = None
    outcome: Measured | None = None
    both: int = 0
    pattern: Pattern | None = None
    slope: float = 0.0
    reason: str = ""
    is_budget: bool = False

    @property
    def per(self) -> str:
        """What a cost is for: `per pupil`, `per English learner`."""
        return f"per {PUPIL[self.group]}"

    @property
    def step(self) -> float:
        """A round difference of cost that the slope is told for, within what occurs."""
        if self.low is None or self.high is None or self.high.dollars <= self.low.dollars:
            return 1.0
        return float(10 ** max(0, floor(log10(self.high.dollars - self.low.dollars))))


def sentence(found: ProgramFinding) -> Sentence:
    """Whether a higher cost goes with another outcome; honest where nothing can be said."""
    if found.low is None or found.high is None:
        return [f"No school has money in {found.program} in {found.year}."]
    if found.schools == 1:
        amount = strong(f"{money(found.low.dollars)} {found.per}")
        only = f"Only {found.low.school} has {found.program}: "
        return [only, amount, ". With one school there is nothing to compare."]
    if found.outcome is not None and found.both >= LINED and found.pattern is not None:
        return _pattern(found, found.outcome)
    return [*_range(found), *_unsaid(found)]


def _unsaid(found: ProgramFinding) -> list[Part | str]:
    """Why no pattern is told."""
    if found.outcome is None:
        return [f" No results are loaded for {found.year}, so what it goes with cannot be said."]
    both = counted(found.both, "school")
    have = "has" if found.both == 1 else "have"
    if found.both < COMPARED:
        few = strong("too few to compare")
        return [f" Only {both} {have} both figures: ", few, f" (fewer than {COMPARED})."]
    if found.both < LINED:
        few = strong("too few for a pattern")
        return [f" {both} {have} both figures: ", few, f" (fewer than {LINED})."]
    return [f" No line can be drawn: {found.reason or 'nothing varies'}."]


def _range(found: ProgramFinding) -> list[Part | str]:
    """From the lowest to the highest cost."""
    if found.low is None or found.high is None:
        return []
    verb = "budget" if found.is_budget else "spend"
    return [
        f"{counted(found.schools, 'school')} {verb} from ",
        strong(money(found.low.dollars)),
        f" {found.per} on {found.program} at {found.low.school} to ",
        strong(money(found.high.dollars)),
        f" at {found.high.school}.",
    ]


def _pattern(found: ProgramFinding, outcome: Measured) -> Sentence:
    schools = counted(found.both, "school")
    verb = "budgeting" if found.is_budget else "spending"
    if found.pattern is Pattern.NONE:
        return [
            "There is ",
            strong("no clear pattern"),
            f": {verb} more on {found.program} goes with neither clearly higher nor ",
            f"clearly lower {outcome.inside}, {schools}.",
        ]
    move = found.slope * found.step
    word = "higher" if move > 0 else "lower"
    clear = "clear" if found.pattern is Pattern.CLEAR else "weak"
    return [
        f"For every {money(found.step)} more {found.per} on {found.program}, {outcome.inside} is ",
        strong(f"{outcome.difference(move)} {word}"),
        f"; the pattern is {clear}, {schools}.{_CAUSE}",
    ]


def scatter_sentence(found: ProgramFinding) -> Sentence:
    """The pattern alone, for the card of an outcome."""
    if found.outcome is None or found.low is None:
        return []
    if found.both < LINED:
        return [f"{counted(found.both, 'school')} with both figures; a line needs {LINED}."]
    if found.pattern is None:
        return [f"No line: {found.reason or 'nothing varies'}."]
    return _pattern(found, found.outcome)


def meaning(found: ProgramFinding) -> tuple[str, str]:
    """The slope for the label of the line: `+4.2 points`, `for $100 more per pupil`."""
    if found.outcome is None:
        return "", ""
    words = found.outcome.signed(found.slope * found.step)
    return words, f"for {money(found.step)} more {found.per}"


def without_sentence(
    without: int, with_mean: str, without_mean: str, outcome: Measured | None
) -> Sentence:
    """Schools without the program beside those with it; two groups, not two chances."""
    if not without:
        return ["Every school has some of it."]
    verb = "goes" if without == 1 else "go"
    words = f"{counted(without, 'school')} {verb} without it; zero dollars are a figure, not a gap."
    if outcome is None or not with_mean or not without_mean:
        return [words]
    return [
        f"{words} Their mean {outcome.inside} is ",
        strong(without_mean),
        f", that of schools with the program {with_mean}: the schools differ in more than this.",
    ]
