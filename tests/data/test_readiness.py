"""A process is ready once its store is migrated, also where that happens after its first answer."""

from __future__ import annotations

import pytest

from config import Settings
from data.readiness import Readiness
from data.store import Store, migrate
from data.warehouse import Warehouse


@pytest.fixture
def settings(published, tmp_path):
    return Settings(var=published, database_url=f"sqlite:///{tmp_path / 'store.db'}")


def test_it_becomes_ready_when_the_store_is_migrated(settings):
    store, warehouse = Store(settings.store_url, audit_key=b"k" * 32), Warehouse(settings)
    asked = Readiness(settings, store, warehouse)
    assert not asked.is_ready()
    migrate(settings.store_url)
    assert asked.is_ready()
    assert asked.is_ready()
    store.close()
    warehouse.close()
