"""Slides as a PowerPoint file: native charts with their workbooks, notes, rows in an appendix.

Nothing is asked here: numbers, words and rows come with the slides. Every chart and table has an
alternative text, every slide a title, and the order of reading is title, finding, picture, method.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any, Final

from lxml import etree
from pptx.enum.shapes import MSO_SHAPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from exports import deck_look as look
from exports.about import about_lines
from exports.deck_chart import add_chart, rgb
from exports.deck_table import add_table, first_page, pages_of
from exports.slides import ChartKind, Deck, RowKind, Slide, Table
from pages.format import count, counted, day

Report = Callable[[str, float], None]
_TOP: Final = Inches(1.9)
_BOTTOM: Final = Inches(6.36)
_GAP: Final = Inches(0.25)
_MOST_ROWS: Final = 240
_FEW_ROWS: Final = 8
_CONTENTS: Final = 16


def deck(content: Deck, report: Report = lambda _step, _share: None) -> bytes:
    """The PowerPoint file; `report` is told of every slide."""
    made = look.empty_deck()
    made.core_properties.title = content.title
    made.core_properties.author = content.author
    made.core_properties.subject = content.district
    made.core_properties.language = "en-US"
    _cover(made, content)
    rest: list[tuple[Slide, Table]] = []
    for number, slide in enumerate(content.slides):
        report(f"slide {number + 1} of {len(content.slides)}", number / len(content.slides))
        rest += [(slide, table) for table in _card(made, content, slide)]
    for slide, table in rest if content.has_appendix else []:
        _appendix(made, content, slide, table)
    _about(made, content)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def data_words(content: Deck) -> str:
    """What every slide says at its foot."""
    return f"{content.district}  ·  Data as of {day(content.data_as_of)}"


def _cover(made: Any, content: Deck) -> None:
    slide = made.slides.add_slide(made.slide_layouts[look.COVER])
    slide.shapes.title.text = content.title
    body = slide.placeholders[1].text_frame
    body.text = content.district
    _style(body.paragraphs[0].runs[0], 18, "text")
    line = body.add_paragraph().add_run()
    number = counted(len(content.slides), "slide")
    when = day(content.made.date())
    line.text = f"Data as of {day(content.data_as_of)}. {number}, made {when}."
    _style(line, 14, "text-3")
    _contents(slide, content)
    bar = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, look.LEFT, Inches(3.74), Inches(1.1), Pt(4))
    bar.fill.solid()
    bar.fill.fore_color.rgb = rgb("blue")
    bar.line.fill.background()
    _decorative(bar)
    _logo(slide, content, Inches(0.6), Inches(0.55), Inches(0.9))
    _notes(slide, "\n".join(about_lines(content)))


def _contents(slide: Any, content: Deck) -> None:
    """The questions of the deck, at the foot of the cover."""
    if not content.slides:
        return
    box = slide.shapes.add_textbox(look.LEFT, Inches(5.15), look.ACROSS, Inches(1.9))
    box.name = "Questions"
    box.text_frame.word_wrap = True
    box.text_frame.margin_left = 0
    box.text_frame._txBody.find(qn("a:bodyPr")).set("numCol", "2")  # noqa: SLF001
    for number, entry in enumerate(content.slides[:_CONTENTS]):
        frame = box.text_frame
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = f"{number + 2}   {entry.heading}"
        if number == _CONTENTS - 1 and len(content.slides) > _CONTENTS:
            run.text = f"and {len(content.slides) - number} more"
        paragraph.space_after = Pt(3)
        _style(run, 11, "text-2")


def _card(made: Any, content: Deck, slide: Slide) -> list[Table]:
    """A card as a slide; gives back the tables that belong into the appendix."""
    drawn = _titled(made, content, slide.heading, slide.finding)
    rest, cut = list(slide.tables), ""
    if _is_strip(slide):
        half = (_BOTTOM - _TOP) * 9 // 20
        add_chart(drawn, slide.charts[0], (look.LEFT, _TOP, look.ACROSS, half), 11)
        add_table(drawn, rest[0], look.LEFT, _TOP + half + _GAP // 2, look.ACROSS, slide.question)
        rest = rest[1:]
    elif slide.charts:
        for chart, box in zip(slide.charts, _boxes(len(slide.charts)), strict=True):
            add_chart(drawn, chart, box, 11 if len(slide.charts) == 1 else 9)
    elif rest:
        first = first_page(rest[0], look.ACROSS, _BOTTOM - _TOP)
        add_table(drawn, first, look.LEFT, _TOP, look.ACROSS, slide.question)
        if len(first.rows) < len(rest[0].rows):
            cut = _cut_words(first, rest[0], has_appendix=content.has_appendix)
        else:
            rest = rest[1:]
    starts = " ".join(dict.fromkeys(chart.starts for chart in slide.charts if chart.starts))
    words = " ".join(part for part in (cut, slide.remark, slide.method, starts) if part)
    _line(drawn, words, look.LEFT, Inches(6.42), look.ACROSS, Inches(0.56), 9.5)
    _notes(drawn, "\n\n".join(notes_of(slide)))
    return rest


def _cut_words(shown: Table, whole: Table, *, has_appendix: bool) -> str:
    """How much of a long table is on the slide, and where the rest is."""
    rows = [sum(row.kind is not RowKind.GROUP for row in table.rows) for table in (shown, whole)]
    words = f"{count(rows[0])} of {count(rows[1])} rows are shown"
    return f"{words}; all are in the appendix." if has_appendix else f"{words}."


def _is_strip(slide: Slide) -> bool:
    """Whether the picture is one line of marks with few rows: both have room on one slide."""
    chart = slide.charts[0] if len(slide.charts) == 1 else None
    few = bool(slide.tables) and len(slide.tables[0].rows) <= _FEW_ROWS
    return few and chart is not None and chart.kind is ChartKind.SCATTER and not chart.y.is_shown


def notes_of(slide: Slide) -> list[str]:
    """The speaker's notes: the person's own words first, then finding, basis and method."""
    question = f"Question: {slide.question}" if slide.title else ""
    basis = f"Basis: {slide.basis}." if slide.basis else ""
    method = f"How reckoned: {slide.method}" if slide.method else ""
    where = f"Opens at {slide.address}." if slide.address else ""
    parts = (slide.note, question, slide.finding, basis, method, slide.source, where)
    return [part for part in parts if part]


def _appendix(made: Any, content: Deck, slide: Slide, table: Table) -> None:
    shown = Table(table.headings, table.rows[:_MOST_ROWS])
    room = Inches(6.9) - Inches(1.5)
    parts = list(pages_of(shown, look.ACROSS, room))
    for number, part in enumerate(parts):
        place = f" ({number + 1} of {len(parts)})" if len(parts) > 1 else ""
        words = f"Rows behind the picture{place}."
        if len(table.rows) > _MOST_ROWS:
            words += f" The first {_MOST_ROWS} of {len(table.rows)}; the workbook has all."
        drawn = _titled(made, content, f"Appendix: {slide.heading}", words)
        add_table(drawn, part, look.LEFT, Inches(1.5), look.ACROSS, f"Rows of {slide.question}")
        _notes(drawn, slide.method)


def _about(made: Any, content: Deck) -> None:
    drawn = _titled(made, content, "About these figures", "")
    body = drawn.placeholders[1]
    # A height of its own takes the whole place from the layout: without a width nothing is seen.
    left, top, width = body.left, body.top, body.width
    body.left, body.top, body.width, body.height = left, top, width, Emu(Inches(5.4))
    frame = body.text_frame
    for number, line in enumerate(about_lines(content)):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        run = paragraph.add_run()
        run.text = line
        paragraph.space_after = Pt(8)
        _style(run, 14, "text-2")


def _titled(made: Any, content: Deck, title: str, finding: str) -> Any:
    """A slide with title, finding, footer and number, in this order of reading."""
    slide = made.slides.add_slide(made.slide_layouts[look.CARD])
    slide.shapes.title.text = title
    _fit(slide.shapes.title.text_frame, title, 26, 62)
    body = slide.placeholders[1]
    if finding:
        body.text_frame.text = finding
        _fit(body.text_frame, finding, 15, 230)
    for shape in made.slide_layouts[look.CARD].placeholders:
        kind = str(shape.placeholder_format.type)
        if kind.startswith(("FOOTER", "SLIDE_NUMBER")):
            _copied(slide, shape, "" if "NUMBER" in kind else data_words(content))
    _logo(slide, content, look.WIDTH - look.LEFT - Inches(0.9), Inches(0.3), Inches(0.5))
    return slide


def _fit(frame: Any, text: str, size: float, letters: int) -> None:
    """Smaller where the words are many, so that nothing runs over."""
    if len(text) > letters:
        frame.paragraphs[0].runs[0].font.size = Pt(max(size * letters / len(text), size * 0.7))


def _copied(slide: Any, shape: Any, text: str) -> None:
    """Footer and number of the layout as placeholders of the slide: they are not inherited."""
    slide.shapes._spTree.append(deepcopy(shape._element))  # noqa: SLF001
    if text:
        slide.shapes[-1].text_frame.text = text


def _logo(slide: Any, content: Deck, left: int, top: int, height: int) -> None:
    if not content.logo:
        return
    picture = slide.shapes.add_picture(io.BytesIO(content.logo), left, top, height=height)
    picture._element.nvPicPr.cNvPr.set("descr", f"Logo of {content.district}")  # noqa: SLF001
    if left > look.WIDTH / 2:
        picture.left = Emu(int(look.WIDTH - look.LEFT - picture.width))


def _line(slide: Any, text: str, left: int, top: int, width: int, height: int, size: float) -> None:
    if not text:
        return
    box = slide.shapes.add_textbox(left, top, width, height)
    box.name = "Method"
    frame = box.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = 0
    run = frame.paragraphs[0].add_run()
    run.text = text
    _style(run, size if len(text) < 420 else size - 1.5, "text-3")  # noqa: PLR2004 - two lines


def _style(run: Any, size: float, colour: str) -> None:
    run.font.size = Pt(size)
    run.font.color.rgb = rgb(colour)


def _boxes(number: int) -> Sequence[tuple[int, int, int, int]]:
    """Places of so many charts in a grid."""
    columns = 1 if number == 1 else 2 if number <= 4 else 3  # noqa: PLR2004
    rows = -(-number // columns)
    across = (look.ACROSS - _GAP * (columns - 1)) // columns
    down = (_BOTTOM - _TOP - _GAP * (rows - 1)) // rows
    return [
        (
            int(look.LEFT + (across + _GAP) * (place % columns)),
            int(_TOP + (down + _GAP) * (place // columns)),
            int(across),
            int(down),
        )
        for place in range(number)
    ]


def _notes(slide: Any, text: str) -> None:
    slide.notes_slide.notes_text_frame.text = text


def _decorative(shape: Any) -> None:
    """A shape that says nothing: screen readers pass it by."""
    properties = shape._element.nvSpPr.cNvPr  # noqa: SLF001
    properties.set("descr", "")
    uri = "http://schemas.microsoft.com/office/drawing/2017/decorative"
    extensions = etree.SubElement(properties, qn("a:extLst"))
    extension = etree.SubElement(extensions, qn("a:ext"))
    extension.set("uri", "{C183D7F6-B498-43B3-948B-1728B52AA6E4}")
    etree.SubElement(extension, f"{{{uri}}}decorative", nsmap={"adec": uri}).set("val", "1")
