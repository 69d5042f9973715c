"""The charts of a document, read from the figures of the screen and from rows of tables.

A figure is the plain dictionary that the browser draws. What it says with marks, lines, bands and
words becomes series with names, so that PowerPoint can draw and people can edit it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from exports.slides import MOST_BARS, Axis, Chart, ChartKind, Form, Look, RowKind, Series, Table
from pages.theme import MARK
from pages.words import told

Figure = Mapping[str, Any]
_TAG: Final = re.compile(r"<[^>]+>")
_NEAR: Final = 1e-9
_ALIKE: Final = 8.0
_NAMES: Final = {
    "elementary": "Elementary", "middle": "Middle", "high": "High", "k12": "All grades",
    "other": "Other schools", "own": "This school", "peer": "Closest peers", "fit": "Fit",
    "mean": "Mean", "school": "School",
}  # fmt: skip
_DASHES: Final = {"dot": Look.DOTTED, "dash": Look.DASHED}
_BESIDE: Final = ("blue-soft", "axis", "line-strong")
_COLOURS: Final = ("blue", "vermillion", "green", "purple", "slate")
_MONEY: Final = re.compile(r"^\(?[+−-]?\$")


def chart_of(figure: Figure, description: str, title: str = "") -> Chart:
    """The chart that a figure of the screen shows."""
    layout = figure["layout"]
    x, y = layout.get("xaxis", {}), layout.get("yaxis", {})
    if any(trace["type"] == "bar" for trace in figure["data"]):
        return _bars(figure, _axis(x), _axis(y), title, description)
    if x.get("tickvals"):
        return _lines(figure, _axis(y), title, description)
    series = [one for trace in figure["data"] for one in _scattered(trace)]
    series += [_straight(shape, x, y) for shape in layout.get("shapes", ())]
    words = next((a["text"] for a in layout.get("annotations", ()) if _is_axis_words(a)), "")
    upright = _axis(y, words)
    return Chart(
        ChartKind.SCATTER,
        [_labelled(one, layout) for one in series],
        x=_grounded(_axis(x), [value for one in series for value in one.x]),
        y=_grounded(upright, [v for one in series for v in one.values if v is not None]),
        title=title,
        description=description,
    )


def _grounded(axis: Axis, values: Sequence[float]) -> Axis:
    """An axis whose room for marks reaches below zero, where no value does, starts at zero."""
    if axis.low is not None and axis.low < 0 <= min(values, default=-1.0):
        return replace(axis, low=0.0)
    return axis


def bars_of(table: Table, columns: Sequence[int], main: int, description: str) -> Chart | None:
    """Some columns of a table as bars, exactly as written there; totals and groups stay out.

    `main` is the place among `columns` of the series to look at; the others are for comparison.
    Of a long table the first rows are drawn, in the order of the screen; rows without a figure
    are left to the table. `None` where no cell of the columns holds one.
    """
    plain = [row for row in table.rows if row.kind is RowKind.PLAIN]
    rows = [row for row in plain if any(figure_in(row.cells[at]) is not None for at in columns)]
    rows = rows[:MOST_BARS]
    cells = [[row.cells[place] for row in rows] for place in columns]
    values = [[figure_in(cell) for cell in column] for column in cells]
    if not any(value is not None for column in values for value in column):
        return None
    form = _form([cell for column in cells for cell in column])
    beside = iter(_BESIDE)
    series = [
        Series(table.headings[place].words, column,
               colour="blue" if number == main else next(beside))
        for number, (place, column) in enumerate(zip(columns, values, strict=True))
    ]  # fmt: skip
    return Chart(
        ChartKind.BARS,
        series,
        categories=[row.cells[0].partition("\n")[0] for row in rows],
        x=Axis(table.headings[0].words),
        y=Axis(series[0].name if len(series) == 1 else "", low=_floor(values), form=form),
        description=description,
    )


def figure_in(text: str) -> float | None:
    """The number that a cell writes: `($1,234)`, `58.3%`, `−2`; none for `–`, `*` and words."""
    plain = text.strip().replace("−", "-").replace("$", "").replace(",", "").removesuffix("%")
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    return float(plain) if re.fullmatch(r"[+-]?\d+(\.\d+)?", plain) else None


def _form(texts: Sequence[str]) -> Form:
    known = [text.strip() for text in texts if figure_in(text) is not None]
    if all(_MONEY.match(text) for text in known):
        return Form.MONEY
    return Form.PERCENT if all(text.endswith("%") for text in known) else Form.NUMBER


def _floor(values: Sequence[Sequence[float | None]]) -> float | None:
    """Bars start at zero; where some are negative the drawing chooses the end."""
    known = [value for column in values for value in column if value is not None]
    return 0.0 if min(known) >= 0 else None


def _bars(figure: Figure, x: Axis, y: Axis, title: str, description: str) -> Chart:
    traces = [trace for trace in figure["data"] if trace["type"] == "bar"]
    is_lying = traces[0].get("orientation") == "h"
    along, values = ("y", "x") if is_lying else ("x", "y")
    is_stacked = figure["layout"].get("barmode") == "stack" or (len(traces) > 1 and is_lying)
    one, several = (
        (ChartKind.BARS, ChartKind.STACKED) if is_lying else (ChartKind.COLUMNS, ChartKind.PILED)
    )
    kind = several if is_stacked else one
    series = [
        Series(
            _name(trace) or "Value",
            list(trace[values]),
            colour=_bar_colour(_marker(trace), place),
            labels=_texts(trace),
        )
        for place, trace in enumerate(traces)
    ]
    form = _form_of_texts(traces) if not is_lying else x.form
    measure = x if is_lying else y
    upright = Axis(measure.words, measure.low, measure.high, _first(measure.form, form))
    axis = figure["layout"].get("xaxis" if along == "x" else "yaxis", {})
    named = dict(zip(axis.get("tickvals") or (), axis.get("ticktext") or (), strict=False))
    categories = [_plain(str(named.get(name, name))) for name in traces[0][along]]
    return Chart(kind, series, categories, Axis(), upright, title, description)


def _first(one: Form, other: Form) -> Form:
    return other if one is Form.NUMBER else one


def _form_of_texts(traces: Sequence[Figure]) -> Form:
    texts = [str(text) for trace in traces for text in trace.get("text") or () if text]
    return (
        Form.MONEY if texts and all("$" in text for text in texts if text != "–") else Form.NUMBER
    )


def _texts(trace: Figure) -> dict[int, str]:
    texts = trace.get("text")
    if not isinstance(texts, (list, tuple)) or trace.get("textposition") == "none":
        return {}
    return {place: _plain(str(text)) for place, text in enumerate(texts) if text}


def _lines(figure: Figure, y: Axis, title: str, description: str) -> Chart:
    """Lines over named places: months, years."""
    layout = figure["layout"]
    axis = layout["xaxis"]
    ticks = list(axis["tickvals"])
    names = [_plain(str(text)) for text in axis.get("ticktext") or ticks]
    series: list[Series] = []
    for trace in figure["data"]:
        if "fill" in trace:
            series += [_along(one, ticks) for one in _edges(trace)]
        elif trace.get("hoverinfo") != "skip":
            series.append(_along(_one_line(trace, len(series)), ticks))
    for shape in layout.get("shapes", ()):
        if shape["y0"] == shape["y1"]:
            level = [float(shape["y0"])] * len(ticks)
            series.append(Series("Budget", level, look=Look.DASHED, colour="text"))
    texts = [a for a in layout.get("annotations", ()) if "xref" not in a]
    scale = _scale(layout.get("yaxis", {}))
    for place, one in enumerate(series):
        labels = {
            tick: _plain(a["text"])
            for a in texts
            for tick, value in enumerate(one.values)
            if one.look is not Look.EDGE and value is not None and a["x"] == ticks[tick]
            and abs(value - a["y"]) <= _NEAR * max(1.0, abs(value))
        }  # fmt: skip
        values = [None if value is None else value * scale for value in one.values]
        series[place] = replace(one, values=values, labels=labels)
    y = replace(y, **{end: getattr(y, end) * scale for end in ("low", "high")
                      if getattr(y, end) is not None})  # fmt: skip
    return Chart(ChartKind.LINES, series, names, Axis(), y, title, description)


def _scale(axis: Figure) -> float:
    """By what the ticks multiply: 100 where a share of 1 is written as percent."""
    for value, text in zip(axis.get("tickvals") or (), axis.get("ticktext") or (), strict=True):
        number = figure_in(str(text))
        if value and number is not None and str(text).endswith("%"):
            return 100.0 if number / value > 10 else 1.0  # noqa: PLR2004 - 1 or 100, rounded
    return 1.0


def _along(one: Series, ticks: Sequence[float]) -> Series:
    """The series with one value for each place, missing where it has none."""
    known = dict(zip(one.x, one.values, strict=True))
    return replace(one, values=[known.get(tick) for tick in ticks], x=())


def _one_line(trace: Figure, place: int) -> Series:
    line = trace.get("line", {})
    look = _DASHES.get(line.get("dash", ""), Look.SOLID)
    return Series(
        _name(trace) or "Fit",
        list(trace["y"]),
        x=list(trace["x"]),
        look=look,
        colour=_colour(line.get("color"), place),
    )


def _edges(trace: Figure) -> Iterator[Series]:
    """A band as its two edges: the first half runs along the top, the second one back below."""
    x, y = list(trace["x"]), list(trace["y"])
    if len(x) % 2:  # a closed ring repeats its start
        x, y = x[:-1], y[:-1]
    half = len(x) // 2
    name = trace.get("name") or "Range"
    for word, part in (("high", slice(None, half)), ("low", slice(half, None))):
        xs, ys = x[part], y[part]
        if word == "low":
            xs, ys = xs[::-1], ys[::-1]
        yield Series(f"{_NAMES.get(name, name)}, {word}", ys, x=xs, look=Look.EDGE, colour="slate",
                     is_faint=True)  # fmt: skip


def _scattered(trace: Figure) -> Iterator[Series]:
    if "fill" in trace:
        yield from _edges(trace)
    elif "lines" in trace.get("mode", "") and "markers" not in trace["mode"]:
        yield _one_line(trace, 0)
    elif trace.get("hoverinfo") != "skip":
        yield _marks(trace)


def _marks(trace: Figure) -> Series:
    marker = _marker(trace)
    names = [_plain(str(text).partition("<br>")[0]) for text in trace.get("text") or ()]
    fill = marker.get("color")
    hollow = isinstance(fill, str) and fill == f"{MARK}surface"
    named = fill if isinstance(fill, str) and not hollow else marker.get("line", {}).get("color")
    return Series(
        _name(trace) or told("Schools"),
        list(trace["y"]),
        x=list(trace["x"]),
        look=Look.MARKS,
        colour=_colour(named, 0),
        shape="ring" if hollow else str(marker.get("symbol", "circle")),
        sizes=_sizes(marker, len(trace["x"])),
        names=names or [""] * len(trace["x"]),
    )


def _sizes(marker: Figure, number: int) -> list[float]:
    """Diameters in pixels, as plotly reckons them from areas."""
    sizes = marker.get("size", _ALIKE)
    if not isinstance(sizes, (list, tuple)):
        return [float(sizes)] * number
    if marker.get("sizemode") != "area":
        return [float(size) for size in sizes]
    scale = marker.get("sizeref", 1.0)
    return [max(marker.get("sizemin", 0.0), (2 * size / scale) ** 0.5) for size in sizes]


def _straight(shape: Figure, x: Figure, y: Figure) -> Series:
    """A line of the layout; ends on the paper become the ends of the axis."""
    xs = [float(shape["x0"]), float(shape["x1"])]
    ys = [float(shape["y0"]), float(shape["y1"])]
    if shape.get("xref") == "paper":
        xs = list(x["range"])
    if shape.get("yref") == "paper":
        ys = list(y["range"])
    is_upright = xs[0] == xs[1]
    name = "Mean, upright" if is_upright else "Mean, across"
    return Series(name, ys, x=xs, look=Look.DASHED, colour="axis", is_faint=True)


def _labelled(one: Series, layout: Figure) -> Series:
    """The series with the words that stand beside its points."""
    labels = {}
    for words in layout.get("annotations", ()):
        if "xref" in words or one.look is Look.EDGE:
            continue
        for place, (x, y) in enumerate(zip(one.x, one.values, strict=True)):
            if y is not None and _same(x, words["x"]) and _same(y, words["y"]):
                labels[place] = _plain(words["text"])
                break
    return replace(one, labels=labels)


def _same(one: float, other: float) -> bool:
    return abs(one - other) <= _NEAR * max(1.0, abs(one))


def _is_axis_words(words: Figure) -> bool:
    return words.get("xref") == words.get("yref") == "paper" and words.get("yanchor") == "bottom" \
        and words.get("y") == 1  # fmt: skip


def _axis(axis: Figure, words: str = "") -> Axis:
    low, high = axis.get("range") or (None, None)
    prefix, suffix = axis.get("tickprefix", ""), axis.get("ticksuffix", "")
    prefix = prefix or str(axis.get("tickformat", ""))[:1]
    ticks = [str(text) for text in axis.get("ticktext") or ()]
    form = Form.MONEY if prefix == "$" else Form.PERCENT if suffix == "%" else Form.NUMBER
    if form is Form.NUMBER and ticks and all(text.endswith("%") for text in ticks):
        form = Form.PERCENT
    title = axis.get("title") or {}
    text = words or (title.get("text", "") if isinstance(title, dict) else str(title))
    name, _, start = _plain(text).partition("; ")
    start = start.replace("the axis", f"the axis of {name[:1].lower()}{name[1:]}") if start else ""
    return Axis(name, low, high, form, is_shown=axis.get("visible", True), start=start)


def _marker(trace: Figure) -> dict[str, Any]:
    marker: dict[str, Any] = trace.get("marker") or {}
    return marker


def _name(trace: Figure) -> str:
    name = str(trace.get("name") or "")
    return told(_NAMES.get(name, name))


def _bar_colour(marker: Mapping[str, Any], place: int) -> str:
    """The colour of a bar; a hatched one is drawn in the softer colour of its lines."""
    return "blue-soft" if marker.get("pattern") else _colour(marker.get("color"), place)


def _colour(given: Any, place: int) -> str:
    """The name of a colour of the theme: the first one where marks have their own."""
    first = given[0] if isinstance(given, (list, tuple)) and given else given
    if isinstance(first, str) and first.startswith(MARK):
        return first.removeprefix(MARK).partition("/")[0]
    return _COLOURS[place % len(_COLOURS)]


def _plain(text: str) -> str:
    return " ".join(_TAG.sub(" ", text.replace("<br>", " ")).split())
