"""A school on one sheet of paper, tagged: what it gets, for whom, with what results, beside whom.

Everything comes from the cards of its profile. What does not fit is named, never cut in silence;
the sheet is set smaller until it is one page.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape
from pathlib import Path
from typing import Final

from exports.apart import one_page
from exports.report import document, figure, table
from exports.slides import Chart, Heading, Row, RowKind, Slide, Table, written
from pages.format import day
from pages.words import told

STYLE: Final = Path(__file__).with_name("one_pager.css")
SIZES: Final = (100, 92, 84, 76)
"""Percent of the usual size of letters that are tried in turn."""
HALF: Final = 344
"""Pixels across a column of the sheet."""
_LEFT: Final = ("school-money", "school-years")
_RIGHT: Final = ("school-need", "school-staff", "school-results", "school-groups")
_WIDE: Final = ("school-likeness",)
PANELS: Final = (*_LEFT, *_RIGHT, *_WIDE)
_TALL: Final = 150
_MOST_YEARS: Final = 5
_MOST_ROWS: Final = {"school-money": 14}


@dataclass(frozen=True, slots=True)
class OnePager:
    """What stands on the sheet; `figures` are label, value and note; `slides` go by card."""

    heading: str
    facts: str
    sentence: str
    basis: str
    figures: Sequence[tuple[str, str, str]]
    slides: Mapping[str, Slide]
    notes: Sequence[str]
    district: str
    data_as_of: date | None
    snapshot: str
    source: str
    logo: bytes = b""
    left_out: Sequence[str] = field(default_factory=tuple)


def one_pager(content: OnePager) -> bytes:
    """The sheet as a PDF; raises `NoPdfEngine` where the server cannot make one."""
    when = day(content.data_as_of)
    foot = f"{content.district} · Data as of {when} · snapshot {content.snapshot}"
    parts = "".join(_parts(content))
    style = STYLE.read_text(encoding="utf-8")
    return one_page(
        [
            document(
                content.heading,
                content.district,
                foot,
                [f"<main>{parts}</main>"],
                style.replace("SIZE", str(size)),
            )
            for size in SIZES
        ]
    )


def _parts(content: OnePager) -> list[str]:
    logo = ""
    if content.logo:
        words = escape(f"Logo of {content.district}", quote=True)
        picture = base64.b64encode(content.logo).decode()
        logo = f"<img class='logo' alt='{words}' src='data:image/png;base64,{picture}'>"
    figures = "".join(
        f"<li><span class='l'>{escape(label)}</span> <b>{escape(value)}</b> "
        f"<span class='s'>{escape(note)}</span></li>"
        for label, value, note in content.figures
    )
    left, right, wide = (
        "".join(_panel(name, content.slides[name]) for name in names if name in content.slides)
        for names in (_LEFT, _RIGHT, _WIDE)
    )
    notes = " ".join([content.basis, *content.notes, *content.left_out, content.source])
    return [
        f"<header>{logo}<h1>{escape(content.heading)}</h1>",
        f"<p class='facts'>{escape(content.facts)}</p></header>",
        f"<p class='lead'>{escape(content.sentence)}</p>",
        f"<ul class='kpis'>{figures}</ul>",
        f"<div class='cols'><div class='col'>{left}</div><div class='col'>{right}</div></div>",
        f"<div class='wide'>{wide}</div>",
        f"<p class='method'>{escape(notes)}</p>",
    ]


def _panel(name: str, slide: Slide) -> str:
    """One card: question, sentence, picture or rows, method."""
    head = (
        f"<section><h2>{escape(slide.heading)}</h2><p class='finding'>{escape(slide.finding)}</p>"
    )
    if name == "school-years" and slide.charts:
        return f"{head}{figure(_last_years(slide.charts[0]), HALF, _TALL, 8.5)}</section>"
    tables = slide.tables
    if name == "school-results" and slide.charts:
        tables = [results(slide.charts)]
    rows, more = _shortened(tables[0], _MOST_ROWS.get(name, 9)) if tables else (None, 0)
    said = f"<p class='method'>{more} more rows are on the screen.</p>" if more else ""
    listed = table(rows, slide.question) if rows is not None else ""
    return f"{head}{listed}{said}</section>"


def _last_years(chart: Chart) -> Chart:
    """The last five years of a trend."""
    first = max(len(chart.categories) - _MOST_YEARS, 0)
    kept = [
        replace(
            one,
            values=one.values[first:],
            labels={at - first: text for at, text in one.labels.items() if at >= first},
        )
        for one in chart.series
    ]
    return replace(chart, categories=chart.categories[first:], series=kept)


def results(charts: Sequence[Chart]) -> Table:
    """The pictures of results as rows: the school year by year, and the mean of its level."""
    years = sorted({year for chart in charts for year in chart.categories})[-_MOST_YEARS + 1 :]
    heads = [Heading("Result"), *(Heading(year, is_number=True) for year in years),
             Heading(f"Mean, {years[-1]}", is_number=True)]  # fmt: skip
    return Table(heads, [Row(_result(chart, years)) for chart in charts])


def _result(chart: Chart, years: Sequence[str]) -> list[str]:
    named = {one.name: dict(zip(chart.categories, one.values, strict=True)) for one in chart.marks}
    own, mean = named.get(told("School"), {}), named.get("Mean", {})
    return [chart.title, *(written(own.get(year), chart.y.form) for year in years),
            written(mean.get(years[-1]), chart.y.form)]  # fmt: skip


def _shortened(rows: Table, most: int) -> tuple[Table, int]:
    """The table without its lines of a group that say less than the room they take."""
    plain = [row for row in rows.rows if row.kind is RowKind.PLAIN]
    if len(plain) <= most:
        return rows, 0
    kept = set(map(id, plain[:most]))
    left = [row for row in rows.rows if row.kind is not RowKind.PLAIN or id(row) in kept]
    return Table(rows.headings, left), len(plain) - most
