"""A warehouse over the small district, opened once, and sums over its plain lists."""

from __future__ import annotations

from decimal import Decimal

import pytest

from access.scope import Scope
from config import Settings
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, PLACES, publish, sample


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
def board():
    """A reader of the whole district without the right to see compensation."""
    return Scope.whole(DISTRICT)


@pytest.fixture
def principal():
    return Scope(DISTRICT, frozenset({"101"}))


@pytest.fixture
def lines(made):
    """Every posting line with its account, location and vendor beside it."""
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
def usd():
    """Exact dollars of lines that pass a test, or None where there is none."""

    def total(lines, test):
        amounts = [line["usd"] for line in lines if test(line)]
        return sum(amounts) if amounts else None

    return total
