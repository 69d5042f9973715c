"""Native PowerPoint charts in our colours: what people click can be edited."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from lxml import etree
from pptx.chart.chart import Chart as Drawn
from pptx.dml.color import RGBColor
from pptx.enum.chart import (
    XL_AXIS_CROSSES,
    XL_CHART_TYPE,
    XL_LABEL_POSITION,
    XL_LEGEND_POSITION,
    XL_MARKER_STYLE,
    XL_TICK_LABEL_POSITION,
    XL_TICK_MARK,
)
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml.ns import qn
from pptx.util import Pt

from exports.deck_data import category_data, point_data, points
from exports.slides import Axis, Chart, ChartKind, Form, Look, Series
from pages.theme import PALETTES, Theme

PALETTE: Final = PALETTES[Theme.LIGHT]
_TYPES: Final = {
    ChartKind.BARS: XL_CHART_TYPE.BAR_CLUSTERED,
    ChartKind.COLUMNS: XL_CHART_TYPE.COLUMN_CLUSTERED,
    ChartKind.STACKED: XL_CHART_TYPE.BAR_STACKED,
    ChartKind.PILED: XL_CHART_TYPE.COLUMN_STACKED,
    ChartKind.LINES: XL_CHART_TYPE.LINE_MARKERS,
    ChartKind.SCATTER: XL_CHART_TYPE.XY_SCATTER,
}
_MARKERS: Final = {
    "circle": XL_MARKER_STYLE.CIRCLE, "ring": XL_MARKER_STYLE.CIRCLE,
    "diamond": XL_MARKER_STYLE.DIAMOND, "square": XL_MARKER_STYLE.SQUARE,
    "triangle-up": XL_MARKER_STYLE.TRIANGLE, "x": XL_MARKER_STYLE.X,
}  # fmt: skip
_DASHES: Final = {Look.DOTTED: MSO_LINE_DASH_STYLE.ROUND_DOT, Look.DASHED: MSO_LINE_DASH_STYLE.DASH}
_LIES: Final = (ChartKind.BARS, ChartKind.STACKED)
_ON_TOP: Final = (ChartKind.STACKED, ChartKind.PILED)
_NEAR: Final = 0.2
_MANY: Final = 20
_SMALLEST: Final = 4
_ALONG: Final = 0.62
"""So far along a rising line its words end."""
_LABELLED_BARS: Final = 40
_THOUSANDS: Final = 1e5
_MILLIONS: Final = 1e6
_FILLED: Final = 45
"""Percent of opacity inside marks that may lie over each other."""


def rgb(name: str) -> RGBColor:
    """A colour of the light theme; bands, which are see-through there, become grey."""
    value = PALETTE[name]
    return RGBColor.from_string("D5DAE0" if value.startswith("rgb") else value[1:].upper())


def add_chart(slide: Any, chart: Chart, box: tuple[int, int, int, int], size: int) -> Any:
    """Draw a chart into `box` (left, top, width, height); `size` is the text size in points."""
    is_scatter = chart.kind is ChartKind.SCATTER
    if is_scatter:
        # Some programs lose series that stand before a longer one.
        chart = replace(chart, series=sorted(chart.series, key=lambda one: -len(one.values)))
    data = point_data(chart) if is_scatter else category_data(chart)
    frame = slide.shapes.add_chart(_TYPES[chart.kind], *box, data)
    drawn = frame.chart
    if len(chart.categories) * len(chart.series) > _MANY:
        size = max(8, size - 2)
    drawn.font.size = Pt(size)
    drawn.font.color.rgb = rgb("text-2")
    drawn.has_title = bool(chart.title)
    if chart.title:
        _words(drawn.chart_title.text_frame, chart.title, size + 1, "text", bold=True)
        drawn.chart_title.include_in_layout = False
    _axes(drawn, chart, size)
    for one, series in zip(chart.series, drawn.plots[0].series, strict=True):
        _series(series, one, chart, size)
    _legend(drawn, chart, size)
    if not is_scatter and chart.kind is not ChartKind.LINES:
        _bars(drawn, chart, size)
    properties = frame._element.nvGraphicFramePr.cNvPr  # noqa: SLF001 - the only way to the text
    properties.set("name", f"Chart: {chart.title or chart.description[:60]}")
    properties.set("descr", chart.description)
    return frame


def tick_format(form: Form, high: float) -> str:
    """How an axis and its labels write numbers as large as `high`."""
    if form is Form.MONEY:
        if high >= _MILLIONS:
            return '"$"#,##0.0,,"M"'
        return '"$"#,##0,"k"' if high >= _THOUSANDS else '"$"#,##0'
    if form is Form.PERCENT:
        return '0"%"'
    return "#,##0" if high >= 20 else "#,##0.0"  # noqa: PLR2004 - small numbers need a decimal


def _highest(chart: Chart) -> float:
    return max((abs(v) for one in chart.series for v in one.values if v is not None), default=0.0)


def _axes(drawn: Drawn, chart: Chart, size: int) -> None:
    high = _highest(chart)
    if chart.kind is ChartKind.SCATTER:
        furthest = max((abs(x) for one in chart.series for x in one.x), default=0.0)
        _value_axis(drawn.category_axis, chart.x, furthest, size, has_grid=False)
    else:
        names = drawn.category_axis
        names.tick_labels.font.size = Pt(size)
        names.tick_labels.font.color.rgb = rgb("text")
        names.format.line.color.rgb = rgb("axis")
        names.major_tick_mark = XL_TICK_MARK.NONE
        names.has_major_gridlines = False
        names.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        names.reverse_order = chart.kind in _LIES
        if chart.kind is ChartKind.STACKED:
            # The first name stands above; the figures of the axis still belong below.
            names.crosses = XL_AXIS_CROSSES.MAXIMUM
        skip = etree.Element(qn("c:tickLblSkip"))
        skip.set("val", "1")
        names._element.find(qn("c:noMultiLvlLbl")).addprevious(skip)  # noqa: SLF001
    _value_axis(drawn.value_axis, chart.y, high, size, has_grid=True)
    if chart.kind is ChartKind.STACKED:
        drawn.value_axis.tick_label_position = XL_TICK_LABEL_POSITION.NEXT_TO_AXIS
    if _is_labelled(chart):
        # Every bar carries its figure: the axis would only repeat it.
        drawn.value_axis.visible = False
        drawn.value_axis.has_title = False
        drawn.value_axis.has_major_gridlines = False


def _value_axis(axis: Any, words: Axis, high: float, size: int, *, has_grid: bool) -> None:
    axis.visible = words.is_shown
    axis.minimum_scale, axis.maximum_scale = words.low, words.high
    if words.is_shown and (steps := words.steps()):
        axis.minimum_scale, axis.major_unit = steps
    axis.has_major_gridlines = has_grid and words.is_shown
    if axis.has_major_gridlines:
        axis.major_gridlines.format.line.color.rgb = rgb("grid")
        axis.major_gridlines.format.line.width = Pt(0.75)
    axis.major_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(size)
    axis.tick_labels.font.color.rgb = rgb("text-3")
    axis.tick_labels.number_format = tick_format(words.form, high)
    axis.tick_labels.number_format_is_linked = False
    axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    axis.format.line.color.rgb = rgb("grid" if has_grid else "axis")
    axis.has_title = bool(words.words) and words.is_shown
    if axis.has_title:
        _words(axis.axis_title.text_frame, words.words, size, "text-2")


def _series(drawn: Any, one: Series, chart: Chart, size: int) -> None:
    if chart.kind in (*_LIES, ChartKind.COLUMNS, ChartKind.PILED):
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = rgb(one.colour)
        drawn.invert_if_negative = False
        return
    is_marked = one.look is Look.MARKS
    line = drawn.format.line
    if is_marked:
        line.fill.background()
    else:
        line.color.rgb = rgb("line-strong" if one.look is Look.EDGE else one.colour)
        line.width = Pt(1 if one.look is Look.EDGE or one.is_faint else 2.25)
        if one.look in _DASHES:
            line.dash_style = _DASHES[one.look]
        drawn.smooth = False
        drawn.marker.style = XL_MARKER_STYLE.NONE
    if is_marked:
        _marks(drawn, one)
    if is_marked or one.look is Look.SOLID or (one.labels and one.look is not Look.EDGE):
        _label_points(drawn, one, chart, size)


def _marks(drawn: Any, one: Series) -> None:
    """Marks as large as on the screen; see-through, because they lie over each other."""
    drawn.marker.style = _MARKERS.get(one.shape, XL_MARKER_STYLE.CIRCLE)
    drawn.marker.size = max(_SMALLEST, round(one.sizes[0] * 0.75)) if one.sizes else 7
    _fill(drawn.marker, one)
    if len(set(one.sizes)) > 1:
        for number, (place, _, _) in enumerate(points(one)):
            marker = drawn.points[number].marker
            marker.style = _MARKERS.get(one.shape, XL_MARKER_STYLE.CIRCLE)
            marker.size = min(72, max(_SMALLEST, round(one.sizes[place] * 0.75)))
            _fill(marker, one)


def _fill(marker: Any, one: Series) -> None:
    marker.format.line.color.rgb = rgb(one.colour)
    marker.format.line.width = Pt(1.75 if one.shape == "ring" else 1)
    marker.format.fill.solid()
    marker.format.fill.fore_color.rgb = rgb("blue-soft" if one.shape == "ring" else one.colour)
    if one.shape != "ring":
        colour = marker.format.fill._xPr.find(qn("a:solidFill"))[0]  # noqa: SLF001
        etree.SubElement(colour, qn("a:alpha")).set("val", f"{_FILLED}000")


def _label_points(drawn: Any, one: Series, chart: Chart, size: int) -> None:
    """Words beside single points, on the side that has room."""
    is_scatter = chart.kind is ChartKind.SCATTER
    order = [place for place, _, _ in points(one)] if is_scatter else range(len(one.values))
    if is_scatter and chart.y.is_shown and one.labels and one.look is not Look.MARKS:
        one = _moved(one)
    for number, place in enumerate(order):
        # Names of schools on one line would lie over each other: the table has them.
        is_crowd = is_scatter and not chart.y.is_shown and len(one.values) > 2  # noqa: PLR2004
        if (text := one.labels.get(place)) and not is_crowd:
            label = drawn.points[number].data_label
            _words(label.text_frame, text, size, "text", bold=len(one.values) == 1)
            label.position = _side(one, chart, place)


def _moved(one: Series) -> Series:
    """A line whose words stand so far along it that they have room before its end."""
    place = int((len(one.values) - 1) * (_ALONG if _rises(one) else 1 - _ALONG))
    return replace(one, labels={place: " ".join(one.labels.values())})


def _rises(one: Series) -> bool:
    return (one.values[-1] or 0) > (one.values[0] or 0)


def _side(one: Series, chart: Chart, place: int) -> Any:
    if chart.kind is not ChartKind.SCATTER:
        return _away(one, chart, place)
    if not chart.y.is_shown:
        return XL_LABEL_POSITION.ABOVE
    if one.look is not Look.MARKS:
        # On the side where the line lies below the words.
        return XL_LABEL_POSITION.LEFT if _rises(one) else XL_LABEL_POSITION.RIGHT
    middle = ((chart.x.low or 0) + (chart.x.high or 0)) / 2
    return XL_LABEL_POSITION.LEFT if one.x[place] > middle else XL_LABEL_POSITION.RIGHT


def _away(one: Series, chart: Chart, place: int) -> Any:
    """Below where another line runs above nearby, else above."""
    own, high = one.values[place], _highest(chart)
    others = [other.values[place] for other in chart.series if other is not one]
    is_near = any(
        value is not None and own is not None and 0 < value - own < high * _NEAR for value in others
    )
    return XL_LABEL_POSITION.BELOW if is_near else XL_LABEL_POSITION.ABOVE


def _is_labelled(chart: Chart) -> bool:
    """Whether each bar carries its figure."""
    bars = len(chart.categories) * len(chart.series)
    return chart.kind in (ChartKind.BARS, ChartKind.COLUMNS) and bars <= _LABELLED_BARS


def _bars(drawn: Drawn, chart: Chart, size: int) -> None:
    plot = drawn.plots[0]
    plot.gap_width = 45 if len(chart.series) == 1 else 60
    plot.overlap = 100 if chart.kind in _ON_TOP else -5
    if chart.kind is ChartKind.PILED:
        _label_parts(plot, chart, size)
    if not _is_labelled(chart):
        return
    plot.has_data_labels = True
    labels = plot.data_labels
    labels.show_value = True
    labels.number_format = _label_format(chart)
    labels.number_format_is_linked = False
    labels.font.size = Pt(size)
    labels.font.color.rgb = rgb("text")
    labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _label_parts(plot: Any, chart: Chart, size: int) -> None:
    """The figure of each part in its middle."""
    for drawn, one in zip(plot.series, chart.series, strict=True):
        labels = drawn.data_labels
        labels.show_value = True
        labels.number_format = _label_format(chart)
        labels.number_format_is_linked = False
        labels.font.size = Pt(size)
        labels.font.color.rgb = rgb("surface" if one.colour == "blue" else "text")
        labels.position = XL_LABEL_POSITION.CENTER


def _label_format(chart: Chart) -> str:
    if chart.y.form is Form.PERCENT:
        return '0.0"%"'
    return tick_format(chart.y.form, _highest(chart))


def _legend(drawn: Drawn, chart: Chart, size: int) -> None:
    """A legend where several names are drawn, without fits' edges and lines of means."""
    hidden = [
        place for place, one in enumerate(chart.series)
        if one.look is Look.EDGE or (one.look is Look.DASHED and one.is_faint)
    ]  # fmt: skip
    drawn.has_legend = len(chart.series) - len(hidden) > 1
    if not drawn.has_legend:
        return
    legend = drawn.legend
    legend.position = XL_LEGEND_POSITION.TOP
    legend.include_in_layout = False
    legend.font.size = Pt(size)
    legend.font.color.rgb = rgb("text-2")
    place_before = legend._element.find(qn("c:layout"))  # noqa: SLF001
    for place in hidden:
        entry = etree.Element(qn("c:legendEntry"))
        etree.SubElement(entry, qn("c:idx")).set("val", str(place))
        etree.SubElement(entry, qn("c:delete")).set("val", "1")
        if place_before is not None:
            place_before.addprevious(entry)
        else:
            legend._element.find(qn("c:legendPos")).addnext(entry)  # noqa: SLF001


def _words(frame: Any, text: str, size: int, colour: str, *, bold: bool = False) -> None:
    frame.text = text
    frame.word_wrap = False
    font = frame.paragraphs[0].runs[0].font
    font.size, font.bold = Pt(size), bold
    font.color.rgb = rgb(colour)
