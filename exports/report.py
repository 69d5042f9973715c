"""Slides as a tagged PDF: one page a slide, its rows beside it, fonts inside, nothing fetched.

The document follows PDF/UA: headings, figures with alternative texts, tables with heads, language
and title. The engine needs Pango, which is no Python package; without it the message says what to
install.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from config import ROOT
from exports.about import about_lines
from exports.report_svg import svg
from exports.slides import Chart, Deck, Row, RowKind, Slide, Table
from pages.format import counted, day

Report = Callable[[str, float], None]
FONTS: Final = ROOT / "assets" / "fonts"
STYLE: Final = Path(__file__).with_name("report.css")
WIDTH: Final = 672
"""Pixels between the margins of a page of Letter paper."""
NEEDED: Final = (
    "PDF files need Pango on the server. On Debian or Ubuntu: apt-get install libpango-1.0-0 "
    "libpangoft2-1.0-0 libharfbuzz-subset0. On macOS: brew install pango. "
    "PowerPoint files work without it."
)


_LATIN: Final = (
    "U+0000-00FF, U+0131, U+0152-0153, U+02BB-02DC, U+2000-206F, U+20AC, U+2122, U+2190-2193, "
    "U+2212, U+2215"
)
_MANY_BARS: Final = 16
_TAGGED: Final = "pdf/ua-1"


class NoPdfEngine(Exception):  # noqa: N818 - reads as the sentence the person gets
    """The server lacks what the PDF engine stands on. The message says what to install."""

    for_person = True

    def __init__(self) -> None:
        super().__init__(NEEDED)


def report(content: Deck, told: Report = lambda _step, _share: None) -> bytes:
    """The PDF file; `told` hears of every step."""
    pages = [_cover(content)]
    for number, slide in enumerate(content.slides):
        told(f"slide {number + 1} of {len(content.slides)}", 0.5 * number / len(content.slides))
        pages.append(_page(slide, number, has_rows=content.has_appendix or not slide.charts))
    pages.append(_about(content))
    told("laying out pages", 0.5)
    return pdf(document(content.title, content.district, data_words(content), pages))


def data_words(content: Deck) -> str:
    """What the foot of every page says."""
    return f"{content.district} · Data as of {day(content.data_as_of)}"


def document(title: str, author: str, foot: str, parts: Sequence[str], more_style: str = "") -> str:
    """A whole HTML document: title, language, style with fonts, and what stands at the foot."""
    fonts = "".join(
        f"@font-face {{ font-family: 'Inter Variable'; "
        f"src: url('{(FONTS / name).as_uri()}'); unicode-range: {span}; }}"
        for name, span in (
            ("inter-latin.woff2", _LATIN),
            ("inter-latin-ext.woff2", "U+0100-02BA, U+1E00-1E9F, U+20A0-20AB"),
        )
    )  # fmt: skip
    style = STYLE.read_text(encoding="utf-8") + more_style
    style = style.replace("FOOT", _quoted(foot))
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(title)}</title>"
        f"<meta name='author' content='{escape(author, quote=True)}'>"
        f"<style>{fonts}{style}</style></head><body>{''.join(parts)}</body></html>"
    )


def pdf(html: str) -> bytes:
    """The tagged PDF of a document. Raises `NoPdfEngine` with the way out."""
    return pages_and_pdf(html)[1]()


def pages_and_pdf(html: str) -> tuple[int, Callable[[], bytes]]:
    """How many pages a document takes, and how to write it once that is right."""
    laid_out = _engine(html).render(pdf_variant=_TAGGED)
    return len(laid_out.pages), lambda: laid_out.write_pdf(pdf_variant=_TAGGED)


def _engine(html: str) -> Any:
    try:
        import weasyprint  # noqa: PLC0415  (only who makes a PDF waits for it)
        from weasyprint.urls import URLFetcher  # noqa: PLC0415
    except OSError as error:
        raise NoPdfEngine from error
    return weasyprint.HTML(string=html, base_url=str(FONTS), url_fetcher=_only_own(URLFetcher))


def _only_own(fetcher: Any) -> Any:
    """Fetches our fonts and pictures inside the document; any other address stops the work."""

    class OwnFiles(fetcher):  # type: ignore[misc]  # known only where the engine is
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith((FONTS.as_uri() + "/", "data:")):
                raise ValueError(f"documents fetch nothing: {url[:80]}")
            return super().fetch(url, headers)

    return OwnFiles(allowed_protocols=("file", "data"), fail_on_errors=True)


def figure(chart: Chart, width: float, height: float, size: float = 11) -> str:
    """A chart as a picture with its alternative text."""
    picture = base64.b64encode(svg(chart, width, height, size).encode()).decode()
    words = escape(chart.description or chart.title, quote=True)
    return (
        f"<figure><img alt='{words}' width='{width:g}' height='{height:g}' "
        f"src='data:image/svg+xml;base64,{picture}'></figure>"
    )


def table(rows: Table, caption: str) -> str:
    """Rows with heads for columns and for each row."""
    heads = "".join(
        f"<th scope='col'{_number(one.is_number)}>{escape(one.words)}</th>" for one in rows.headings
    )
    lines = "".join(_line(row, rows) for row in rows.rows)
    return (
        f"<table><caption>{escape(caption)}</caption><thead><tr>{heads}</tr></thead>"
        f"<tbody>{lines}</tbody></table>"
    )


def _line(row: Row, rows: Table) -> str:
    if row.kind is RowKind.GROUP:
        words = escape(row.cells[0])
        span = f"scope='rowgroup' colspan='{len(rows.headings)}'"
        return f"<tr class='group'><th {span}>{words}</th></tr>"
    first, *others = row.cells
    name, _, detail = first.partition("\n")
    small = f"<br><small>{escape(detail)}</small>" if detail else ""
    cells = "".join(
        f"<td{_number(head.is_number)}>{escape(text).replace(chr(10), '<br>')}</td>"
        for text, head in zip(others, rows.headings[1:], strict=True)
    )
    look = " class='total'" if row.kind is RowKind.TOTAL else ""
    return f"<tr{look}><th scope='row'>{escape(name)}{small}</th>{cells}</tr>"


def _number(is_number: bool) -> str:  # noqa: FBT001 - says what the column is
    return " class='n'" if is_number else ""


def _cover(content: Deck) -> str:
    logo = ""
    if content.logo:
        picture = base64.b64encode(content.logo).decode()
        words = escape(f"Logo of {content.district}", quote=True)
        logo = f"<p><img class='logo' alt='{words}' src='data:image/png;base64,{picture}'></p>"
    entries = "".join(
        f"<li><a href='#s{place}'>{escape(slide.heading)}</a></li>"
        for place, slide in enumerate(content.slides)
    )
    made = f"{counted(len(content.slides), 'question')}, made {day(content.made.date())}"
    return (
        f"<section class='cover'>{logo}<h1>{escape(content.title)}</h1>"
        f"<p class='place'>{escape(content.district)}</p>"
        f"<p class='when'>Data as of {day(content.data_as_of)}. {made}.</p>"
        f"<ol>{entries}</ol></section>"
    )


def _page(slide: Slide, place: int, *, has_rows: bool) -> str:
    anchor = f"<section class='slide' id='s{place}'><h2>{escape(slide.heading)}</h2>"
    parts = [anchor, f"<p class='finding'>{escape(slide.finding)}</p>" if slide.finding else ""]
    if slide.note:
        parts.append(f"<p class='note'>{escape(slide.note)}</p>")
    if len(slide.charts) == 1:
        parts.append(figure(slide.charts[0], WIDTH, _height(slide.charts[0])))
    elif slide.charts:
        half = WIDTH / 2 - 12
        drawn = "".join(figure(chart, half, 210, 9.5) for chart in slide.charts)
        parts.append(f"<div class='grid'>{drawn}</div>")
    starts = " ".join(dict.fromkeys(chart.starts for chart in slide.charts if chart.starts))
    words = " ".join(part for part in (slide.remark, slide.method, starts) if part)
    parts.append(f"<p class='method'>{escape(words)}</p>" if words else "")
    if has_rows:
        parts.extend(table(rows, slide.question) for rows in slide.tables)
    return "".join(parts) + "</section>"


def _height(chart: Chart) -> float:
    """Room for a picture: bars need it for each row."""
    if not chart.y.is_shown:
        return 150
    if chart.categories and chart.kind.value in ("bars", "stacked"):
        rows = len(chart.categories) * len(chart.series)
        return min(60 + rows * (24.0 if rows < _MANY_BARS else 19.0), 560)
    return 330


def _about(content: Deck) -> str:
    lines = "".join(f"<li>{escape(line)}</li>" for line in about_lines(content))
    return f"<section class='slide about'><h2>About these figures</h2><ul>{lines}</ul></section>"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ") + '"'
