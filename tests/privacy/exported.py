"""Everything that a reader can get about pupils, read back from the bytes of the exports."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from python_calamine import CalamineWorkbook

from access.scope import Scope
from data.warehouse import Warehouse
from exports import flat

Row = dict[str, str]
GROUPS = ("all", "frl", "ell", "sped")
METHODS = ("cause", "pupils", "agreed")
MEASURES = (
    "pupils", "frl_share", "ell_share", "sped_share", "per_pupil_usd", "staff_per_100",
    "teachers_per_100",
)  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """One export: the read model, what was asked for, and its rows as text."""

    model: str
    asked: dict[str, Any]
    rows: list[Row]


def questions(year: int) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every read model that tells of pupils, with every choice that changes what it tells."""
    yield "per-pupil", {}
    yield "per-pupil", {"funds": ("210",)}
    yield "salary-gaps", {}
    yield "staff-on-day", {}
    for method in METHODS:
        yield "per-pupil-report", {"rule_set": method}
        yield "central-resources", {"rule_set": method}
    yield "per-pupil-report", {"basis": "budget"}
    yield "attribution-methods", {}
    for option in ("staffing", "salaries", "materials"):
        yield "comparability", {"option": option}
    yield "comparability", {"smallest": 0, "averaging": "mean", "all_title_one": "group_mean"}
    yield "formula-gaps", {}
    yield "esea-effort", {}
    yield "idea-effort", {}
    yield "school-comparison", {}
    for group in GROUPS:
        yield "program-comparison", {"group": group}
        yield "program-comparison", {"group": group, "amount": "budget"}
    for measure in MEASURES:
        yield "school-map", {"measure": measure}
        yield "school-points", {"x": measure, "y": "per_pupil_usd", "colour": measure}
    yield "school-points", {"x": "per_pupil_usd", "y": "staff_per_100", "adjusted": True}
    for name in ("equity-schools", "equity-measures", "equity-fifths", "equity-curves"):
        yield name, {}
    yield "equity-schools", {"share": "both", "amount": "budget"}
    yield "equity-measures", {"level": "elementary"}


def taken(warehouse: Warehouse, scope: Scope, year: int) -> list[Taken]:
    """The exports of a year as CSV; facts about schools once, in every year."""
    asked = [(name, {"fiscal_year": year} | more) for name, more in questions(year)]
    asked.append(("school-facts", {"fiscal_years": (year,)}))
    return [
        Taken(name, given, rows_of(warehouse, scope, name, given, "csv")) for name, given in asked
    ]


def rows_of(
    warehouse: Warehouse, scope: Scope, name: str, asked: dict[str, Any], form: str
) -> list[Row]:
    """The rows of an export, every cell as text; missing is empty."""
    made = flat.export(warehouse, scope, name, form, asked)
    data = b"".join(made.chunks)
    if form == "csv":
        return list(csv.DictReader(io.StringIO(data.decode())))
    if form == "json":
        return [_texts(row) for row in json.loads(data)["rows"]]
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    names = next(at for at, row in enumerate(sheet) if row[0] == "fiscal_year")
    return [
        _texts(dict(zip(sheet[names], row, strict=True))) for row in sheet[names + 1 :] if any(row)
    ]


def _texts(row: dict[str, Any]) -> Row:
    """A row of JSON or a sheet as CSV writes it: withheld cells show the sign."""
    withheld = row.pop("withheld", {})
    return {
        name: "*" if name in withheld else "" if value is None else str(value)
        for name, value in row.items()
    }
