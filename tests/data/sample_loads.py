"""The sample district's load: its file, a check, a row in quarantine."""

from __future__ import annotations

from typing import Any


def add_loads(made: Any, district: str) -> None:
    """One file, one check of it and one row that it could not keep."""
    made.add(
        "file", import_key=1, import_id="i1", district_id=district, source="erp",
        file_name="ledger", kind="ledger_detail", path="gl.csv", sha256="0" * 64,
        rows_read=100, rows_accepted=98, rows_skipped=1, rows_quarantined=1,
        amount_accepted=1234.56, amount_quarantined=7.89, fiscal_years="2024,2025",
    )  # fmt: skip
    made.add(
        "check_result", import_id="i1", district_id=district, check_code="L3", scope="fund 10",
        fiscal_year=2025, severity="error", status="ok", expected=10.25, actual=10.25,
        difference=0, message="the file adds up",
    )  # fmt: skip
    made.add(
        "quarantine_row", import_id="i1", district_id=district, source_row=17,
        column_name="Amount", reason_code="AMOUNT_UNPARSED", found="12,3x",
        message="not an amount", amount=7.89, fiscal_year=2025, is_warning=False,
        raw="10|Pay of person 9|12,3x",
    )  # fmt: skip
