"""Services over the small district, and people of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from access.actor import actor_in_district
from access.roles import Role
from callbacks.basis import Services
from config import Settings
from data.store import Store, migrate
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, PLACES, publish, sample


@pytest.fixture(scope="session")
def services(tmp_path_factory):
    var = tmp_path_factory.mktemp("var")
    publish(var, sample())
    settings = Settings(var=var)
    warehouse = Warehouse(settings)
    loaded = warehouse.snapshot(DISTRICT).created_utc
    migrate(f"sqlite:///{var / 'store.db'}")
    store = Store(f"sqlite:///{var / 'store.db'}", audit_key=b"k" * 32)
    yield Services(settings, warehouse, store, lambda: loaded + timedelta(hours=1))
    store.close()
    warehouse.close()


@pytest.fixture(scope="session")
def lines():
    """Every posting line of the small district with its account and location."""
    made = sample()
    return [
        line
        | {
            "account": made.account(line["account_key"]),
            "location_id": PLACES[line["location_key"]][0],
            "usd": Decimal(line["amount_cents"]).scaleb(-2),
        }
        for line in made.rows("fct_ledger")
    ]


@pytest.fixture
def person():
    """A person of the small district: `person(Role.PRINCIPAL, "101")`."""

    def made(role, location=None):
        places = None if location is None else frozenset({location})
        return actor_in_district(
            (1, "Somebody", "somebody@demo.example"), Role(role), DISTRICT, (DISTRICT,), places
        )

    return made


@pytest.fixture
def now():
    return datetime(2027, 3, 1, tzinfo=UTC)
