"""What a scatter says in words: the pattern, its size, what one line hides, the quadrants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from metrics.registry import Unit
from pages.components.sentence import Part, Sentence, strong
from pages.evaluate.measure_words import is_dollars, is_share
from pages.figures.need_scatter import Pattern
from pages.format import MINUS, count, counted, money, money_short, rounded

MINIMUM: Final = 10
_STEPS: Final = {
    Unit.DOLLARS_PER_PUPIL: 1_000.0,
    Unit.DOLLARS: 1_000_000.0,
    Unit.PUPILS: 100.0,
    Unit.SHARE: 0.1,
    Unit.PERCENT: 0.1,
    Unit.POINTS: 10.0,
    Unit.INDEX: 0.1,
    Unit.FTE: 1.0,
    Unit.SQUARE_FEET: 10_000.0,
    Unit.MEALS: 10_000.0,
}


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure on an axis: its label and unit; `is_beyond` where need is allowed for."""

    id: str
    label: str
    unit: Unit
    is_beyond: bool = False

    @property
    def title(self) -> str:
        """The label of axis and column."""
        return f"{self.label}, beyond need" if self.is_beyond else self.label

    @property
    def step(self) -> float:
        """A round difference that the slope is told for."""
        return _STEPS[self.unit]

    @property
    def inside(self) -> str:
        """The label inside a sentence: `low-income pupils`, `distance from standard in English`."""
        head, mark, rest = self.label.partition(": ")
        beyond = " beyond need" if self.is_beyond else ""
        if mark:
            return f"{rest} in {head if head == 'English' else head.lower()}{beyond}"
        return (head if head.startswith("English") else head[:1].lower() + head[1:]) + beyond

    @property
    def most(self) -> str:
        """The upper end of the measure: `most low-income pupils`, `highest spending`."""
        words = self.side(is_high=True)
        return words.replace("more ", "most ", 1).replace("higher ", "highest ", 1)

    @property
    def step_words(self) -> str:
        """The step with its measure: `10 points more low-income pupils`."""
        step = self.step
        if is_share(self.unit):
            return f"{count(step * 100)} points more {self.inside}"
        if is_dollars(self.unit):
            amount = money(step) if step < 1_000_000 else money_short(step)  # noqa: PLR2004
            return f"{amount} more {self.inside}"
        if self.unit is Unit.POINTS:
            return f"{count(step)} points more {self.inside}"
        return f"{count(step, 1 if step < 1 else 0)} more {self.inside}"

    def difference(self, value: float) -> str:
        """The size of a difference in this measure: `$594`, `1.2 points`, `3`."""
        size = abs(value)
        if is_dollars(self.unit):
            return money(size)
        if is_share(self.unit):
            return f"{count(size * 100, 1)} points"
        if self.unit is Unit.POINTS:
            return f"{count(size, 1)} points"
        return count(size, 2 if size < 10 else 0)  # noqa: PLR2004 - small numbers need decimals

    def is_nothing(self, value: float) -> bool:
        """Whether a difference is too small to be written in this measure."""
        return self.difference(value) == self.difference(0.0)

    def signed(self, value: float) -> str:
        """A difference with its sign: `+$594`; none where nothing of it can be written."""
        if self.is_nothing(value):
            return self.difference(0.0)
        return f"{MINUS if value < 0 else '+'}{self.difference(value)}"

    def side(self, *, is_high: bool) -> str:
        """One side of the mean: `higher spending`, `fewer low-income pupils`."""
        if self.unit is Unit.DOLLARS_PER_PUPIL:
            what = "central share" if self.id == "central_per_pupil_usd" else "spending"
            beyond = " beyond need" if self.is_beyond else ""
            return f"{'higher' if is_high else 'lower'} {what}{beyond}"
        if self.unit in (Unit.SHARE, Unit.PUPILS, Unit.MEALS, Unit.FTE):
            return f"{'more' if is_high else 'fewer'} {self.inside}"
        name = self.inside.partition(" in ")[2] or self.inside
        return f"{'higher' if is_high else 'lower'} {name}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What the fit found; `slope` is y for one whole unit of x.

    `fifth_gap` is the mean of y over the fifth of pupils with most x, less that of the middle
    fifth; `reason` says why there is no fit although there are schools enough.
    """

    x: Measured
    y: Measured
    schools: int
    pattern: Pattern | None
    slope: float = 0.0
    fifth_gap: float | None = None
    reason: str = ""


def sentence(found: Finding) -> Sentence:
    """The pattern in words, honest where there is none or too few schools."""
    schools = counted(found.schools, "school")
    if found.schools < MINIMUM:
        have = "has" if found.schools == 1 else "have"
        return [f"Only {schools} {have} both figures: ", strong("too few schools"),
                f" (fewer than {MINIMUM}) for a pattern."]  # fmt: skip
    if found.pattern is None:
        return [f"No line can be drawn: {found.reason or 'a figure is the same everywhere'}."]
    if found.pattern is Pattern.NONE:
        more, less = found.x.side(is_high=True), found.y.inside
        neither = f"schools with {more} have neither clearly higher nor clearly lower {less}"
        return ["There is ", strong("no clear pattern"), f": {neither}, {schools}."]
    move = found.slope * found.x.step
    size = f"{found.y.difference(move)} {'higher' if move > 0 else 'lower'}"
    clear = "the pattern is clear" if found.pattern is Pattern.CLEAR else "the pattern is weak"
    words: list[Part | str] = [
        f"For every {found.x.step_words}, {found.y.inside} is ",
        strong("about the same" if found.y.is_nothing(move) else size),
        f"; {clear}, {schools}.",
    ]
    return [*words, *_hidden(found, move)]


def _hidden(found: Finding, move: float) -> list[str]:
    """What one line hides: the fifth of pupils at the upper end may not follow it."""
    gap = found.fifth_gap
    if gap is None or found.y.is_nothing(gap) or gap * move >= 0:
        return []
    word = "lower" if gap < 0 else "higher"
    where = f"in the fifth with {found.x.most}"
    size = f"{found.y.inside} is {found.y.difference(gap)} {word} than in the middle fifth"
    return [f" It does not hold at the top: {where}, {size}."]


def meaning(found: Finding) -> tuple[str, str]:
    """The slope for the label of the line: `+$594`, `for 10 points more low-income pupils`."""
    unit = " per pupil" if found.y.unit is Unit.DOLLARS_PER_PUPIL else ""
    return f"{found.y.signed(found.slope * found.x.step)}{unit}", f"for {found.x.step_words}"


def quadrant_words(x: Measured, y: Measured) -> tuple[str, str, str, str]:
    """The four fields in neutral words: upper left, upper right, lower left, lower right."""
    return (
        _field(x.side(is_high=False), y.side(is_high=True)),
        _field(x.side(is_high=True), y.side(is_high=True)),
        _field(x.side(is_high=False), y.side(is_high=False)),
        _field(x.side(is_high=True), y.side(is_high=False)),
    )


def _field(across: str, up: str) -> str:
    text = f"{across}, {up}"
    return text[:1].upper() + text[1:]


def correlation_words(r: float | None) -> str:
    """Pearson's r with two decimals."""
    if r is None:
        return ""
    value = rounded(r, 2)
    return f"{MINUS if value < 0 else ''}{abs(value)}"
