"""Schools on the map: values as the read models give them, places as loaded, hidden stays so."""

from __future__ import annotations

import pytest

from config import Settings
from data.per_pupil import per_pupil_spending
from data.read_model import ArgumentError
from data.school_map import boundary, school_map
from data.warehouse import Warehouse
from tests.data.serving_sample import DISTRICT, publish, sample


def rows(warehouse, scope, **given):
    table = school_map(warehouse, scope, fiscal_year=2024, **given)
    return {row["location_id"]: row for row in table.to_pylist()}


def test_values_are_those_of_spending_per_pupil(warehouse, board):
    known = per_pupil_spending(warehouse, board, fiscal_year=2024).to_pylist()
    expected = {row["location_id"]: row["per_pupil_usd"] for row in known}
    found = rows(warehouse, board)
    assert {code: row["value"] for code, row in found.items()} == {
        code: None if value is None else float(value) for code, value in expected.items()
    }


def test_without_coordinates_there_are_none(warehouse, board):
    found = rows(warehouse, board)
    assert {row["latitude"] for row in found.values()} == {None}
    assert boundary(warehouse, DISTRICT) == []


def test_small_numbers_stay_hidden(warehouse, board):
    assert rows(warehouse, board)["103"]["hidden"].split() == ["pupils", "value"]
    birch = rows(warehouse, board, measure="sped_share")["102"]
    assert (birch["value"], birch["hidden"]) == (None, "value")


def test_a_level(warehouse, board):
    assert set(rows(warehouse, board, level="middle")) == {"201"}


def test_an_unknown_measure_is_named(warehouse, board):
    with pytest.raises(ArgumentError, match="measure: 'luck' is none of 2024"):
        rows(warehouse, board, measure="luck")


def test_places_come_as_loaded(tmp_path, board):
    made = sample()
    made.rows("dim_location")[1] |= {"latitude": 38.4, "longitude": -120.9}
    publish(tmp_path, made)
    with_places = Warehouse(Settings(var=tmp_path))
    ash = rows(with_places, board)["101"]
    assert (ash["latitude"], ash["longitude"]) == (38.4, -120.9)
    with_places.close()
