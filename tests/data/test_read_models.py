"""What holds for every read model: its columns, its scope, its arguments from text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.permissions import Permission
from access.scope import Scope
from data.read_model import cents_of, dollars
from data.read_models import READ_MODELS, ArgumentError, Kind
from tests.data.serving_sample import DISTRICT, PLACES

# Asked with arguments of their own, or of settings that `tests/data/federal` writes.
ELSEWHERE = {"purchase-order-lines", "esea-effort", "idea-effort", "federal-accounts"}
MODELS = [model for name, model in READ_MODELS.items() if name not in ELSEWHERE]
TYPES = {
    Kind.YEAR: "int16", Kind.TEXT: "string", Kind.MONEY: "decimal128(20, 2)", Kind.COUNT: "int64",
    Kind.NUMBER: "double", Kind.SHARE: "double", Kind.DATE: "date32[day]", Kind.FLAG: "bool",
}  # fmt: skip
WHOLE_DISTRICT_ONLY = {"loads", "control-totals", "quarantine", "attribution-identity",
                       "central-pools", "effort-parts", "release-check"}  # fmt: skip
WITHOUT_LOCATION = {"monthly", "buckets", "bucket-questions", "spending-by-fund",
                    "spending-by-category", "purchase-orders", "equity-measures", "equity-fifths",
                    "equity-curves", "attribution-methods", "account-groups",
                    "transaction-groups", "purchase-order-groups", "fund-totals",
                    "fund-projection"}  # fmt: skip


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_answers_have_the_declared_columns(warehouse, whole, model):
    table = model.run(warehouse, whole)
    assert [(f.name, str(f.type)) for f in table.schema] == [
        (column.name, TYPES[column.kind]) for column in model.columns
    ]
    assert table.num_rows


@pytest.mark.parametrize("model", READ_MODELS.values(), ids=lambda model: model.name)
def test_models_say_what_they_are(model):
    assert model.permission in tuple(Permission)
    assert model.grain.startswith("one row per ")
    for column in model.columns:
        assert column.doc
        assert column.name.endswith("_usd") == (column.kind is Kind.MONEY)
        assert column.name.endswith("_share") == (column.kind is Kind.SHARE)
    for argument in model.arguments:
        assert argument.help


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
def test_a_reader_gets_the_rows_of_own_locations_alone(warehouse, principal, model):
    table = model.run(warehouse, principal)
    if model.name in WHOLE_DISTRICT_ONLY:
        assert table.num_rows == 0
    elif model.name not in WITHOUT_LOCATION:
        assert set(table.column("location_id").to_pylist()) == {"101"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.name)
@pytest.mark.parametrize("locations", [(), ("",), ("999",)])
def test_without_a_known_location_no_figure_is_seen(warehouse, model, locations):
    table = model.run(warehouse, Scope(DISTRICT, frozenset(locations)))
    if model.name == "monthly":
        shown = table.column("spent_usd").to_pylist() + table.column("budget_usd").to_pylist()
        assert {value for value in shown if value} == set()
    else:
        assert table.num_rows == 0


@pytest.mark.parametrize("name", ["spending-by-school", "account-status", "transactions"])
def test_rows_of_single_locations_are_the_rows_of_the_district(warehouse, whole, name):
    run = READ_MODELS[name].run
    parts = [
        run(warehouse, Scope(DISTRICT, frozenset({code}), sees_compensation=True)).num_rows
        for code, *_ in PLACES
        if code
    ]
    table = run(warehouse, whole)
    placed = [code for code in table.column("location_id").to_pylist() if code]
    assert sum(parts) == len(placed) < table.num_rows


def test_text_becomes_typed_arguments():
    model = READ_MODELS["transactions"]
    given = {"fiscal_year": ["2025"], "first_day": ["2024-07-01"], "least_usd": ["-1.50"],
             "descending": ["false"], "limit": ["5"], "search": ["paper"]}  # fmt: skip
    assert model.arguments_from(given) == {
        "fiscal_year": 2025, "first_day": date(2024, 7, 1), "least_usd": Decimal("-1.50"),
        "descending": False, "limit": 5, "search": "paper",
    }  # fmt: skip
    assert READ_MODELS["per-pupil"].arguments_from({"funds": ["10,20", "35"]}) == {
        "funds": ("10", "20", "35")
    }


@pytest.mark.parametrize(
    ("name", "given"),
    [("transactions", {"fiscal_year": ["last"]}), ("transactions", {"first_day": ["1/2/2025"]}),
     ("transactions", {"descending": ["maybe"]}), ("transactions", {"least_usd": ["ten"]}),
     ("loads", {"fiscal_year": ["2025"]}), ("school-facts", {"fiscal_years": ["2025,x"]})],
)  # fmt: skip
def test_text_that_cannot_be_read_is_named(name, given):
    with pytest.raises(ArgumentError, match=next(iter(given))):
        READ_MODELS[name].arguments_from(given)


@given(st.lists(st.one_of(st.none(), st.integers(-(2**62), 2**62))))
def test_dollars_are_exact(cents):
    expected = [None if c is None else Decimal(c).scaleb(-2) for c in cents]
    assert dollars(pa.array(cents, pa.int64())).to_pylist() == expected
    assert [cents_of(value) for value in expected] == cents


def test_dollars_of_a_slice():
    assert dollars(pa.array([1, None, -250], pa.int64())[1:]).to_pylist() == [
        None,
        Decimal("-2.50"),
    ]


def test_more_than_two_decimals_are_no_amount():
    with pytest.raises(ArgumentError, match=r"1\.005"):
        cents_of("1.005")
