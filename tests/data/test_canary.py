"""Amounts that name their location: no figure of any read model sums more than a reader may see.

Every line of location k is 256 to the power of k cents, so the digits of a sum in base 256
count the lines of each location in it.
"""

from __future__ import annotations

import itertools
from decimal import Decimal

import pyarrow.compute as pc
import pytest

from access.scope import Scope
from config import Settings
from data.balances import account_totals
from data.orders import purchase_order_totals
from data.read_models import READ_MODELS
from data.transactions import transactions_total
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, PLACES, publish, sample

DERIVED = {"remaining_usd", "per_pupil_usd", "adjustments_usd", "original_usd",
           "reported_available_usd", "annual_pay_usd", "annual_benefits_usd"}  # fmt: skip
# A school's share of central cost is divided out of what departments spend.
DERIVED |= {"amount_usd", "federal_usd", "state_local_usd", "personnel_usd", "non_personnel_usd",
            "total_usd", "lowest_usd", "highest_usd", "range_usd"}  # fmt: skip
# A formula divides the dollars of all schools by need.
DERIVED |= {"formula_usd", "gap_usd", "floor_usd", "guaranteed_usd"}
# A projection divides what is spent by a share of the year.
DERIVED |= {"projected_usd", "low_usd", "high_usd", "left_over_usd"}
READERS = [("101",), ("201",), ("101", "301"), ("102", "103", "901")]


def marked():
    """The sample with a canary in every amount and text of a location."""
    made = sample(amount=lambda place: 256**place)
    for table in ("fct_ledger", "purchase_orders"):
        for row in made.rows(table):
            row["description"] = f"canary{row['location_key']}x"
    for row in made.rows("search"):
        row["text"] += f" canary{row['location_key']}x"
    return made


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    folder = tmp_path_factory.mktemp("canary")
    publish(folder, marked())
    return Warehouse(Settings(var=folder))


def places_in(usd):
    cents = int(Decimal(usd) * 100)
    assert cents >= 0
    digits = []
    while cents:
        cents, digit = divmod(cents, 256)
        digits.append(digit)
    return {place for place, digit in enumerate(digits) if digit}


def keys(locations):
    return {key for key, (code, *_) in enumerate(PLACES) if code in locations}


@pytest.mark.parametrize("locations", READERS)
@pytest.mark.parametrize("sees_compensation", [False, True])
@pytest.mark.parametrize("name", [n for n in READ_MODELS if n not in {"staffing", "school-facts"}])
def test_no_sum_and_no_text_of_another_location(guarded, name, locations, sees_compensation):
    scope = Scope(DISTRICT, frozenset(locations), sees_compensation)
    model = READ_MODELS[name]
    arguments = {"po_no": "PO1"} if name == "purchase-order-lines" else {}
    table = model.run(guarded, scope, **arguments)
    if "part" in table.column_names:  # shares of central cost are of accounts without a school
        table = table.filter(pc.not_equal(table["part"], "central"))
    seen = set()
    own = table
    if "part" in table.column_names:
        # As above: the part `central` is divided out of what departments spend.
        own = table.filter(pc.not_equal(table.column("part"), "central"))
    for column in own.column_names:
        values = [value for value in own.column(column).to_pylist() if value is not None]
        is_divided = column.endswith("_per_pupil_usd") or column.startswith("central_")
        if column.endswith("_usd") and column not in DERIVED and not is_divided:
            seen |= set().union(*(places_in(value) for value in values))
    assert seen <= keys(locations)
    text = str(table.to_pylist())
    for place in set(range(len(PLACES))) - keys(locations):
        assert f"canary{place}x" not in text


@pytest.mark.parametrize("locations", READERS)
def test_totals_and_searches_hold_own_locations_alone(guarded, locations):
    for sees in (False, True):
        scope = Scope(DISTRICT, frozenset(locations), sees)
        for row in account_totals(guarded, scope).to_pylist():
            assert places_in(row["spent_usd"]) <= keys(locations)
        assert places_in(transactions_total(guarded, scope)[1]) <= keys(locations)
        totals = purchase_order_totals(guarded, scope)
        assert places_in(Decimal(totals["open_cents"] or 0).scaleb(-2)) <= keys(locations)
        for place, other in itertools.product(range(len(PLACES)), ("", "101", "201")):
            count, _ = transactions_total(guarded, scope, search=f"canary{place}x", location=other)
            assert not count or place in keys(locations)
