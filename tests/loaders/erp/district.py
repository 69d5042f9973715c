"""A small district whose extracts a test writes itself, and what a read of them leaves."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import duckdb

from loaders.erp.context import FileReport

LAYOUT = {
    "delimiter": "-",
    "segments": [
        {"name": "fund", "width": "3", "role": "fund"},
        {"name": "function", "width": "2", "role": "function"},
        {"name": "object", "width": "4", "role": "object"},
        {"name": "location", "width": "3", "role": "location"},
    ],
}
KINDS = [
    ["balance", {"object": "[1-4]"}],
    ["revenue", {"object": "5"}],
    ["expenditure", {"object": "6"}],
]
LEDGER = {
    "name": "gl",
    "kind": "ledger_detail",
    "glob": "gl*",
    "columns": {
        "account": {"from": "Account"},
        "posted_date": {"from": "Date"},
        "amount": {"from": "Amount"},
        "description": {"from": "Description"},
    },
}


@dataclass
class Read:
    """What a read left behind."""

    con: duckdb.DuckDBPyConnection
    reports: list[FileReport]

    @property
    def report(self) -> FileReport:
        return self.reports[0]

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()

    def lines(self, columns: str = "source_row, amount", table: str = "ledger_line") -> list[tuple]:
        return self.rows(f"SELECT {columns} FROM stage.{table} ORDER BY source_row, 1")

    def quarantine(self, columns: str = "source_row, column_name, reason_code") -> list[tuple]:
        return self.rows(
            f"SELECT {columns} FROM stage.quarantine_row WHERE NOT is_warning"
            " ORDER BY source_row, reason_code"
        )

    def checks(self) -> list[tuple]:
        return self.rows(
            "SELECT check_code, status, expected, actual FROM stage.check_result ORDER BY ALL"
        )

    def check_identities(self) -> None:
        """No row and no dollar is lost, whatever the file."""
        for report in self.reports:
            parts = report.rows_accepted + report.rows_skipped + report.rows_quarantined
            assert report.rows_read == parts
            aside = self.rows(
                "SELECT count(DISTINCT source_row) FROM stage.quarantine_row"
                f" WHERE import_id = '{report.import_id}' AND NOT is_warning"
            )[0][0]
            assert report.rows_quarantined == aside


def merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """A mapping section with some keys replaced; None takes a key away."""
    result = deepcopy(base)
    for key, value in changes.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = merged(result[key], value)
        else:
            result[key] = value
    return result


def as_text(value: Any) -> Any:
    """Mapping files hold text only."""
    if isinstance(value, dict):
        return {key: as_text(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [as_text(item) for item in value]
    return str(value).lower() if isinstance(value, bool) else str(value)
