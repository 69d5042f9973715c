"""The text of a PDF, read from its content streams through the fonts' own maps to Unicode."""

from __future__ import annotations

import re
from typing import Any

import pikepdf

_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


def pdf_text(pdf: pikepdf.Pdf) -> str:
    """Every text of every page in the order in which it is painted."""
    return "\n".join(_text(page, page.get("/Resources")) for page in pdf.pages)


def _text(stream: Any, resources: Any) -> str:
    fonts = {name: _letters(font) for name, font in (resources.get("/Font") or {}).items()}
    forms = dict(resources.get("/XObject") or {})
    letters: dict[int, str] = {}
    words: list[str] = []
    for operands, operator in pikepdf.parse_content_stream(stream):
        name = str(operator)
        if name == "Tf":
            letters = fonts.get(str(operands[0]), {})
        elif name == "Tj":
            words.append(_shown(operands[0], letters))
        elif name == "TJ":
            words += [
                _shown(one, letters) for one in operands[0] if isinstance(one, pikepdf.String)
            ]
        elif name == "ET":
            words.append(" ")
        elif name == "Do" and str(operands[0]) in forms:
            form = forms[str(operands[0])]
            if form.get("/Subtype") == "/Form":
                words.append(_text(form, form.get("/Resources") or resources))
    return "".join(words)


def _letters(font: Any) -> dict[int, str]:
    found = {}
    if "/ToUnicode" in font:
        for code, text in _PAIR.findall(font.ToUnicode.read_bytes()):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be", "replace")
    return found


def _shown(text: pikepdf.String, letters: dict[int, str]) -> str:
    data = bytes(text)
    codes = (int.from_bytes(data[place : place + 2], "big") for place in range(0, len(data), 2))
    return "".join(letters.get(code, "") for code in codes)
