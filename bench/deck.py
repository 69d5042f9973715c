"""A presentation of ten slides from addresses to a file: pages, cards, charts, appendix."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from access.actor import actor_in_district
from access.roles import Role
from bench.district import CODE, District, prepared
from bench.measure import Effort, Mark, bounded, interleaved
from callbacks.basis import Services
from callbacks.reporting.documents import deck_of
from callbacks.reporting.orders import Order
from data.store.tables import utc_now
from exports.deck import deck
from exports.report import report

LINES: Final = 400_000
SECONDS: Final = 5.0
_PAGES: Final = {
    "/": ("home-need", "home-categories", "home-levels", "home-funds"),
    "/evaluate/equity": ("equity-need", "equity-fifths", "equity-gaps"),
    "/evaluate/per-pupil": ("per-pupil-schools",),
    "/evaluate/scatter": ("scatter",),
    "/evaluate/schools": ("schools",),
}


def marks(district: District, effort: Effort) -> list[Mark]:
    """Processor seconds of one file, nothing kept from the one before.

    The store is not asked: who the person is costs the same for any file. A larger district than
    the demonstration's gives way to one of that size.
    """
    if district.lines > LINES:
        district = prepared(LINES)
    made = {name: _make(district, draw) for name, draw in (("PowerPoint", deck), ("PDF", report))}
    found = interleaved(*made.values(), effort=effort.heavy)
    return [
        bounded(f"ten slides as {name}, with appendix", spent / 1000, SECONDS, "s")
        for name, spent in zip(made, found, strict=True)
    ]


def _make(district: District, draw: Callable[..., bytes]) -> Callable[[], object]:
    services = Services(district.settings, district.warehouse, None, utc_now)  # type: ignore[arg-type]
    person = (1, "Somebody", "somebody@demo.example")
    actor = actor_in_district(person, Role.SUPERINTENDENT, CODE, (CODE,), None)
    slides = [
        {"card": card, "address": address, "question": card, "title": "", "note": ""}
        for address, cards in _PAGES.items()
        for card in cards
    ]
    order = Order("Ten slides", "pptx", has_appendix=True, slides=slides)

    def make() -> bytes:
        district.warehouse.forget()
        content = deck_of(services, actor, order, lambda _step, _share: None)
        if len(content.slides) < len(slides) and district.lines >= LINES:
            raise RuntimeError(f"slides are missing: {content.left_out}")
        return draw(content)

    return make
