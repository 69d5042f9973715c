"""Pages of the small district as slides, and a deck of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from access.actor import SYSTEM, actor_in_district
from access.roles import Role
from callbacks.basis import Services
from callbacks.reporting.cards import cards_on, slide_of
from callbacks.reporting.views import page
from config import Settings
from data.store import open_store
from data.store.tables import utc_now
from data.warehouse import Warehouse
from exports.slides import Deck
from jobs import runs
from planning import people
from planning.sign_in import actor_of
from tests.data.serving_sample import DISTRICT, publish, sample

ADDRESSES = (
    "/?year=2024",
    "/evaluate/schools?year=2024&funds=all",
    "/evaluate/schools/101?year=2024",
    "/evaluate/scatter?year=2024",
    "/evaluate/compare?schools=101,103&year=2024",
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


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    var = tmp_path_factory.mktemp("made") / "var"
    publish(var, sample())
    return var


@pytest.fixture
def house(published, tmp_path):
    """Services with a store of their own and a queue that only notes the numbers."""
    settings = Settings(var=published, database_url=f"sqlite:///{tmp_path / 'store.db'}")
    store, warehouse = open_store(settings), Warehouse(settings)
    services = Services(settings, warehouse, store, utc_now, runs.Queue(store, lambda *_: None))
    yield services
    warehouse.close()
    store.close()


def someone(house, name, role, location=None):
    email = f"{name}@demo.example"
    people.create_user(SYSTEM, house.store, email=email, name=name)
    return assigned(house, email, role, location)


def assigned(house, email, role, location=None):
    people.assign(
        SYSTEM, house.store, email=email, district=DISTRICT, role=role, location_id=location
    )
    number = next(at for at, one in enumerate(people.everybody(house.store), 1)
                  if one.email == email)  # fmt: skip
    return actor_of(house.store, number, DISTRICT)
