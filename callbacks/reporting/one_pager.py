"""A school's profile on one sheet: read from its page, for whoever asks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from access.actor import Actor
from callbacks.basis import Services
from callbacks.reporting.cards import CARDS, basis_words, cards_on, key_figures, slide_of, words_of
from callbacks.reporting.logo import logo_of
from callbacks.reporting.views import LONGEST_ADDRESS, NoSuchView, page
from data.districts import district
from exports.one_pager import PANELS, OnePager, one_pager
from exports.slides import Slide
from pages.components.said import said
from pages.state import SchoolState
from pages.words import told

PROFILE: Final = "/evaluate/schools/"
_NOTES: Final = (
    "– is a missing figure, never zero; * is hidden because few pupils stand behind it.",
    "Association, not cause: what schools spend and what pupils achieve have many reasons.",
)


def sheet(services: Services, actor: Actor, location_id: str, query: str) -> tuple[str, bytes]:
    """File name and PDF of a school's sheet, on the basis of the address.

    Raises `NoSuchView` for a school that is not there and `NoPdfEngine` with the way out.
    """
    content = content_of(services, actor, location_id, query)
    name = re.sub(r"[^a-z0-9]+", "-", content.heading.lower()).strip("-")[:80]
    return f"{name or 'school'}.pdf", one_pager(content)


def content_of(services: Services, actor: Actor, location_id: str, query: str) -> OnePager:
    """What stands on the sheet of a school."""
    kept = SchoolState.from_query(query).to_query()
    address = f"{PROFILE}{quote(location_id, safe='')}{kept}"
    if len(address) > LONGEST_ADDRESS:
        raise NoSuchView("There is no such school.")
    info = services.warehouse.snapshot(actor.district)
    shown = said(page(services, actor, address))
    slides = {name: slide for name in cards_on(shown) if (slide := slide_of(shown, name))}
    if not slides:
        raise NoSuchView("There is no such school.")
    return OnePager(
        heading=words_of(shown, "H1"),
        facts=words_of(shown, "sub-h"),
        sentence=words_of(shown, "lead-s"),
        basis=f"Basis: {basis_words(shown)}.",
        figures=key_figures(shown),
        slides=slides,
        notes=[told(note) for note in _NOTES],
        district=district(services.warehouse, actor.district).name,
        data_as_of=info.data_as_of,
        snapshot=info.id,
        source=words_of(shown, "foot"),
        left_out=_missing(slides),
        logo=logo_of(services.settings, actor.district),
    )


def _missing(slides: Mapping[str, Slide]) -> list[str]:
    """What the sheet would show and the data do not have."""
    lacking = [told(CARDS[name].name.lower()) for name in PANELS if name not in slides]
    return [f"Not loaded or not known: {'; '.join(lacking)}."] if lacking else []
