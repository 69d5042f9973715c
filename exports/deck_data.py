"""Charts for PowerPoint: the workbook inside each holds exactly the figures that are drawn.

The workbook is written by our own rules: text is text, never a formula, and a scatter's workbook
names its schools beside their two figures.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO

from pptx.chart.data import CategoryChartData, XyChartData
from pptx.chart.xlsx import CategoryWorkbookWriter, XyWorkbookWriter
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from exports.slides import Chart, Form, Series

_AS_TEXT = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False}  # fmt: skip
_FORMS = {Form.MONEY: '"$"#,##0;("$"#,##0)', Form.PERCENT: '0.0"%"', Form.NUMBER: "#,##0.##"}


def number_format(form: Form) -> str:
    """How a spreadsheet writes numbers of a form."""
    return _FORMS[form]


@contextmanager
def _opened(file: BinaryIO) -> Iterator[tuple[Any, Any]]:
    book = Workbook(file, _AS_TEXT)
    yield book, book.add_worksheet()
    book.close()


class _Categories(CategoryWorkbookWriter):  # type: ignore[misc]  # the library has no types
    """A sheet with the names in its first column."""

    def _open_worksheet(self, xlsx_file: BinaryIO) -> Any:
        return _opened(xlsx_file)


class _Points(XyWorkbookWriter):  # type: ignore[misc]
    """A sheet with name, x and y of every point; one series stands beside the other.

    (The library stacks them in the same two columns, which other programs read as one series.)
    """

    def _open_worksheet(self, xlsx_file: BinaryIO) -> Any:
        return _opened(xlsx_file)

    def series_name_ref(self, series: Any) -> str:
        """Where the name of a series stands: above its y."""
        return f"Sheet1!${self._letters(series)[2]}$1"

    def x_values_ref(self, series: Any) -> str:
        """Where the x of a series stand."""
        return self._reference(series, 1)

    def y_values_ref(self, series: Any) -> str:
        """Where the y of a series stand."""
        return self._reference(series, 2)

    def _reference(self, series: Any, place: int) -> str:
        letter = self._letters(series)[place]
        return f"Sheet1!${letter}$2:${letter}${len(series) + 1}"

    @staticmethod
    def _letters(series: Any) -> list[str]:
        return [xl_col_to_name(series.index * 3 + place) for place in range(3)]

    def _populate_worksheet(self, workbook: Any, worksheet: Any) -> None:
        """Side by side for each series: names, x, y."""
        form = workbook.add_format({"num_format": self._chart_data.number_format})
        for series, names in zip(self._chart_data, self._chart_data.names, strict=True):
            start = series.index * 3
            worksheet.set_column(start, start, 32 if any(names) else 4)
            worksheet.write_string(0, start + 1, "x")
            worksheet.write_string(0, start + 2, series.name)
            worksheet.write_column(1, start, names)
            worksheet.write_column(1, start + 1, series.x_values)
            worksheet.write_column(1, start + 2, series.y_values, form)


class NamedCategories(CategoryChartData):  # type: ignore[misc]
    """Data of bars, columns and lines."""

    @property
    def _workbook_writer(self) -> Any:
        return _Categories(self)


class NamedPoints(XyChartData):  # type: ignore[misc]
    """Data of a scatter; `names` say for each series what its points are."""

    def __init__(self, number_format: str = "General") -> None:
        super().__init__(number_format)
        self.names: list[list[str]] = []

    @property
    def _workbook_writer(self) -> Any:
        return _Points(self)


def category_data(chart: Chart) -> NamedCategories:
    """The figures of bars, columns or lines."""
    data = NamedCategories(number_format(chart.y.form))
    data.categories = list(chart.categories)
    for one in chart.series:
        data.add_series(one.name, list(one.values))
    return data


def point_data(chart: Chart) -> NamedPoints:
    """The figures of a scatter; a point without a figure is left out."""
    data = NamedPoints(number_format(chart.y.form))
    for one in chart.series:
        made = data.add_series(one.name)
        known = points(one)
        for _, x, y in known:
            made.add_data_point(x, y)
        data.names.append([one.names[place] if one.names else "" for place, _, _ in known])
    return data


def points(one: Series) -> list[tuple[int, float, float]]:
    """Place, x and y of the points that have both."""
    return [
        (place, x, y)
        for place, (x, y) in enumerate(zip(one.x, one.values, strict=True))
        if y is not None
    ]
