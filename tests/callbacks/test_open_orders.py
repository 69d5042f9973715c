"""Open orders of many buckets at once, held against the list of purchase orders that they open."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from urllib.parse import parse_qs

import pytest

from access.account_rules import BucketRule, Rulebook
from access.roles import Role
from callbacks.basis import basis
from callbacks.bucket_lines import bucket_list
from callbacks.bucket_links import link
from callbacks.open_orders import open_orders
from data.open_orders import open_orders as at_once
from data.orders import STILL_OPEN, purchase_orders
from pages.state import HomeState


def rule(code, *lines):
    return BucketRule(code, f"Bucket {code}", "expenditure", lines)


# Every account lies in ALL; those of the fund 10 in GEN as well.
BOOK = Rulebook.of(
    [rule("ALL", ("fund", "is", "10"), ("fund", "is", "20")), rule("GEN", ("fund", "is", "10"))], []
)


def readers(person):
    for actor in (person(Role.PRINCIPAL, "101"), person(Role.BUDGET_DIRECTOR)):
        yield actor
        yield replace(actor, scope=replace(actor.scope, book=BOOK))


@pytest.mark.parametrize("year", [2024, 2025])
def test_they_are_those_of_each_bucket_asked_alone(services, person, year):
    counted = 0
    for actor in readers(person):
        codes = [one.code for one in services.warehouse.bucket_rules(actor.scope)]
        found = at_once(services.warehouse, actor.scope, buckets=codes, fiscal_year=year)
        expected = defaultdict(set)
        for code in codes:
            asked = {"fiscal_year": year, "state": STILL_OPEN, "bucket": code}
            for row in purchase_orders(services.warehouse, actor.scope, **asked).to_pylist():
                expected[row["po_no"], row["release"] or ""].add(code)
        assert {(one.po_no, one.release): set(one.buckets) for one in found} == expected
        counted += len(expected)
    assert counted > 3


def test_an_order_in_two_buckets_stands_and_counts_once(services, person):
    shared = 0
    for actor in readers(person):
        ground = basis(services, actor, HomeState())
        lines = [one.line for one in bucket_list(services.warehouse, ground)]
        shown = open_orders(services.warehouse, actor, ground, lines)
        [codes] = parse_qs(shown.href.partition("?")[2])["bucket"]
        rows = purchase_orders(
            services.warehouse, actor.scope, state=STILL_OPEN, bucket=codes
        ).to_pylist()
        assert shown.number == len({row["po_no"] for row in rows})
        assert shown.total == sum((row["open_usd"] for row in rows), Decimal(0))
        days = {row["po_no"]: row["days_open"] for row in rows}
        assert [one.days for one in shown.oldest] == sorted(days.values(), reverse=True)[:5]
        shared += sum(", " in one.bucket for one in shown.oldest)
    assert shared


@pytest.mark.parametrize(("many", "opens"), [(21, True), (100, True), (400, False)])
def test_a_sum_opens_the_rows_of_as_many_buckets_as_an_address_holds(services, person, many, opens):
    actor = person(Role.BUDGET_DIRECTOR)
    to = link(actor, basis(services, actor, HomeState()))
    codes = ",".join(f"B{number:04d}" for number in range(many))
    for what in ("left", "ordered", "budget", "paid"):
        found = to(codes, what)
        assert bool(found) == opens
        assert len(f"GET {found} HTTP/1.1") < 4_000
        if opens:
            assert parse_qs(found.partition("?")[2])["bucket"] == [codes]
