"""The report-card file: the figures of the report, in a workbook and in a ZIP."""

from __future__ import annotations

import csv
import io
import zipfile
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from data.attribution import attributed_spending
from data.read_model import ArgumentError
from exports.report_card import report_card

SHEETS = ["Schools", "LEA", "Data dictionary", "Exclusions", "Methods"]
PAIRS = {
    "Site federal": "site_federal_usd",
    "Site state/local": "site_state_local_usd",
    "Central share federal": "central_federal_usd",
    "Central share state/local personnel": "central_state_local_personnel_usd",
    "Total": "total_usd",
    "Total per pupil": "total_per_pupil_usd",
    "Enrollment": "pupils",
}


def read(export, form):
    data = b"".join(export.chunks)
    if form == "xlsx":
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {
            name.removesuffix(".csv"): list(csv.reader(archive.read(name).decode().splitlines()))
            for name in archive.namelist()
        }


@pytest.mark.parametrize("form", ["xlsx", "zip"])
def test_both_forms_hold_the_figures_of_the_report(warehouse, whole, form):
    told = read(report_card(warehouse, whole, form, {"fiscal_year": 2025}), form)
    assert list(told) == (
        SHEETS if form == "xlsx" else [name.lower().replace(" ", "_") for name in SHEETS]
    )
    head, *rows = told[next(iter(told))]
    report = attributed_spending(warehouse, whole, fiscal_year=2025).to_pylist()
    assert len(rows) == len(report)
    for row, expected in zip(rows, report, strict=True):
        found = dict(zip(head, row, strict=True))
        assert str(found["School code"]).removesuffix(".0") == expected["location_id"]
        for words, name in PAIRS.items():
            value = expected[name]
            if name in expected["hidden"].split():
                assert found[words] == "*"
            elif value is None:
                assert found[words] == ""
            else:
                assert Decimal(str(found[words])) == Decimal(str(value)), words


def test_a_small_school_is_hidden_and_every_field_is_explained(warehouse, whole):
    told = read(report_card(warehouse, whole, "zip", {"fiscal_year": 2025}), "zip")
    head, *rows = told["schools"]
    small = next(dict(zip(head, row, strict=True)) for row in rows if row[3] == "103")
    assert (small["Enrollment"], small["Total per pupil"]) == ("*", "*")
    assert {row[0] for row in told["data_dictionary"][1:]} >= set(head)
    assert ["Release", "may be released"] in told["methods"] or any(
        row[1] == "NOT FOR RELEASE" for row in told["methods"]
    )
    lea = dict(told["lea"][1:])
    assert Decimal(lea["Difference"]) == 0
    # The district's line counts only schools whose pupils are shown: the rest cannot be told.
    shown = sum(float(row[6]) for row in rows if row[6] not in ("", "*"))
    assert float(lea["Enrollment of those schools"]) == shown


def test_other_forms_are_refused(warehouse, whole):
    with pytest.raises(ArgumentError, match="unknown form 'pdf'"):
        report_card(warehouse, whole, "pdf", {})
