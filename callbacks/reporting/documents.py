"""A presentation as a file: its pages asked anew, for one person, at one moment.

What the person may see is decided here and now, not when the slides were chosen. A slide that
cannot be shown is left out, and the document says why.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from access.actor import Actor
from access.permissions import Permission
from access.policy import NotPermitted, require
from callbacks.basis import Services
from callbacks.reporting.cards import CARDS, slide_of
from callbacks.reporting.logo import logo_of
from callbacks.reporting.orders import CannotMake, Order, files
from callbacks.reporting.views import NoSuchView, page
from callbacks.spoken_words import for_reader
from config import Settings
from data.districts import district
from data.store import open_store
from data.store.account_attributes import AccountAttributes
from data.store.tables import utc_now
from data.warehouse import NoSnapshotError, Warehouse
from exports.deck import deck
from exports.report import report
from exports.slides import Deck, Slide
from pages.components.said import said
from planning.sign_in import actor_of

_DRAWN: Final = {"pptx": deck, "pdf": report}
_TURNS: Final = 3
Told = Callable[[str, float], None]


def make(settings: Settings, code: str, arguments: Mapping[str, Any], told: Told) -> dict[str, Any]:
    """Make the file that a job asks for; returns the facts of it.

    `person` is the number of whoever asked. Raises `CannotMake`.
    """
    store = open_store(settings)
    warehouse = Warehouse(settings, AccountAttributes(store))
    try:
        actor = actor_of(store, int(arguments["person"]), code)
        if actor is None:
            raise CannotMake("You do not belong to this district any more.")
        services = Services(settings, warehouse, store, utc_now)
        order = Order(**{name: arguments[name] for name in ("title", "form", "has_appendix")},
                      slides=arguments["slides"])  # fmt: skip
        with for_reader(services, actor):
            content = deck_of(services, actor, order, lambda step, part: told(step, part * 0.6))
            made = _DRAWN[order.form](content, lambda step, part: told(step, 0.6 + part * 0.4))
    finally:
        warehouse.close()
        store.close()
    place = files(settings)
    place.sweep()
    return {
        "file": place.keep(order.form, [made]),
        "form": order.form,
        "title": order.title,
        "slides": len(content.slides),
        "bytes": len(made),
        "left_out": list(content.left_out),
        "snapshot": content.snapshot,
        "scope": actor.scope.digest(),
    }


def deck_of(services: Services, actor: Actor, order: Order, told: Told) -> Deck:
    """The content of a presentation, all of it from one snapshot.

    Raises `CannotMake` when there is nothing to show, `NotPermitted` without the right.
    """
    require(actor, Permission.PRESENTATION_MAKE)
    if not order.slides:
        raise CannotMake("The presentation has no slides yet: add a card first.")
    for _ in range(_TURNS):
        info = services.warehouse.snapshot(actor.district)
        slides, left_out = _slides(services, actor, order, told)
        if services.warehouse.snapshot(actor.district).id == info.id:
            break
    if not slides:
        raise CannotMake("None of the slides can be shown: " + " ".join(left_out))
    return Deck(
        title=order.title,
        district=district(services.warehouse, actor.district).name,
        author=actor.label,
        made=services.clock(),
        data_as_of=info.data_as_of,
        snapshot=info.id,
        slides=slides,
        left_out=left_out,
        logo=logo_of(services.settings, actor.district),
        has_appendix=order.has_appendix,
    )


def _slides(
    services: Services, actor: Actor, order: Order, told: Told
) -> tuple[list[Slide], list[str]]:
    """The slides that can be shown, and for the others the reason; each page is asked once.

    Reasons are kept with the job, so they are in our own words: whoever shows them renames them.
    """
    pages: dict[str, Any] = {}
    slides: list[Slide] = []
    left_out: list[str] = []
    for place, entry in enumerate(order.slides):
        told(f"Reading slide {place + 1} of {len(order.slides)}", place / len(order.slides))
        address = entry["address"]
        try:
            if address not in pages:
                pages[address] = said(page(services, actor, address))
            found = slide_of(pages[address], entry["card"]) if entry["card"] in CARDS else None
        except (NoSuchView, NotPermitted, NoSnapshotError) as error:
            left_out.append(f"{entry['question']} {error}")
            continue
        if found is None:
            left_out.append(f"{entry['question']} The page does not show this card any more.")
            continue
        slides.append(replace(found, address=address, title=entry["title"], note=entry["note"]))
    return slides, left_out
