"""Small files read through the whole extraction, by a mapping written in the test."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent, indent
from typing import Any

import duckdb
import pytest

from loaders.erp.context import FileReport
from loaders.erp.extract import extract
from loaders.erp.mapping import read_mapping
from loaders.progress import silent

HEAD = """\
mapping:
  district: elm
  source: pupils
  fiscal_calendar: {start_month: "7"}
"""


class Read:
    """What a file became: rows of the stage tables, and the report."""

    def __init__(self, con: duckdb.DuckDBPyConnection, reports: list[FileReport]) -> None:
        self.con = con
        self.reports = reports

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        return self.con.execute(sql).fetchall()

    @property
    def report(self) -> FileReport:
        (report,) = self.reports
        return report


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Read]:
    def run(files: str, *, more: str = "", **contents: str) -> Read:
        for name, content in contents.items():
            path = tmp_path / f"{name}.{'yaml' if name == 'district' else 'csv'}"
            path.write_text(dedent(content), encoding="utf-8")
        text = HEAD + indent(dedent(more), "  ") + "  files:\n" + indent(dedent(files), "    ")
        mapping = tmp_path / "mapping.yaml"
        mapping.write_text(text, encoding="utf-8")
        con = duckdb.connect()
        return Read(con, extract(con, read_mapping(mapping), tmp_path, silent))

    return run
