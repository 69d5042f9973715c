"""What a document shows: slides as data, one for each card, without a line about their look.

PowerPoint, PDF and the page of a school are drawn from the same slides, and a slide is read from
the card that the screen shows (`callbacks.reporting.cards`): so all of them say the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from pages.format import count, money

MOST_BARS: Final = 24
MOST_STEPS: Final = 9


class ChartKind(StrEnum):
    """How the values of a chart are drawn: `STACKED` bars lie, `PILED` ones stand."""

    BARS = "bars"
    COLUMNS = "columns"
    STACKED = "stacked"
    PILED = "piled"
    LINES = "lines"
    SCATTER = "scatter"


class Look(StrEnum):
    """How one series of lines or of a scatter is drawn."""

    MARKS = "marks"
    SOLID = "solid"
    DOTTED = "dotted"
    DASHED = "dashed"
    EDGE = "edge"


class Form(StrEnum):
    """What a number is, which decides how it is written."""

    MONEY = "money"
    PERCENT = "percent"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Series:
    """Values of one name. `x` is for scatters only; `sizes` are diameters in pixels.

    `names` say what each value is, `labels` are written beside the value of their place. A
    missing or hidden value is `None`: nothing is drawn and nothing is kept in the workbook.
    """

    name: str
    values: Sequence[float | None]
    x: Sequence[float] = ()
    look: Look = Look.SOLID
    colour: str = "blue"
    shape: str = "circle"
    sizes: Sequence[float] = ()
    names: Sequence[str] = ()
    labels: Mapping[int, str] = field(default_factory=dict)
    is_faint: bool = False


@dataclass(frozen=True, slots=True)
class Axis:
    """Words, ends and form of an axis; without ends the drawing chooses them.

    `start` says where an axis starts that does not start at zero.
    """

    words: str = ""
    low: float | None = None
    high: float | None = None
    form: Form = Form.NUMBER
    is_shown: bool = True
    start: str = ""

    def steps(self) -> tuple[float, float] | None:
        """A low end on a round step, and the step; none where the ends are not known."""
        if self.low is None or self.high is None or self.high <= self.low:
            return None
        units = [unit * 10.0**power for power in range(-3, 9) for unit in (1, 2, 2.5, 3, 4, 5, 6)]
        wide = [unit for unit in units if (self.high - self.low) / unit <= MOST_STEPS]
        # Steps that meet the low end on a round number read best: 8,750, 10,000, 11,250.
        eighths = [1.25 * 10.0**power for power in range(-2, 9)]
        several = sorted({*wide[:4], *(one for one in eighths if wide[0] < one < wide[3])})
        exact = next((unit for unit in several if self.low % unit == 0), None)
        step = exact or wide[0]
        # Where the words say at what the axis starts, it starts there.
        return (self.low if self.start else self.low // step * step), step


@dataclass(frozen=True, slots=True)
class Chart:
    """One chart; `categories` are missing for scatters only."""

    kind: ChartKind
    series: Sequence[Series]
    categories: Sequence[str] = ()
    x: Axis = Axis()
    y: Axis = Axis()
    title: str = ""
    description: str = ""

    @property
    def starts(self) -> str:
        """Where axes start that do not start at zero, as a sentence."""
        said = [axis.start for axis in (self.x, self.y) if axis.start]
        return " ".join(f"{text[:1].upper()}{text[1:]}." for text in said)

    @property
    def marks(self) -> Iterator[Series]:
        """The series that stand for figures of their own: not fits and edges of ranges."""
        return (one for one in self.series if one.look is not Look.EDGE)


class RowKind(StrEnum):
    """What a row of a table is."""

    PLAIN = "plain"
    GROUP = "group"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Heading:
    """The head of a column; numbers stand to the right."""

    words: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One row as the screen writes it."""

    cells: Sequence[str]
    kind: RowKind = RowKind.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """The rows behind a chart, as the screen writes them."""

    headings: Sequence[Heading]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class Slide:
    """One card: its question, its sentence, its pictures and rows, and how they were reckoned.

    `title` is the person's own title, empty for the question; `note` the person's own words.
    `remark` says what the picture leaves to the rows.
    """

    question: str
    finding: str
    charts: Sequence[Chart] = ()
    tables: Sequence[Table] = ()
    method: str = ""
    basis: str = ""
    source: str = ""
    address: str = ""
    title: str = ""
    note: str = ""
    remark: str = ""

    @property
    def heading(self) -> str:
        """What stands above the slide."""
        return self.title or self.question


@dataclass(frozen=True, slots=True)
class Deck:
    """A document of slides. `left_out` names cards that could not be shown, with the reason.

    Without `has_appendix` rows stand only where a slide has no picture.
    """

    title: str
    district: str
    author: str
    made: datetime
    data_as_of: date | None
    snapshot: str
    slides: Sequence[Slide]
    left_out: Sequence[str] = ()
    logo: bytes = b""
    has_appendix: bool = True


def table_of(chart: Chart) -> Table:
    """The values of a chart as rows, for cards that show a picture alone."""
    if chart.kind is ChartKind.SCATTER:
        return _points(chart)
    shown = list(chart.marks)
    heads = [Heading(chart.title or chart.x.words or "What"), *(Heading(one.name, is_number=True)
                                                               for one in shown)]  # fmt: skip
    rows = [
        Row([name, *(written(one.values[place], chart.y.form) for one in shown)])
        for place, name in enumerate(chart.categories)
    ]
    return Table(heads, rows)


def _points(chart: Chart) -> Table:
    heads = [
        Heading("Name"),
        *([Heading(chart.x.words, is_number=True)] if chart.x.is_shown else []),
        *([Heading(chart.y.words, is_number=True)] if chart.y.is_shown else []),
    ]
    rows = []
    for one in chart.marks:
        if one.look is not Look.MARKS:
            continue
        for name, x, y in zip(one.names, one.x, one.values, strict=True):
            cells = [name]
            cells += [written(x, chart.x.form)] if chart.x.is_shown else []
            cells += [written(y, chart.y.form)] if chart.y.is_shown else []
            rows.append(Row(cells))
    return Table(heads, sorted(rows, key=lambda row: row.cells[0].casefold()))


def written(value: float | None, form: Form) -> str:
    """A value of a chart in words: `$1,235`, `12.5%`, `1,234`."""
    if form is Form.MONEY:
        return money(value)
    places = 0 if value is None or float(value).is_integer() or abs(value) >= 1000 else 1  # noqa: PLR2004
    return count(value, places) + ("%" if form is Form.PERCENT and value is not None else "")
