"""The empty presentation: 16:9, our font and colours, and where title, words and number stand."""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import etree
from pptx import Presentation
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import RELATIONSHIP_TYPE
from pptx.oxml.ns import qn
from pptx.util import Emu, Inches

from pages.theme import PALETTES, Theme

WIDTH: Final = Inches(13.333)
HEIGHT: Final = Inches(7.5)
LEFT: Final = Inches(0.6)
ACROSS: Final = WIDTH - 2 * LEFT
FONT: Final = "Inter"
COVER, CARD = 0, 1
_KEPT: Final = (0, 1)
_COLOURS: Final = {
    "dk1": "text", "lt1": "surface", "dk2": "text-2", "lt2": "sunken", "accent1": "blue",
    "accent2": "vermillion", "accent3": "green", "accent4": "purple", "accent5": "slate",
    "accent6": "blue-soft", "hlink": "blue", "folHlink": "purple",
}  # fmt: skip
_PLACES: Final = {
    "title": (LEFT, Inches(0.42), ACROSS, Inches(0.62)),
    "body": (LEFT, Inches(1.04), ACROSS, Inches(0.8)),
    "foot": (LEFT, Inches(7.06), Inches(10.5), Inches(0.28)),
    "number": (WIDTH - LEFT - Inches(1), Inches(7.06), Inches(1), Inches(0.28)),
}


def empty_deck() -> Any:
    """A presentation with two layouts, cover and card, and no slide."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    master = deck.slide_master
    _theme(master)
    _styles(master)
    for place, layout in reversed(list(enumerate(deck.slide_layouts))):
        if place not in _KEPT:
            deck.slide_layouts.remove(layout)
    deck.slide_layouts[COVER].name, deck.slide_layouts[CARD].name = "Cover", "Card"
    _place_all(master)
    _place_all(deck.slide_layouts[CARD])
    _place_cover(deck.slide_layouts[COVER])
    return deck


def _theme(master: Any) -> None:
    """Our colours and font instead of the library's."""
    part = master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    root = etree.fromstring(part.blob)
    scheme = root.find(f".//{qn('a:clrScheme')}")
    scheme.set("name", "Plumbline")
    for name, colour in _COLOURS.items():
        slot = scheme.find(qn(f"a:{name}"))
        slot.clear()
        value = PALETTES[Theme.LIGHT][colour][1:].upper()
        etree.SubElement(slot, qn("a:srgbClr")).set("val", value)
    root.find(f".//{qn('a:fontScheme')}").set("name", "Plumbline")
    for kind in ("major", "minor"):
        root.find(f".//{qn(f'a:{kind}Font')}/{qn('a:latin')}").set("typeface", FONT)
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)  # noqa: SLF001


def _styles(master: Any) -> None:
    """Title and text: to the left, without bullets, in our sizes."""
    styles = master._element.find(qn("p:txStyles"))  # noqa: SLF001
    for name, size, colour in (("titleStyle", 2600, "tx1"), ("bodyStyle", 1500, "tx2")):
        level = styles.find(f"{qn(f'p:{name}')}/{qn('a:lvl1pPr')}")
        for bullet in level.findall(qn("a:buChar")) + level.findall(qn("a:buFont")):
            level.remove(bullet)
        for key, value in (("algn", "l"), ("marL", "0"), ("indent", "0")):
            level.set(key, value)
        if level.find(qn("a:buNone")) is None:
            level.insert(len(level) - 1, etree.Element(qn("a:buNone")))
        run = level.find(qn("a:defRPr"))
        run.set("sz", str(size))
        run.set("b", "1" if name == "titleStyle" else "0")
        run.find(f"{qn('a:solidFill')}/{qn('a:schemeClr')}").set("val", colour)


def _place_all(sheet: Any) -> None:
    for shape in sheet.placeholders:
        kind = str(shape.placeholder_format.type).partition(" ")[0]
        name = {"TITLE": "title", "BODY": "body", "OBJECT": "body", "FOOTER": "foot",
                "SLIDE_NUMBER": "number"}.get(kind)  # fmt: skip
        if name is None:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001 - the date: unused
            continue
        _put(shape, _PLACES[name])
        frame = shape.text_frame
        frame.margin_left = frame.margin_right = 0
        frame.vertical_anchor = MSO_ANCHOR.BOTTOM if name == "title" else MSO_ANCHOR.TOP
        if name in ("foot", "number"):
            _small(shape, "l" if name == "foot" else "r")


def _small(shape: Any, side: str) -> None:
    """The style of footer and number: small and grey."""
    styles = shape._element.txBody.find(qn("a:lstStyle"))  # noqa: SLF001
    styles.clear()
    level = etree.SubElement(styles, qn("a:lvl1pPr"), algn=side)
    run = etree.SubElement(level, qn("a:defRPr"), sz="900")
    fill = etree.SubElement(run, qn("a:solidFill"))
    grey = PALETTES[Theme.LIGHT]["text-3"][1:].upper()
    etree.SubElement(fill, qn("a:srgbClr")).set("val", grey)


def _place_cover(layout: Any) -> None:
    for shape in list(layout.placeholders):
        kind = str(shape.placeholder_format.type)
        if re.match("CENTER_TITLE|TITLE", kind):
            _put(shape, (LEFT, Inches(2.2), ACROSS, Inches(1.5)))
            shape.text_frame.vertical_anchor = MSO_ANCHOR.BOTTOM
        elif kind.startswith("SUBTITLE"):
            _put(shape, (LEFT, Inches(3.85), ACROSS, Inches(1.4)))
        else:
            shape._element.getparent().remove(shape._element)  # noqa: SLF001
            continue
        shape.text_frame.margin_left = 0
        styles = shape._element.txBody.find(qn("a:lstStyle"))  # noqa: SLF001
        styles.clear()
        level = etree.SubElement(styles, qn("a:lvl1pPr"), algn="l", marL="0", indent="0")
        etree.SubElement(level, qn("a:buNone"))
        size = "4000" if "TITLE" in kind and "SUB" not in kind else "1600"
        etree.SubElement(level, qn("a:defRPr"), sz=size)


def _put(shape: Any, place: tuple[int, int, int, int]) -> None:
    shape.left, shape.top, shape.width, shape.height = (Emu(int(value)) for value in place)
