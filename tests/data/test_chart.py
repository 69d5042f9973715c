"""What configured records may refer to is what the snapshot holds, and nothing before a load."""

from __future__ import annotations

from data.chart import chart
from tests.data.serving_sample import DISTRICT, PLACES


def test_the_chart_names_every_account_location_and_segment(warehouse, made):
    found = chart(warehouse, DISTRICT)
    accounts = {row["display"].casefold() for row in made.rows("dim_account")}
    assert set(found["account"]) == accounts
    assert {code for code, *_ in PLACES if code} <= set(found["location"])
    values = made.rows("dim_segment_value")
    segments = {row["segment"].casefold() for row in values}
    assert set(found["segment_type"]) == segments
    assert set(found["scope_field"]) >= segments | {"account code", "account type"}
    objects = {row["code"] for row in values if row["role"] == "object"}
    assert {one.code for one in found["segment_code"].values()} == objects


def test_before_the_first_load_nothing_can_be_checked_but_words(warehouse):
    assert set(chart(warehouse, "nowhere")) == {"label_word"}
