"""A person whose budget is a rule over accounts: every page and export holds those and no others.

The budget names what three schools buy and not what they pay, so neither a whole school nor a
whole fund is visible, and one's own school counts in part.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from data.chart import chart
from data.entities.content import Content
from data.store.sessions import open_session
from data.store.tables import utc_now
from data.store.users import user_by_email
from data.warehouse import Warehouse
from planning.configure.presets import preset_role
from tests.matrix.cast import kept
from tests.matrix.conftest import ELM
from tests.matrix.test_canary import EVERYBODY, OTHER, Answer, _dollars, everything
from tests.matrix.world import YEARS, code, places_in

pytestmark = pytest.mark.xdist_group("matrix")

OWN = (3, 4, 5)
PERSON, EMAIL = "buyer", "buyer@demo.example"
LINES = (("site", "between", f"{code(3)}-{code(5)}"), ("object", "is", "4300"))


@pytest.fixture(scope="module")
def buyer(house: Any) -> Iterator[str]:
    """Somebody who holds a role in the budget, with a session; by records alone."""
    known = chart(Warehouse(house.settings), "elm")
    names = ("segment_type", "operator", "segment_code")
    budget = {"code": "BUYING", "name": "Buying", "autonomy": "all", "is_active": True}
    person = {"name": "Buyer", "email": EMAIL, "manage_access": "view", "allocate_access": "none",
              "budget_access": "none", "evaluate_access": "none", "is_active": True,
              "administrator": False, "can_manage_users": False, "can_view_compensation": False,
              "can_flag_positions": False, "can_release": False}  # fmt: skip
    made = {
        "role": preset_role("Builder"),
        "budget": Content(budget, tuple(dict(zip(names, line, strict=True)) for line in LINES)),
        "district_user": Content(person),
        "budget_role": Content({"email": EMAIL, "budget_code": "BUYING", "role_code": "BUILDER"}),
    }
    with kept(house, known, made.items()):
        with house.store.transaction() as tx:
            user = user_by_email(tx, EMAIL)
            house.secrets[PERSON] = open_session(
                tx, user.id, district_id=None, address="", now=utc_now()
            )
        yield PERSON
        del house.secrets[PERSON]


@pytest.fixture(scope="module")
def seen(house: Any, buyer: str) -> dict[str, Answer]:
    return everything(house, buyer)


def test_no_text_of_other_accounts_anywhere(seen):
    for asked, answer in seen.items():
        leaked = {k for k in EVERYBODY - set(OWN) if ELM.canary(k).encode() in answer.data}
        assert not leaked, asked
        # What the own schools pay is not in the budget, though it lies at the same places.
        assert not re.search(rb"Staff " + ELM.word.encode(), answer.data), asked
        assert not re.search(rb"q\d\dzpay", answer.data), asked


def test_every_sum_is_made_of_the_budget(seen):
    met = set()
    for asked, answer in seen.items():
        for amount in _dollars(answer):
            assert places_in(amount) <= set(OWN), (asked, amount)
            met |= places_in(amount)
    assert met == set(OWN)


@pytest.mark.parametrize("year", YEARS)
def test_rows_and_totals_are_exactly_those_of_the_budget(house, buyer, year):
    unit = sum(ELM.dollars(k) for k in OWN)
    accounts = {f"01-1100-4300-{code(k)}" for k in OWN}
    bills = 2 if year == 2026 else 1  # half a year's spending comes again in June
    for name, column, dollars in (
        ("transactions", "amount_usd", (4 + bills) * unit),
        ("account-status", "spent_usd", bills * unit),
        ("account-status", "budget_usd", 4 * unit),
        ("purchase-orders", "original_usd", 2 * unit),
        ("buckets", "spent_usd", bills * unit),
    ):
        rows = _rows(house, buyer, f"{name}.csv?fiscal_year={year}")
        assert sum(Decimal(row[column] or 0) for row in rows) == dollars, (name, column)
        if "account" in rows[0]:
            assert {row["account"] for row in rows} == accounts
    [bucket] = _rows(house, buyer, f"buckets.csv?fiscal_year={year}")
    assert (bucket["bucket_code"], bucket["account_count"]) == ("BUY", "3")


@pytest.mark.parametrize("place", [3, OTHER])
def test_a_search_finds_own_lines_alone(house, buyer, place):
    found = _rows(house, buyer, f"transactions.csv?fiscal_year=2027&search=q{place:02d}z")
    assert bool(found) is (place in OWN)
    assert all(row["location_id"] == code(place) for row in found)


def _rows(house: Any, person: str, asked: str) -> list[dict[str, str]]:
    answer = house.client(person).get(f"/export/{asked}")
    assert answer.status_code == 200, answer.text
    return list(csv.DictReader(io.StringIO(answer.text)))
