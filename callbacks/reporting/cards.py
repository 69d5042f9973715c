"""The cards that go into documents, and how a card on the screen is read as a slide.

A card joins by its name in its menu (`Menu(card="need")`) and one line in `CARDS`. Everything else
is read from the card itself: what the screen does not show cannot get into a document.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from dash.development.base_component import Component

from exports.charts import bars_of, chart_of
from exports.slides import (
    MOST_BARS,
    Chart,
    ChartKind,
    Heading,
    Row,
    RowKind,
    Slide,
    Table,
    table_of,
)
from metrics.registry import FAMILIES
from pages.components.chart import Chart as Drawing
from pages.components.drawn import is_node
from pages.components.table import Table as Rows
from pages.words import told as said

_KINDS: Final = {"grp": RowKind.GROUP, "tt": RowKind.TOTAL, "st": RowKind.TOTAL}
_BREAK: Final = "\n"
_BETWEEN: Final = (("d", _BREAK), ("term", ", "), ("to", " to "))
"""What stands before words of a class: a line of its own, a comma, the end of a range."""
_UNSEEN: Final = frozenset({"vh", "th1", "only-m"})
"""Classes of words for screen readers or for phones only."""


@dataclass(frozen=True, slots=True)
class Card:
    """A card that documents may show: its name, and the columns of its table drawn as bars.

    `main` is the place in `bars` of the column to look at; the others are for comparison, or lie
    behind it on the same bar.
    """

    name: str
    bars: tuple[int, ...] = ()
    main: int = 0
    is_stacked: bool = False


CARDS: Final[dict[str, Card]] = {
    "home-need": Card("Spending and need"),
    "home-categories": Card("Spending by category", bars=(2,)),
    "home-levels": Card("Spending per pupil by level", bars=(2, 3), main=1),
    "home-funds": Card("Funds against budget", bars=(2, 3), main=1),
    "home-path": Card("The year month by month"),
    "home-buckets": Card("What is left in each bucket"),
    "home-orders": Card("Open orders"),
    "home-checks": Card("Agreement with the ERP"),
    "schools": Card("Schools by spending per pupil", bars=(8,)),
    "school-money": Card("Where a school's money goes", bars=(3, 4)),
    "school-need": Card("Who goes to a school", bars=(2, 3, 4)),
    "school-likeness": Card("A school beside its peers"),
    "school-years": Card("A school's spending by year"),
    "school-staff": Card("A school's staff", bars=(3, 4)),
    "school-results": Card("A school's results"),
    "school-groups": Card("Results by group of pupils"),
    "compare-sources": Card("Schools side by side: dollars by source"),
    "compare-results": Card("Schools side by side: results"),
    "compare-years": Card("Schools side by side: spending by year"),
    "scatter": Card("Two measures beside each other"),
    "equity-need": Card("Spending and need of every school"),
    "equity-fifths": Card("Fifths of pupils by need"),
    "equity-ranked": Card("Schools ranked by spending", bars=(2,)),
    "equity-spread": Card("Spread between schools"),
    "equity-progress": Card("Low-income and other pupils"),
    "equity-gaps": Card("Gaps to what need predicts", bars=(1,)),
    "equity-left-out": Card("Schools that are not compared"),
    "equity-curves": Card("Shares of pupils and dollars"),
    "equity-measures": Card("Every measure of equity"),
    "per-pupil-schools": Card("Dollars per pupil, site and central", bars=(3, 4), is_stacked=True),
    "per-pupil-methods": Card("Methods of sharing central cost"),
    "per-pupil-pools": Card("Central resources"),
    "per-pupil-identity": Card("Every dollar adds up"),
    "program-schools": Card("A program's cost by school", bars=(2,)),
    "program-outcome": Card("A program beside an outcome"),
    "program-second": Card("A program beside a second outcome"),
    "program-sums": Card("A program adds up"),
    "map-schools": Card("The measure of the map by school", bars=(2,)),
    "central-schools": Card("Central resources by school"),
    "central-school": Card("What the district provides to a school"),
    "central-pool": Card("Who gets a central resource"),
    "central-shared": Card("How central resources are shared"),
    "questions": Card("Questions to discuss"),
    **{f"methods-{code}": Card(f"Methods: {words}") for code, words in FAMILIES.items()},
    "federal-comparability": Card("Title I comparability"),
    "federal-esea": Card("Maintenance of effort, ESEA"),
    "federal-idea": Card("Maintenance of effort, IDEA"),
    "federal-screening": Card("Supplement, not supplant: screening"),
    "federal-formula": Card("Schools beside the formula"),
    "federal-salaries": Card("Pay above the average"),
}


def slide_of(page: Any, name: str) -> Slide | None:
    """The slide of the card `name` on a page; none where the page does not show the card."""
    section = next((one for one in _walk(page) if _is_card(one, name)), None)
    if section is None:
        return None
    question = _first(section, "H2")
    tables = [_named(found, one, question) for one in _walk(section)
              if (found := _table(one)) is not None]  # fmt: skip
    charts, remark = _charts(section, question), ""
    entry = CARDS[name]
    if not charts and entry.bars and tables:
        drawn = bars_of(tables[0], entry.bars, entry.main, question)
        kind = ChartKind.STACKED if entry.is_stacked else ChartKind.BARS
        charts = [replace(drawn, kind=kind)] if drawn else []
        remark = _remark(section, tables, len(drawn.categories)) if drawn else ""
    shown = [_visible(table) for table in tables]
    if not shown:
        shown = [table_of(chart) for chart in charts]
    return Slide(
        question=question,
        finding=_first(section, "finding") or _first(page, "lead-s"),
        charts=charts,
        tables=[table for table in shown if table.rows],
        method=_first(section, "method"),
        basis=basis_words(page),
        source=_first(page, "foot"),
        remark=remark,
    )


def cards_on(page: Any) -> list[str]:
    """Names of the cards of a page that documents may show, in order."""
    return [one.name for one in _sections(page) if one.name]


def key_figures(page: Any) -> list[tuple[str, str, str]]:
    """The strip of key figures: label, value and note of each."""
    cells = [one for one in _walk(page) if "kpi" in _classes(one)]
    return [(_first(one, "l"), _first(one, "v"), _first(one, "s")) for one in cells]


def words_of(page: Any, wanted: str) -> str:
    """The words of the first element of a kind (`H1`) or class (`lead-s`) on a page."""
    return _first(page, wanted)


def _remark(section: Any, tables: Sequence[Table], drawn: int) -> str:
    """What the picture of the first table, of so many rows `drawn`, leaves to the rows."""
    plain = sum(row.kind is RowKind.PLAIN for row in tables[0].rows)
    if plain > drawn:
        first = "the first " if drawn == MOST_BARS else ""
        return f"The picture shows {first}{drawn} of {plain} rows; all are in the table."
    if len(tables) > 1:
        caption = next(one.caption for one in _walk(section) if isinstance(one, Rows))
        return f"The picture shows one of several tables: {caption}."
    return ""


@dataclass(frozen=True, slots=True)
class _Found:
    name: str


def _sections(page: Any) -> Iterator[_Found]:
    for one in _walk(page):
        name = getattr(one, "data-card", None)
        if isinstance(one, Component) and one._type == "Section" and name:  # noqa: SLF001
            yield _Found(str(name))


def _is_card(one: Any, name: str) -> bool:
    return isinstance(one, Component) and getattr(one, "data-card", None) == name \
        and one._type == "Section"  # noqa: SLF001  # fmt: skip


def _charts(section: Any, question: str) -> list[Chart]:
    """The charts of a card in order; a small heading above one is its title."""
    charts: list[Chart] = []
    title, words = "", ""
    for one in _walk(section):
        if _type(one) == "H3":
            title = _text(one)
        words = str(getattr(one, "aria-label", None) or words)
        if isinstance(one, Drawing) and one.figure.get("data"):
            charts.append(chart_of(one.figure, words or question, title))
    if len(charts) > 1:
        return [replace(chart, title=chart.title or question) for chart in charts]
    return charts


def _table(node: Any) -> Table | None:
    for look, read in _LISTS.items():
        if look in _classes(node):
            return read(node)
    if not isinstance(node, Rows):
        return None
    headings = [
        Heading(_text(column["head"]), "n" in column.get("look", "").split())
        for column in node.columns
    ]
    return Table(headings, [_row(line) for line in [*node.rows, *node.foot]])


def _gaps(node: Any) -> Table:
    """A list of names with marks right and left of a line, as rows."""
    heads = [
        Heading(said("School")),
        Heading("Dollars per pupil from what need predicts", is_number=True),
    ]
    return Table(heads, [Row([_first(one, "nm"), _first(one, "v")]) for one in _children(node)])


def _asks(node: Any) -> Table:
    """Questions with what the figures say and what to talk about, as rows."""
    heads = [Heading("Question"), Heading("What the figures say"), Heading("To talk about")]
    return Table(heads, [
        Row([_first(one, "H3"), _first(one, "says"), _first(_find(one, "follow"), "Span")])
        for one in _children(node)
    ])  # fmt: skip


def _methods(node: Any) -> Table:
    """Figures with what they mean, their formula and their source, as rows."""
    heads = [Heading(words) for words in ("Figure", "What it means", "Formula", "Source")]
    rows = []
    for one in _children(node):
        parts = [_text(part) for part in _walk(_find(one, "Dl")) if _type(part) in ("Dt", "Dd")]
        facts = dict(zip(parts[::2], parts[1::2], strict=True))
        name = _first(one, "H3").removesuffix("#").strip()
        told = [facts.get(term, "") for term in ("Formula", "Source")]
        rows.append(Row([name, _first(one, "P"), *told]))
    return Table(heads, rows)


_LISTS: Final = {"gaps": _gaps, "asks": _asks, "methods": _methods}
"""Lists that are no tables on the screen, by their class, and how each is read as one."""


def _row(line: dict[str, Any]) -> Row:
    cells = [_text(cell) for cell in line["cells"] if "only-m" not in _classes(cell)]
    kind = _KINDS.get(line.get("kind", ""), RowKind.PLAIN)
    if kind is RowKind.PLAIN and len(cells) > 1 and not any(cells[1:]):
        kind, cells = RowKind.GROUP, cells[:1]
    if kind is RowKind.GROUP:
        # What can be unfolded on a screen cannot on paper.
        cells = [cell.removesuffix(": show all") for cell in cells]
    return Row(cells, kind)


def _named(table: Table, node: Any, question: str) -> Table:
    """A table with its name as its first row, where question and headings do not say it."""
    caption = str(getattr(node, "caption", ""))
    if caption in ("", question) or caption.startswith(table.headings[0].words):
        return table
    return Table(table.headings, [Row([caption], RowKind.GROUP), *table.rows])


def _visible(table: Table) -> Table:
    """The table without columns that hold pictures only."""
    plain = [row for row in table.rows if row.kind is not RowKind.GROUP]
    kept = [
        place
        for place in range(len(table.headings))
        if place == 0 or any(place < len(row.cells) and row.cells[place] for row in plain)
    ]
    rows = [
        row if row.kind is RowKind.GROUP else Row([row.cells[place] for place in kept], row.kind)
        for row in table.rows
    ]
    return Table([table.headings[place] for place in kept], rows)


def basis_words(page: Any) -> str:
    """What was chosen for the page: `Fiscal year: FY2027; Funds: General Fund`."""
    cells = []
    for one in _walk(page):
        if "basis-cell" in _classes(one):
            label, value = _basis_cell(one)
            cells.append(f"{label}: {value}")
    return "; ".join(cells)


def _basis_cell(cell: Any) -> tuple[str, str]:
    summary = next((one for one in _children(cell) if _type(one) == "Summary"), cell)
    words = [text for one in _children(summary) if (text := _text(one))]
    return words[0], " ".join(words[1:])


def _first(node: Any, wanted: str) -> str:
    """The words of the first element of a kind or class."""
    return _text(_find(node, wanted))


def _find(node: Any, wanted: str) -> Any:
    """The first element of a kind or class; nothing where there is none."""
    return next(
        (one for one in _walk(node) if _type(one) == wanted or wanted in _classes(one)), None
    )


def _text(node: Any) -> str:
    """What a reader sees of an element, without words for screen readers and phones.

    A small line under a name stays a line of its own.
    """
    lines = (" ".join(line.split()) for line in "".join(_words(node)).split(_BREAK))
    return _BREAK.join(line for line in lines if line)


def _words(node: Any) -> Iterator[str]:
    if _is_element(node):
        classes = _classes(node)
        if not classes & _UNSEEN:
            if _type(node) == "Span":
                yield next((mark for name, mark in _BETWEEN if name in classes), "")
            for child in _children(node):
                yield from _words(child)
    elif isinstance(node, (list, tuple)):
        for child in node:
            yield from _words(child)
    elif node is not None:
        yield str(node).replace(_BREAK, " ")


def _walk(node: Any) -> Iterator[Any]:
    """Every component of a tree and every element among them, in the order of the page."""
    if is_node(node):
        yield node
        yield from _walk(list(node[2:]))
    elif isinstance(node, (list, tuple)):
        for child in node:
            yield from _walk(child)
    elif isinstance(node, Component):
        yield node
        yield from _walk(getattr(node, "children", None))


def _is_element(node: Any) -> bool:
    """Whether it is a component, or an element inside one that is drawn whole."""
    return isinstance(node, Component) or is_node(node)


def _children(node: Any) -> Sequence[Any]:
    if is_node(node):
        return node[2:]  # type: ignore[no-any-return]
    children = getattr(node, "children", None)
    if children is None:
        return ()
    return children if isinstance(children, (list, tuple)) else (children,)


def _classes(node: Any) -> set[str]:
    named = node[1].get("className") if is_node(node) else getattr(node, "className", None)
    return set(str(named or "").split())


def _type(node: Any) -> str:
    if is_node(node):
        return str(node[0]).capitalize()
    return str(node._type) if isinstance(node, Component) else ""  # noqa: SLF001 - no other name
