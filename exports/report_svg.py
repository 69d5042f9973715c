"""Charts as SVG for paper: drawn from the same series as the PowerPoint, without a browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import Final

from exports.slides import Axis, Chart, ChartKind, Form, Look, Series, written
from pages.format import money_short
from pages.theme import PALETTES, Theme

_PALETTE: Final = PALETTES[Theme.LIGHT]
_FONT: Final = "font-family='Inter Variable, Inter, sans-serif'"
_LETTER: Final = 0.54
"""About the width of a letter as a part of its size."""
_DASHES: Final = {Look.DOTTED: "1.5 4", Look.DASHED: "5 4"}
_SHORT: Final = 100_000


@dataclass(frozen=True, slots=True)
class Plane:
    """The place of the drawing inside its picture, in pixels, and the size of its text."""

    left: float
    top: float
    right: float
    bottom: float
    size: float


@dataclass(frozen=True, slots=True)
class Scale:
    """From values to pixels; `ticks` are values on the axis."""

    low: float
    high: float
    start: float
    end: float
    ticks: Sequence[float]

    def at(self, value: float) -> float:
        """The pixel of a value."""
        part = (value - self.low) / (self.high - self.low) if self.high > self.low else 0.0
        return self.start + part * (self.end - self.start)


def svg(chart: Chart, width: float, height: float, size: float = 11) -> str:
    """The picture of a chart as an SVG document of this size in pixels."""
    draw = {
        ChartKind.BARS: _lying,
        ChartKind.STACKED: _lying,
        ChartKind.COLUMNS: _standing,
        ChartKind.PILED: _standing,
        ChartKind.LINES: _lines,
        ChartKind.SCATTER: _scatter,
    }[chart.kind]
    top = size * 1.2
    parts = []
    if chart.title:
        parts.append(_text(0, top, chart.title, size + 1, "text", weight=640))
        top += size * 1.9
    key = list(_key(chart, top, width, size))
    if key:
        parts += key
        top += size * 1.9
    parts += draw(chart, Plane(0, top, width, height, size))
    return (
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width:g}' height='{height:g}' "
        f"viewBox='0 0 {width:g} {height:g}' {_FONT}>{''.join(parts)}</svg>"
    )


def _lying(chart: Chart, at: Plane) -> Iterator[str]:
    """Bars from left to right under each other, each with its figure at its end."""
    names = max((len(name) for name in chart.categories), default=0)
    left = min(names * at.size * _LETTER + 10, (at.right - at.left) * 0.38)
    scale = _measured(chart, left, at.right - at.size * 5)
    row = (at.bottom - at.top) / max(len(chart.categories), 1)
    stacked = chart.kind is ChartKind.STACKED
    thick = min(row * (0.7 if stacked else 0.74) / (1 if stacked else len(chart.series)), 24)
    yield _rule(scale.at(0), at.top, scale.at(0), at.bottom, "axis")
    for place, name in enumerate(chart.categories):
        middle = at.top + row * (place + 0.5)
        yield _text(left - 8, middle + at.size * 0.36, _cut(name, left, at.size), at.size, "text",
                    anchor="end")  # fmt: skip
        first = middle - thick * (1 if stacked else len(chart.series)) / 2
        so_far = 0.0
        for number, one in enumerate(chart.series):
            value = one.values[place]
            y = first if stacked else first + number * thick
            if value is None:
                if not stacked:
                    yield _text(scale.at(0) + 6, y + thick / 2 + at.size * 0.36, "–", at.size,
                                "text-3")  # fmt: skip
                continue
            begin, end = scale.at(so_far), scale.at(so_far + value)
            yield _box(min(begin, end), y, abs(end - begin), thick - 1.5, one.colour)
            if stacked:
                so_far += value
            else:
                size = min(at.size, thick * 1.1)
                words = _short(value, chart.y.form)
                yield _text(max(begin, end) + 6, y + thick / 2 + size * 0.32, words, size, "text")


def _standing(chart: Chart, at: Plane) -> Iterator[str]:
    """Columns beside each other over their names."""
    foot = at.bottom - at.size * 2
    scale = _measured(chart, foot, at.top + at.size * 1.4)
    across = (at.right - at.left) / max(len(chart.categories), 1)
    piled = chart.kind is ChartKind.PILED
    beside = 1 if piled else len(chart.series)
    wide = min(across * 0.66 / beside, 90)
    yield _rule(at.left, scale.at(0), at.right, scale.at(0), "axis")
    for place, name in enumerate(chart.categories):
        middle = at.left + across * (place + 0.5)
        yield _text(middle, foot + at.size * 1.5, name, at.size, "text-2", anchor="middle")
        so_far = 0.0
        for number, one in enumerate(chart.series):
            value = one.values[place]
            x = middle + ((0 if piled else number) - beside / 2) * wide
            if value is None:
                if not piled or number == 0:
                    yield _text(middle, scale.at(0) - 6, "–", at.size, "text-3", anchor="middle")
                continue
            y, from_ = scale.at(so_far + value), scale.at(so_far)
            yield _box(x, min(y, from_), wide - 2, abs(from_ - y), one.colour)
            so_far += value if piled else 0.0
            if piled and number < len(chart.series) - 1:
                continue
            words = one.labels.get(place) or _short(so_far if piled else value, chart.y.form)
            yield _text(x + wide / 2, y - 5, words, at.size, "text", anchor="middle")


def _lines(chart: Chart, at: Plane) -> Iterator[str]:
    """Lines over named places, with a range behind them where there is one."""
    left, right = at.size * 4.6, at.right - at.size * 3
    foot = at.bottom - at.size * 2
    scale = _measured(chart, foot, at.top + at.size)
    yield from _grid(scale, chart.y.form, left, right, at.size)
    step = (right - left) / max(len(chart.categories) - 1, 1)

    def x(place: float) -> float:
        return left + step * place

    every = max(1, round(len(chart.categories) * at.size * 3.4 / (right - left)))
    for place, name in enumerate(chart.categories):
        if place % every == 0 or place == len(chart.categories) - 1:
            yield _text(x(place), foot + at.size * 1.5, name, at.size, "text-2", anchor="middle")
    yield from _band(
        [one for one in chart.series if one.look is Look.EDGE],
        lambda one: [(x(p), scale.at(v)) for p, v in enumerate(one.values) if v is not None],
    )
    for one in chart.marks:
        known = [(x(p), scale.at(v)) for p, v in enumerate(one.values) if v is not None]
        yield _path(known, one)
        if one.look is Look.SOLID and len(chart.categories) <= 6:  # noqa: PLR2004
            yield from (_circle(px, py, 3, one.colour) for px, py in known)
    for one in chart.marks:
        for place, words in one.labels.items():
            value = one.values[place]
            if value is not None:
                anchor = "start" if place == 0 else "end" if place > 2 else "middle"  # noqa: PLR2004
                shift = -8 if not _has_above(chart, one, place) else at.size + 8
                yield _text(x(place), scale.at(value) + shift, words, at.size, "text",
                            anchor=anchor)  # fmt: skip


def _scatter(chart: Chart, at: Plane) -> Iterator[str]:
    """Marks in the plane; large ones lie below, names beside some of them."""
    left = at.size * 4.6 if chart.y.is_shown else at.size
    foot = at.bottom - at.size * 3.6
    x = _scaled(chart.x, [v for one in chart.series for v in one.x], left, at.right - 10)
    heights = [v for one in chart.series for v in one.values if v is not None]
    top = at.top + (at.size * 1.8 if chart.y.is_shown else 0)
    y = _scaled(chart.y, heights, foot, top)
    if chart.y.is_shown:
        yield _text(0, at.top + at.size * 0.8, chart.y.words, at.size, "text-2")
        yield from _grid(y, chart.y.form, left, at.right, at.size)
    yield _rule(left, foot, at.right, foot, "axis")
    for tick in x.ticks:
        yield _text(x.at(tick), foot + at.size * 1.5, _short(tick, chart.x.form), at.size,
                    "text-3", anchor="middle")  # fmt: skip
    yield _text((left + at.right) / 2, foot + at.size * 3, chart.x.words, at.size, "text-2",
                anchor="middle")  # fmt: skip

    def placed(one: Series) -> list[tuple[float, float]]:
        return [(x.at(a), y.at(b)) for a, b in zip(one.x, one.values, strict=True)
                if b is not None]  # fmt: skip

    yield from _band([one for one in chart.series if one.look is Look.EDGE], placed)
    for one in chart.marks:
        if one.look is not Look.MARKS:
            yield _path(placed(one), one)
    for one in chart.marks:
        if one.look is Look.MARKS:
            for place, (a, b) in enumerate(zip(one.x, one.values, strict=True)):
                if b is not None:
                    yield _mark(x.at(a), y.at(b), one, place)
    yield from _names(chart, x, y, at)


def _names(chart: Chart, x: Scale, y: Scale, at: Plane) -> Iterator[str]:
    is_line = not chart.y.is_shown
    for one in chart.marks:
        if is_line and len(one.values) > 2:  # noqa: PLR2004 - the table beside it has the names
            continue
        for place, words in one.labels.items():
            value = one.values[place]
            if value is None:
                continue
            px, py = x.at(one.x[place]), y.at(value)
            if one.look is not Look.MARKS or is_line:
                up = at.size * 2.2 if is_line and one.look is Look.MARKS else 12
                yield _text(px, max(py, at.top + up + 10) - up, words, at.size, "text",
                            anchor="middle", weight=600)  # fmt: skip
                continue
            away = one.sizes[place] / 2 + 4 if one.sizes else 8
            is_right = px > (x.start + x.end) / 2
            yield _text(px - away if is_right else px + away, py + at.size * 0.36, words, at.size,
                        "text", anchor="end" if is_right else "start")  # fmt: skip


def _measured(chart: Chart, start: float, end: float) -> Scale:
    if chart.kind in (ChartKind.STACKED, ChartKind.PILED):
        columns = zip(*(one.values for one in chart.series), strict=True)
        values = [sum(v or 0.0 for v in column) for column in columns]
    else:
        values = [v for one in chart.series for v in one.values if v is not None]
    return _scaled(chart.y, [*values, *([0.0] if chart.y.low in (None, 0.0) else [])], start, end)


def _scaled(axis: Axis, values: Sequence[float], start: float, end: float) -> Scale:
    low = axis.low if axis.low is not None else min(values, default=0.0)
    high = axis.high if axis.high is not None else max(values, default=1.0)
    steps = Axis(low=low, high=high, start=axis.start).steps()
    if steps is None:
        return Scale(low, low + 1, start, end, [low])
    first, step = steps
    ticks = [first + step * place for place in range(int((high - first) / step + 1e-9) + 1)]
    return Scale(first, high, start, end, ticks)


def _grid(scale: Scale, form: Form, left: float, right: float, size: float) -> Iterator[str]:
    for tick in scale.ticks:
        y = scale.at(tick)
        yield _rule(left, y, right, y, "grid")
        yield _text(left - 8, y + size * 0.36, _short(tick, form), size, "text-3", anchor="end")


def _band(
    edges: Sequence[Series], placed: Callable[[Series], list[tuple[float, float]]]
) -> Iterator[str]:
    if len(edges) == 2:  # noqa: PLR2004 - the upper and the lower edge
        high, low = placed(edges[0]), placed(edges[1])
        ring = " ".join(f"{px:.1f},{py:.1f}" for px, py in [*high, *reversed(low)])
        yield f"<polygon points='{ring}' fill='#18212d' fill-opacity='0.09'/>"


def _key(chart: Chart, y: float, width: float, size: float) -> Iterator[str]:
    """Names of the series where there are several; edges and lines of means need none."""
    named = [one for one in chart.marks if not (one.look is Look.DASHED and one.is_faint)]
    if len(named) < 2:  # noqa: PLR2004 - one series is named by its axis
        return
    x = 0.0
    for one in named:
        long = len(one.name) * size * _LETTER + 34
        if x + long > width:
            break
        middle = y - size * 0.32
        if chart.kind in (ChartKind.LINES, ChartKind.SCATTER) and one.look is not Look.MARKS:
            yield _path([(x, middle), (x + 16, middle)], one)
        elif chart.kind is ChartKind.SCATTER:
            yield _shape(x + 6, middle, 9, one)
        else:
            yield _box(x, middle - 5, 12, 10, one.colour)
        yield _text(x + 20, y, one.name, size, "text-2")
        x += long


def _mark(x: float, y: float, one: Series, place: int) -> str:
    return _shape(x, y, one.sizes[place] if one.sizes else 8, one)


def _shape(x: float, y: float, size: float, one: Series) -> str:
    colour, half = _hex(one.colour), size / 2
    look = f"fill='{colour}' fill-opacity='0.42' stroke='{colour}' stroke-width='1.1'"
    if one.shape == "ring":
        look = f"fill='#ffffff' stroke='{colour}' stroke-width='2'"
    if one.shape == "square":
        side = f"width='{size:.1f}' height='{size:.1f}'"
        return f"<rect x='{x - half:.1f}' y='{y - half:.1f}' {side} {look}/>"
    if one.shape in ("diamond", "triangle-up"):
        corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
        if one.shape == "triangle-up":
            corners = [(x, y - half), (x + half, y + half), (x - half, y + half)]
        ring = " ".join(f"{px:.1f},{py:.1f}" for px, py in corners)
        return f"<polygon points='{ring}' {look}/>"
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{half:.1f}' {look}/>"


def _circle(x: float, y: float, radius: float, colour: str) -> str:
    return f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{radius:g}' fill='{_hex(colour)}'/>"


def _path(known: Sequence[tuple[float, float]], one: Series) -> str:
    ring = " ".join(f"{px:.1f},{py:.1f}" for px, py in known)
    dash = f" stroke-dasharray='{_DASHES[one.look]}'" if one.look in _DASHES else ""
    width = 1 if one.is_faint else 2
    return (
        f"<polyline points='{ring}' fill='none' stroke='{_hex(one.colour)}' "
        f"stroke-width='{width}'{dash}/>"
    )


def _has_above(chart: Chart, one: Series, place: int) -> bool:
    own = one.values[place] or 0.0
    top = max((v for s in chart.series for v in s.values if v is not None), default=1.0)
    others = [other.values[place] for other in chart.series if other is not one]
    return any(value is not None and 0 < value - own < top * 0.2 for value in others)


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str) -> str:
    return (
        f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' "
        f"stroke='{_hex(colour)}' stroke-width='1'/>"
    )


def _box(x: float, y: float, width: float, height: float, colour: str) -> str:
    return (
        f"<rect x='{x:.1f}' y='{y:.1f}' width='{max(width, 0):.1f}' "
        f"height='{max(height, 0):.1f}' fill='{_hex(colour)}'/>"
    )


def _text(
    x: float, y: float, words: str, size: float, colour: str, *, anchor: str = "start",
    weight: int = 420,
) -> str:  # fmt: skip
    return (
        f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size:.1f}' font-weight='{weight}' "
        f"fill='{_hex(colour)}' text-anchor='{anchor}'>{escape(words)}</text>"
    )


def _cut(name: str, width: float, size: float) -> str:
    most = int((width - 10) / (size * _LETTER))
    return name if len(name) <= most else f"{name[: max(most - 1, 1)]}…"


def _short(value: float, form: Form) -> str:
    if form is Form.MONEY and abs(value) >= _SHORT:
        return money_short(value)
    return written(value, form)


def _hex(name: str) -> str:
    value = _PALETTE[name]
    return value if value.startswith("#") else "#d5dae0"
