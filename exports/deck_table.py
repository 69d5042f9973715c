"""Native PowerPoint tables: a head with a line under it, rows as the screen writes them."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil
from textwrap import wrap
from typing import Any, Final

from lxml import etree
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches, Pt

from exports.deck_chart import rgb
from exports.slides import Row, RowKind, Table

_PLAIN_STYLE: Final = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
_SIZE: Final = 11
_SMALL: Final = 9
_MANY: Final = 9
"""A table of more columns is set small."""
_LINE: Final = Inches(0.2)
_ROOM: Final = Inches(0.1)
_LETTER: Final = Inches(0.085)
"""About the width of a letter of text in tables."""


def pages_of(table: Table, width: int, height: int) -> Iterator[Table]:
    """The table in parts that fit into `height`."""
    widths = column_widths(table, width)
    # Other fonts than ours are a little taller.
    room = int(height * 0.94) - _height(_head(table), widths)
    part: list[Row] = []
    left = room
    for row in table.rows:
        needed = _height(row, widths)
        if part and needed > left:
            yield Table(table.headings, part)
            part, left = [], room
        part.append(row)
        left -= needed
    if part:
        yield Table(table.headings, part)


def first_page(table: Table, width: int, height: int) -> Table:
    """As many rows as fit into `height`; the totals at the end of the table come with them."""
    whole = next(pages_of(table, width, height), table)
    if len(whole.rows) == len(table.rows):
        return whole
    end = len(table.rows)
    while end and table.rows[end - 1].kind is RowKind.TOTAL:
        end -= 1
    widths = column_widths(table, width)
    totals = table.rows[end:]
    room = height - sum(_height(row, widths) for row in totals)
    first = next(pages_of(Table(table.headings, table.rows[:end]), width, room))
    return Table(table.headings, [*first.rows, *totals])


def add_table(slide: Any, table: Table, left: int, top: int, width: int, name: str) -> Any:
    """Draw a whole table; `name` is what a screen reader says of it."""
    widths = column_widths(table, width)
    rows = [_head(table), *table.rows]
    frame = slide.shapes.add_table(len(rows), len(widths), left, top, width, _LINE * len(rows))
    frame._element.nvGraphicFramePr.cNvPr.set("descr", name)  # noqa: SLF001
    frame._element.nvGraphicFramePr.cNvPr.set("name", f"Table: {name[:60]}")  # noqa: SLF001
    drawn = frame.table
    drawn._tbl.tblPr.find(qn("a:tableStyleId")).text = _PLAIN_STYLE  # noqa: SLF001
    drawn.horz_banding = False
    for column, across in zip(drawn.columns, widths, strict=True):
        column.width = Emu(across)
    for place, row in enumerate(rows):
        drawn.rows[place].height = Emu(_height(row, widths))
        _fill(drawn, place, row, table)
    return frame


def column_widths(table: Table, width: int) -> list[int]:
    """Widths by the longest text of each column; the first one takes what is left over.

    Where they do not fit, words still stand whole as long as there is room for the longest.
    """
    number = len(table.headings)
    letter = int(_LETTER * _size(number) / _SIZE)
    needed, least = [], []
    for place, heading in enumerate(table.headings):
        rows = [row for row in table.rows if len(row.cells) == number]
        lengths = [_longest(row.cells[place]) * _bold(row) for row in rows]
        longest = ceil(max([*lengths, len(heading.words) * 1.05]))
        needed.append((min(longest, 44) + 3) * letter)
        texts = [heading.words, *(row.cells[place] for row in rows)]
        words = [len(word) * 1.1 for text in texts for word in text.split()]
        least.append(min((ceil(max(words, default=0)) + 3) * letter, needed[-1]))
    total = sum(needed)
    if total > width:
        return _narrowed(needed, least, width)
    first = min(int(needed[0] + width - total), int(width * 0.55))
    rest = (width - first) / max(sum(needed[1:]), 1)
    return [first, *(int(one * rest) for one in needed[1:])]


def _narrowed(needed: list[int], least: list[int], width: int) -> list[int]:
    """Less than is needed: what remains beyond the longest words is shared by what each lacks."""
    spare, lacking = width - sum(least), sum(needed) - sum(least)
    if spare < 0 or not lacking:
        return [int(one * width / sum(least)) for one in least]
    return [
        int(low + spare * (one - low) / lacking) for one, low in zip(needed, least, strict=True)
    ]


def _size(columns: int) -> int:
    """The size of letters, in points, of a table of so many columns."""
    return _SMALL if columns > _MANY else _SIZE


def _head(table: Table) -> Row:
    return Row([heading.words for heading in table.headings])


def _bold(row: Row) -> float:
    """How much wider the letters of a row are: a figure that is broken is not read."""
    return 1.0 if row.kind is RowKind.PLAIN else 1.15


def _longest(text: str) -> int:
    return max((len(line) for line in text.split("\n")), default=0)


def _height(row: Row, widths: list[int]) -> int:
    """Room for a row: as many lines as its longest cell needs."""
    lines = 1
    for text, width in zip(row.cells, widths, strict=False):
        across = sum(widths) if row.kind is RowKind.GROUP else width
        fit = max(1, int(across / (_LETTER * _size(len(widths)) / _SIZE)) - 2)
        lines = max(lines, sum(len(wrap(line, fit)) or 1 for line in text.split("\n")))
    return int(lines * _LINE + _ROOM)


def _fill(drawn: Any, place: int, row: Row, table: Table) -> None:
    is_head = place == 0
    is_strong = is_head or row.kind is not RowKind.PLAIN
    if row.kind is RowKind.GROUP and len(table.headings) > 1:
        drawn.cell(place, 0).merge(drawn.cell(place, len(table.headings) - 1))
    for column, heading in enumerate(table.headings):
        cell = drawn.cell(place, column)
        cell.margin_left = cell.margin_right = Inches(0.06)
        cell.margin_top = cell.margin_bottom = Inches(0.03)
        cell.vertical_anchor = MSO_ANCHOR.BOTTOM if is_head else MSO_ANCHOR.MIDDLE
        text = row.cells[column] if column < len(row.cells) else ""
        size = _size(len(table.headings))
        _write(cell.text_frame, text, size, is_strong=is_strong, is_head=is_head,
               is_number=heading.is_number)  # fmt: skip
        _rule(cell, is_head=is_head or row.kind is RowKind.TOTAL)


def _write(
    frame: Any, text: str, size: int, *, is_strong: bool, is_head: bool, is_number: bool
) -> None:
    frame.word_wrap = True
    for number, line in enumerate(text.split("\n")):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.alignment = PP_ALIGN.RIGHT if is_number else PP_ALIGN.LEFT
        run = paragraph.add_run()
        run.text = line
        run.font.size = Pt(size - (1 if number or is_head else 0))
        run.font.bold = is_strong and number == 0
        run.font.color.rgb = rgb("text-2" if is_head else "text-3" if number else "text")


def _rule(cell: Any, *, is_head: bool) -> None:
    """A hairline under the row, darker under head and total."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001
    line = etree.SubElement(properties, qn("a:lnB"), w=str(Pt(0.75)))
    fill = etree.SubElement(line, qn("a:solidFill"))
    colour = str(rgb("line-strong" if is_head else "line"))
    etree.SubElement(fill, qn("a:srgbClr")).set("val", colour)
