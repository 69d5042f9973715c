"""A warehouse over the small district, opened once."""

from __future__ import annotations

import pytest

from access.scope import Scope
from config import Settings
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, publish, sample


@pytest.fixture(scope="session")
def made():
    return sample()


@pytest.fixture(scope="session")
def published(tmp_path_factory, made):
    var = tmp_path_factory.mktemp("var")
    publish(var, made)
    return var


@pytest.fixture(scope="session")
def warehouse(published):
    opened = Warehouse(Settings(var=published))
    yield opened
    opened.close()


@pytest.fixture
def whole():
    return Scope.whole(DISTRICT, sees_compensation=True)


@pytest.fixture
def principal():
    return Scope(DISTRICT, frozenset({"101"}))
