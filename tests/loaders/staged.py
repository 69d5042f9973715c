"""A small district written straight into the stage, so that loading is tested without files."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from config import Settings
from data.schema import CANONICAL
from loaders import publication
from loaders.erp.context import FileReport
from loaders.erp.mapping_files import Thresholds
from loaders.feed import ControlFile, Feed

DISTRICT = "elm"
SEGMENTS = {"fund": "fund", "function": "function", "object": "object", "site": "location"}
UNIT = "\x1f"

Rows = dict[str, list[dict[str, Any]]]


def account_id(year: int, display: str) -> int:
    return int(hashlib.sha256(f"{year}{display}".encode()).hexdigest()[:15], 16)


def line_id(*parts: object) -> int:
    return int(hashlib.sha256(repr(parts).encode()).hexdigest()[:15], 16)


def account(year: int, display: str, **more: Any) -> dict[str, Any]:
    """`display` is fund-function-object-site; objects from 8000 are revenue."""
    site, thing = display.split("-")[3], display.split("-")[2]
    return {
        "account_id": account_id(year, display),
        "district_id": DISTRICT,
        "fiscal_year": year,
        "display": display,
        "canonical": display.replace("-", UNIT),
        "layout_id": "standard",
        "description": None,
        "kind": "revenue" if thing >= "8000" else "expenditure",
        "spend_class": "salary" if thing < "2000" else "non_personnel",
        "category_code": "instruction" if display.split("-")[1] == "11" else "other",
        "is_federal": display.startswith("02"),
        "is_transfer": False,
        "location_id": None if site == "000" else site,
        "normal_sign": 1,
        "is_active": True,
        "is_provisional": False,
        "import_id": "imp-gl",
        "source_row": 1,
    } | more


def segments(year: int, display: str) -> list[dict[str, Any]]:
    return [
        {
            "account_id": account_id(year, display),
            "fiscal_year": year,
            "segment": name,
            "code": code,
        }
        for name, code in zip(SEGMENTS, display.split("-"), strict=True)
    ]


def ledger(year: int, display: str, amount: str, row: int, **more: Any) -> dict[str, Any]:
    return {
        "ledger_line_id": line_id("ledger", year, display, row, more.get("import_id")),
        "account_id": account_id(year, display),
        "fiscal_year": year,
        "period": 1,
        "posted_date": f"{year - 1}-07-15",
        "amount": Decimal(amount),
        "event_type": "expense",
        "is_transfer": False,
        "is_adjustment_period": False,
        "import_id": "imp-gl",
        "source_row": row,
    } | more


def budget(year: int, display: str, amount: str, row: int, **more: Any) -> dict[str, Any]:
    return {
        "budget_line_id": line_id("budget", year, display, row),
        "account_id": account_id(year, display),
        "fiscal_year": year,
        "period": 0,
        "type": "original",
        "status": "adopted",
        "amount": Decimal(amount),
        "effective_date": f"{year - 1}-07-01",
        "import_id": "imp-budget",
        "source_row": row,
    } | more


def imported(import_id: str, name: str, kind: str, rows: int, years: str) -> dict[str, Any]:
    return {
        "import_id": import_id,
        "district_id": DISTRICT,
        "source": "erp",
        "file_name": name,
        "kind": kind,
        "path": f"{name}.csv",
        "sha256": hashlib.sha256(import_id.encode()).hexdigest(),
        "mapping_sha256": "mapping",
        "rows_read": rows,
        "rows_accepted": rows,
        "rows_skipped": 0,
        "rows_quarantined": 0,
        "amount_accepted": Decimal(0),
        "fiscal_years": years,
    }


def layout() -> Rows:
    """What stands in every delivery of the district: calendar, segments, places, settings."""
    return {
        "district": [{"district_id": DISTRICT, "name": "Elm Unified", "settings": "{}"}],
        "segment_def": [
            {
                "district_id": DISTRICT,
                "layout_id": "standard",
                "segment": name,
                "position": position,
                "role": role,
                "label": name.capitalize(),
            }
            for position, (name, role) in enumerate(SEGMENTS.items(), 1)
        ],
        "location": [
            {"district_id": DISTRICT, "location_id": code, "name": name, "type": kind}
            for code, name, kind in (
                ("101", "Elm Elementary", "school"),
                ("102", "Oak High", "school"),
                ("900", "Transportation", "department"),
            )
        ],
    }


def chart(*accounts: tuple[int, str]) -> Rows:
    return {
        "account": [account(year, display) for year, display in accounts],
        "account_segment": [part for entry in accounts for part in segments(*entry)],
    }


def joined(*parts: Rows) -> Rows:
    rows: Rows = {}
    for part in parts:
        for table, found in part.items():
            rows.setdefault(table, []).extend(found)
    return rows


def write_stage(con: Any, rows: Rows) -> None:
    con.execute("create schema stage")
    for table in CANONICAL.values():
        con.execute(f"create table stage.{table.name} ({table.ddl()})")
    for name, entries in rows.items():
        for entry in entries:
            columns, marks = ", ".join(entry), ", ".join(f"${column}" for column in entry)
            con.execute(f"insert into stage.{name} ({columns}) values ({marks})", entry)


def feed(
    rows: Rows,
    *,
    source: str = "erp",
    loads: dict[str, str] | None = None,
    control: ControlFile | None = None,
) -> Feed:
    """A delivery of these rows; its files are those of `import_file`."""
    files = rows.get("import_file", [])

    def read(con: Any, progress: Any) -> list[FileReport]:
        del progress
        write_stage(con, rows)
        return [
            FileReport(f["import_id"], f["file_name"], f["kind"], f["path"], f["sha256"])
            for f in files
        ]

    names = {f["file_name"] for f in files}
    return Feed(
        district=DISTRICT,
        source=source,
        mapping_sha256="mapping",
        loads=dict.fromkeys(names, "full_fy") | (loads or {}),
        limits=dict.fromkeys(names, Thresholds()),
        tables={"ledger_line": Decimal(20), "budget_line": Decimal(20)},
        inputs={f["path"]: f["sha256"] for f in files},
        read=read,
        control=control or ControlFile(),
    )


FILES = {
    "import_file": [
        imported("imp-gl", "gl", "ledger_detail", 9, "2027"),
        imported("imp-budget", "budget", "budget_detail", 9, "2027"),
        imported("imp-balance", "balance", "budget_balance", 9, "2026,2027"),
    ]
}


def deliver(settings: Settings, brought: Feed, **more: Any) -> publication.LoadResult:
    """Load a delivery that is ready."""
    return publication.deliver(settings, lambda: brought, **more)


def serving(var: Path, *rows: Rows) -> duckdb.DuckDBPyConnection:
    """An open serving file of these rows, through the real pipeline, held or not."""
    settings = Settings(var=var, load_threads=1)
    result = deliver(settings, feed(joined(layout(), FILES, *rows)), force=True)
    return duckdb.connect(str(result.folder / "serving.duckdb"), read_only=True)
