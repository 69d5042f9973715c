"""Exports carry the rows of the screen to the cent, and no text that is a formula."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import UTC, datetime
from decimal import Decimal

import openpyxl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.scope import Scope
from config import Settings
from data.read_models import READ_MODELS, ArgumentError
from exports.cells import harmless, withheld_reasons, without_withheld
from exports.flat import export, write

WHOLE = Scope.whole("elm", sees_compensation=True)
AT = datetime(2025, 3, 2, 9, 30, tzinfo=UTC)
STARTS = "=+-@\t\r\n＝＋－＠"


def exported(warehouse, fmt, name="per-pupil", arguments=None, scope=WHOLE, **options):
    made = export(
        warehouse, scope, name, fmt, arguments or {}, user="analyst@demo.example", at=AT, **options
    )
    return b"".join(made.chunks)


def csv_rows(body):
    return list(csv.DictReader(io.StringIO(body.decode())))


@pytest.mark.parametrize("name", [name for name in READ_MODELS if name != "purchase-order-lines"])
def test_every_read_model_leaves_in_every_form_with_the_same_rows(warehouse, name):
    table = READ_MODELS[name].run(warehouse, WHOLE)
    rows = csv_rows(exported(warehouse, "csv", name))
    objects = json.loads(exported(warehouse, "json", name))["rows"]
    sheet = openpyxl.load_workbook(io.BytesIO(exported(warehouse, "xlsx", name))).active
    assert len(rows) == len(objects) == sheet.max_row - 2 == table.num_rows
    for column in READ_MODELS[name].columns:
        if not column.name.endswith("_usd"):
            continue
        exact = [value for value in table.column(column.name).to_pylist() if value is not None]
        texts = [row[column.name] for row in rows if row[column.name] not in ("", "*")]
        strings = [row[column.name] for row in objects if row[column.name] not in (None, "*")]
        assert sum(map(Decimal, texts)) == sum(map(Decimal, strings)) == sum(exact)


def test_cells_of_few_pupils_show_one_sign_in_every_form(warehouse):
    [row] = [r for r in csv_rows(exported(warehouse, "csv")) if r["location_id"] == "103"]
    assert (row["pupils"], row["per_pupil_usd"], row["frl_share"]) == ("*", "*", "*")
    sheet = openpyxl.load_workbook(io.BytesIO(exported(warehouse, "xlsx"))).active
    heads = [cell.value for cell in sheet[2]]
    values = {row[heads.index("location_id")].value: row for row in sheet.iter_rows(min_row=3)}
    assert values["103"][heads.index("per_pupil_usd")].value == "*"


def test_json_keeps_numbers_beside_withheld_cells_which_are_null_with_the_reason(warehouse):
    objects = {o["location_id"]: o for o in json.loads(exported(warehouse, "json"))["rows"]}
    few = objects.pop("103")
    assert (few["pupils"], few["per_pupil_usd"], few["frl_share"]) == (None, None, None)
    why = "hidden to protect small groups of pupils"
    assert few["withheld"] == dict.fromkeys(few["hidden"].split(), why)
    assert {type(row["pupils"]) for row in objects.values()} == {float}
    assert {type(row["frl_share"]) for row in objects.values()} <= {float, type(None)}
    assert all("withheld" not in row for row in objects.values() if not row["hidden"])


def test_a_picked_column_still_says_why_it_is_withheld(warehouse):
    rows = json.loads(exported(warehouse, "json", columns=("location_id", "pupils")))["rows"]
    [few] = [row for row in rows if row["location_id"] == "103"]
    assert set(few) == {"location_id", "pupils", "withheld"}
    assert set(few["withheld"]) == {"pupils"}


def test_a_share_that_is_told_as_a_bound_says_so():
    table = pa.table(
        {"ell_share": [0.5, 0.04], "reason": ["", "ell: shown only as a few of the pupils"],
         "hidden": ["", "ell_share"]}
    )  # fmt: skip
    assert withheld_reasons(table) == [{}, {"ell_share": "shown only as a few of the pupils"}]
    assert without_withheld(table).column("ell_share").to_pylist() == [0.5, None]


def test_no_text_of_a_csv_file_is_a_formula_and_negative_numbers_stay_numbers(warehouse, made):
    rows = csv_rows(exported(warehouse, "csv", "transactions", {"fiscal_year": 2024}))
    assert sum(row["description"].startswith("'") for row in rows) >= 5
    for row in rows:
        for name in ("description", "account", "vendor_name"):
            assert not row[name].strip("\ufeff \u00a0").startswith(tuple(STARTS))
    negative = [row["amount_usd"] for row in rows if row["amount_usd"].startswith("-")]
    assert negative
    assert all(Decimal(text) < 0 for text in negative)


def test_no_cell_of_a_workbook_is_a_formula(warehouse):
    body = exported(warehouse, "xlsx", "transactions", {"fiscal_year": 2024})
    cells = [cell for row in openpyxl.load_workbook(io.BytesIO(body)).active for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    assert any(cell.value == "=1+1" for cell in cells)


@given(st.lists(st.text(max_size=12)))
def test_no_text_starts_a_formula(texts):
    for before, after in zip(
        texts, harmless(pa.array(texts, pa.string())).to_pylist(), strict=True
    ):
        stripped = after.lstrip("\ufeff \u00a0\u200b")
        is_plain = re.fullmatch(r"-\d+(\.\d+)?([eE][+-]?\d+)?", before) is not None
        assert not stripped.startswith(tuple(STARTS)) or not stripped or is_plain
        assert after in (before, "'" + before)


@pytest.mark.parametrize("text", ["-12.4", "-5", "-1.5e-07"])
def test_a_negative_number_beside_withheld_cells_stays_one(text):
    assert harmless(pa.array(["*", text])).to_pylist() == ["*", text]


@pytest.mark.parametrize("text", ["-1+1", "-A1", "+5", "=5", "-5;cmd", "\t-5", "- 5", "-1.5e"])
def test_what_only_looks_like_a_number_does_not(text):
    assert harmless(pa.array([text])).to_pylist() == [f"'{text}"]


def test_the_header_line_says_who_when_what_and_of_which_day(warehouse):
    body = exported(
        warehouse, "csv", "spending-by-fund", {"fiscal_year": 2024, "location_ids": ("101",)},
        header_line=True,
    )  # fmt: skip
    line = body.decode().splitlines()[0]
    assert line == (
        "# Spending by fund, Elm Unified | exported 2025-03-02 09:30 UTC by analyst@demo.example"
        " | filters: fiscal_year 2024, location_ids 101 | data as of 2025-03-01 | whole district"
    )
    assert not exported(warehouse, "csv", "spending-by-fund").startswith(b"#")


def test_columns_are_picked_and_ordered(warehouse):
    body = exported(warehouse, "csv", columns=("spent_usd", "location_id"))
    assert body.splitlines()[0] == b'"spent_usd","location_id"'


def test_an_export_holds_the_rows_of_the_reader_alone(warehouse):
    rows = csv_rows(
        exported(warehouse, "csv", "transactions", scope=Scope("elm", frozenset({"101"})))
    )
    assert {row["location_id"] for row in rows} == {"101"}
    assert exported(warehouse, "csv", scope=Scope.nothing("elm")).count(b"\n") == 1


@pytest.mark.parametrize(
    ("name", "fmt", "options"),
    [("nothing", "csv", {}), ("per-pupil", "pdf", {}), ("per-pupil", "csv", {"columns": ["x"]})],
)
def test_what_is_unknown_is_named(warehouse, name, fmt, options):
    with pytest.raises(ArgumentError, match=r"unknown|no"):
        export(warehouse, WHOLE, name, fmt, {}, **options)


def test_the_command_line_writes_files_and_streams(var, warehouse, tmp_path):
    write(Settings(var=var), "elm", "schools", "csv", {"type": "department"}, tmp_path / "d.csv")
    assert [row["location_id"] for row in csv_rows((tmp_path / "d.csv").read_bytes())] == ["901"]
    stream = io.BytesIO()
    write(Settings(var=var), "elm", "per-pupil", "json", {"fiscal_year": 2024}, stream)
    assert json.loads(stream.getvalue())["rows"]
    with pytest.raises(ArgumentError, match="no argument colour"):
        write(Settings(var=var), "elm", "schools", "csv", {"colour": "red"}, stream)
