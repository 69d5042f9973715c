"""One purchase order on screen: own lines alone, events that add up, a clear word where none is."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from callbacks.basis import basis
from callbacks.manage import order
from config import Settings
from data.order_detail import order_detail
from data.warehouse import Warehouse
from pages.components.sentence import plain
from pages.format import money
from pages.manage.row_state import OrderState
from tests.data.serving_sample import PLACES, publish, sample

YEAR = 2025
D = Decimal
LIFE = (
    # day, type, event, cents, and what is open after it
    (1, "encumbrance", "pre", 50_000, 0),
    (2, "encumbrance", "encumber", 100_000, 100_000),
    (3, "encumbrance", "change", -10_000, 90_000),
    (4, "actual", "expense", 30_150, 90_000),
    (5, "encumbrance", "liquidate", -25_000, 65_000),
    (6, "actual", "reversal", -150, 65_000),
    (7, "encumbrance", "cancel", -40_000, 25_000),
)


@pytest.fixture
def living(services, tmp_path):
    """Services over a district with one order more, which has lived through every kind of event."""
    made = sample()
    lines = made.rows("fct_ledger")
    paper = next(one for one in made.rows("purchase_orders") if one["fiscal_year"] == YEAR
                 and made.account(one["account_key"])["object_code"] != "1100")  # fmt: skip
    pattern = next(one for one in lines if one["account_key"] == paper["account_key"])
    start = max(one["line_key"] for one in lines) + 1
    for number, (day, kind, event, cents, _) in enumerate(LIFE):
        made.add("fct_ledger", **{
            **pattern, "line_key": start + number, "posted_date": date(2024, 10, day),
            "line_type": kind, "event_type": event, "amount_cents": cents, "po_no": "L-1, a",
            "description": f"Step {number}",
        })  # fmt: skip
    made.add("purchase_orders", **{
        **paper, "po_no": "L-1, a", "line": "1", "ordered_cents": 100_000,
        "changed_cents": -10_000, "liquidated_cents": 25_000, "cancelled_cents": 40_000,
        "open_cents": 25_000, "status": "partial", "issued_on": date(2024, 10, 2),
    })  # fmt: skip
    publish(tmp_path, made)
    warehouse = Warehouse(Settings(var=tmp_path))
    yield replace(services, warehouse=warehouse), paper
    warehouse.close()


def seen(services, actor, number, year=YEAR):
    """The page of an order; none where the reader sees none."""
    ground = basis(services, actor, OrderState(year=year))
    found = order_detail(services.warehouse, ground.scope, po_no=number, fiscal_year=year)
    return None if found is None else order.view(ground, number, found, 90)


def written(cents):
    return money(D(cents).scaleb(-2), cents=True)


def test_events_stand_in_their_order_with_what_was_open_after_each(living, person):
    services, _ = living
    view = seen(services, person("administrator"), "L-1, a")
    assert [one.what for one in view.events] == [
        "Requested", "Ordered", "Changed", "Paid", "Relieved by a bill", "Payment taken back",
        "Cancelled",
    ]  # fmt: skip
    assert [one.open for one in view.events] == [written(left) for *_, left in LIFE]
    assert [one.ordered for one in view.events] == [
        written(cents) if kind == "encumbrance" and event != "pre" else ""
        for _, kind, event, cents, _ in LIFE
    ]
    assert [one.paid for one in view.events] == [
        written(cents) if kind == "actual" else "" for _, kind, _, cents, _ in LIFE
    ]
    assert "($500.00)" in view.events[0].text  # what was asked for, which is not on order yet
    assert plain(view.events_words) == "$300.00 was paid in 2 postings."
    assert view.events_method == "The events add up to what is still open, $250.00."
    assert plain(view.sentence).startswith("$250.00 is still open of $900.00 ordered with ")
    assert list(view.totals) == ["$1,000.00", "($100.00)", "$250.00", "$400.00", "$250.00"]
    # The list of the same lines asks for the number as it is written, comma and all.
    assert "where=PO+is+%22L-1%2C+a%22" in view.events_href


def test_a_list_of_orders_that_says_otherwise_than_the_ledger_is_told(living, person):
    services, paper = living
    view = seen(services, person("administrator"), paper["po_no"])
    events = sum(
        one["amount_cents"] for one in sample().rows("fct_ledger")
        if one["po_no"] == paper["po_no"] and one["line_type"] == "encumbrance"
    )  # fmt: skip
    still = view.totals[-1]
    assert written(events) != still
    assert view.events_method.startswith(
        f"The list of orders says that {still} is open, the events of the ledger leave "
        f"{written(events)}."
    )


def test_each_school_opens_its_own_orders_and_no_other(services, person):
    made = sample()
    for row in made.rows("purchase_orders"):
        where = PLACES[row["location_key"]][0]
        shown = seen(services, person("principal", "101"), row["po_no"], row["fiscal_year"])
        assert (shown is not None) == (where == "101")
        every = seen(services, person("administrator"), row["po_no"], row["fiscal_year"])
        lines = [one for one in made.rows("purchase_orders") if one["po_no"] == row["po_no"]]
        assert list(every.totals) == [
            written(sum(one[f"{term}_cents"] for one in lines))
            for term in ("ordered", "changed", "liquidated", "cancelled", "open")
        ]


def test_postings_of_pay_are_left_out_without_the_right_and_that_is_said(services, person):
    made = sample()
    row = next(one for one in made.rows("purchase_orders")
               if made.account(one["account_key"])["object_code"] == "1100")  # fmt: skip
    asked = row["po_no"], row["fiscal_year"]
    full = seen(services, person("administrator"), *asked)
    actor = person("administrator")
    actor = replace(actor, scope=replace(actor.scope, sees_compensation=False))
    bare = seen(services, actor, *asked)
    assert full.events
    assert not bare.events
    assert bare.totals == full.totals


@pytest.mark.parametrize("number", ["PO9999", "PO*", "po1 or true", "P –"])
def test_a_number_of_no_order_gives_a_page_that_says_what_to_do(services, person, number):
    shown = str(order.page(services, person("administrator"), f"?number={number}"))
    assert "There is no such order." in shown
    assert "See every order" in shown
    assert number not in shown


def test_what_lines_share_is_said_once_and_what_differs_stands_beside_each(services, person):
    made = sample()
    row = next(
        one for one in made.rows("purchase_orders") if one["fiscal_year"] == YEAR and one["extra"]
    )
    own = [one for one in made.rows("purchase_orders") if one["po_no"] == row["po_no"]]
    view = seen(services, person("administrator"), row["po_no"])
    room = json.loads(row["extra"])["Deliver to"]
    assert f"Deliver to: {room}" in view.facts
    assert list(view.headings) == ["As written", "Item"]
    assert [list(one.texts) for one in view.lines] == [
        [line["description"], json.loads(line["extra"])["Item"]] for line in own
    ]
    for one in view.lines:
        assert one.texts[0] not in view.facts
    shown = str(order.body(view))
    assert all(text in shown for one in view.lines for text in one.texts)
