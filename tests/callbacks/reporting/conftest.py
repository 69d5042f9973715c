"""Pages of the small district as slides, and a deck of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from access.actor import actor_in_district
from access.roles import Role
from callbacks.reporting.cards import cards_on, slide_of
from callbacks.reporting.views import page
from exports.slides import Deck
from tests.data.serving_sample import DISTRICT

ADDRESSES = (
    "/?year=2024",
    "/evaluate/schools?year=2024&funds=all",
    "/evaluate/schools/101?year=2024",
    "/evaluate/scatter?year=2024",
)


@pytest.fixture(scope="session")
def slides(services):
    """Every card of every page that the superintendent has, by its name."""
    actor = actor_in_district(
        (1, "Somebody", "somebody@demo.example"), Role.SUPERINTENDENT, DISTRICT, (DISTRICT,), None
    )
    found = {}
    for address in ADDRESSES:
        shown = page(services, actor, address)
        for name in cards_on(shown):
            slide = slide_of(shown, name)
            found[name] = replace(slide, address=address)
    return found


@pytest.fixture(scope="session")
def content(slides):
    """A deck of ten slides; the first one has a title and a note of the person's own."""
    first, *others = list(slides.values())[:10]
    own = replace(first, title="=1+1 money & need <b>", note="Thank the schools.\n@SUM(A1)")
    return Deck(
        title="Board report",
        district="Elm Unified",
        author="Somebody",
        made=datetime(2027, 3, 1, 9, tzinfo=UTC),
        data_as_of=date(2025, 2, 28),
        snapshot="abc123",
        slides=[own, *others],
        left_out=["A card that is not there any more."],
    )
