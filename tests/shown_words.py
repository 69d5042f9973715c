"""The texts of an answer that a person reads or hears, without what only programs read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree
from pptx import Presentation

# What the browser needs and nobody reads: places, looks, values, addresses, names for scripts.
MACHINES = {
    *(
        "id",
        "className",
        "href",
        "src",
        "style",
        "search",
        "pathname",
        "value",
        "type",
        "namespace",
    ),
    *(
        "name",
        "htmlFor",
        "key",
        "look",
        "cell",
        "bare",
        "width",
        "kind",
        "action",
        "method",
        "role",
    ),
    *("data-query", "data-card", "data-action", "data-chart", "data-page", "data-go", "data-find"),
    *("data-selection", "scope", "aria-labelledby", "aria-describedby", "aria-controls", "theme"),
    *("field", "getRowId", "rowModelType", "cellRenderer", "tooltipField", "dashGridOptions"),
    *("getRowsRequest", "getRowsResponse", "rowData", "store", "sort", "hash", "lang", "rel"),
    *("customdata", "mode", "symbol", "color", "fillcolor", "dash", "orientation", "x", "y"),
    *("categoryarray", "colorscale", "list", "pattern", "autoComplete", "download", "source"),
    *("chosen", "data", "initial", "datetime", "dateTime", "accept", "data-key", "inputMode"),
    *("data-list", "data-done"),
}
CODE = {"code", "kbd", "pre", "samp"}


def texts(answer: Any) -> Iterator[str]:
    """Every text of a tree of components, nodes, tables and figures, in the order of the page."""
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, list):
        yield from _node(answer) if _is_node(answer) else _all(answer)
    elif isinstance(answer, dict):
        if str(answer.get("type", "")).lower() in CODE and "props" in answer:
            return
        figure = {"data": answer["data"], "layout": answer["layout"]} if "layout" in answer else {}
        for name, value in answer.items():
            if name in figure or name not in MACHINES:
                yield from texts(value)


def _all(answers: list[Any]) -> Iterator[str]:
    for one in answers:
        yield from texts(one)


def _is_node(answer: list[Any]) -> bool:
    return len(answer) > 1 and isinstance(answer[0], str) and isinstance(answer[1], dict)


def _node(answer: list[Any]) -> Iterator[str]:
    """An element as a list: its name, its properties, and what stands in it."""
    if answer[0] not in CODE:
        yield from _all(answer[1:])


def slide_texts(file: bytes) -> Iterator[str]:
    """Every text of a PowerPoint file: slides, notes, charts, and what screen readers hear."""
    made = Presentation(io.BytesIO(file))
    yield made.core_properties.title
    archive = zipfile.ZipFile(io.BytesIO(file))
    for name in archive.namelist():
        if name.startswith(("ppt/slides/slide", "ppt/notesSlides/notes", "ppt/charts/chart")):
            tree = etree.fromstring(archive.read(name))
            for paragraph in tree.iter("{*}p"):
                yield "".join(one.text or "" for one in paragraph.iter("{*}t"))
            yield from (one.text for one in tree.iter("{*}v") if one.text)
            yield from (one.get("descr") for one in tree.iter("{*}cNvPr") if one.get("descr"))
        if name.startswith("ppt/embeddings/"):
            yield from book_texts(archive.read(name))


def book_texts(file: bytes) -> Iterator[str]:
    """Every text of a workbook: of its cells and the names of its sheets."""
    archive = zipfile.ZipFile(io.BytesIO(file))
    for name in archive.namelist():
        if name.endswith("sharedStrings.xml") or "/worksheets/" in name:
            yield from (one.text for one in etree.fromstring(archive.read(name)).iter("{*}t")
                        if one.text)  # fmt: skip
        if name.endswith("workbook.xml"):
            tree = etree.fromstring(archive.read(name))
            yield from (one.get("name") for one in tree.iter("{*}sheet"))
