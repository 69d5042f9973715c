"""Conditions on positions as SQL of the store, with the meaning that conditions have elsewhere.

The codes and texts of a district are few: each is held against the condition here, so that the
ten operators mean the same for positions as for accounts, whatever the database.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

import sqlalchemy
from sqlalchemy import select
from sqlalchemy.orm import Session

from data.row_fields import FieldKind
from data.row_filter import RowLine
from data.scope import Test, compares
from data.store.record_tables import RECORDS

_TEXTS: Final = {
    "position": ("position", "code"),
    "job": ("job_title", "name"),
    "job code": ("position", "job_code"),
    "class": ("job_title", "class_name"),
    "place": ("position", "location_code"),
    "note": ("position_flag", "note"),
}
_OF_PEOPLE: Final = (
    "s.code in (select position_code from active_assignment where employee_code in {listed: :NAME})"
)


def seat_predicate(
    tx: Session, district: str, lines: Sequence[RowLine]
) -> tuple[str, Mapping[str, Any]]:
    """The conditions over the positions `s`, and their parameters; true without any."""
    by_field: dict[tuple[str, bool], list[str]] = {}
    parameters: dict[str, Any] = {}
    for number, line in enumerate(lines):
        tests = by_field.setdefault((line.field.name, line.operator.is_negative), [])
        tests.append(_test(tx, district, line, f"row_{number}", parameters))
    clauses = []
    for (_, is_negative), tests in by_field.items():
        clause = f"coalesce({' or '.join(tests)}, 1 = 0)"
        clauses.append(f"not {clause}" if is_negative else clause)
    return " and ".join(clauses) or "1 = 1", parameters


def _test(tx: Session, district: str, line: RowLine, name: str, parameters: dict[str, Any]) -> str:
    """The positive form of one condition."""
    if line.field.kind is not FieldKind.TEXT:
        return _between(line, name, parameters)
    holds = compares(line.text_line)
    if line.field.name == "employee":
        parameters[name] = json.dumps(_people(tx, district, holds))
        return _OF_PEOPLE.replace("NAME", name)
    table, column = _TEXTS[line.field.name]
    known = _texts(tx, district, table, column)
    parameters[name] = json.dumps([text for text in known if holds(text.lower())])
    return f"{line.field.sql} in {{listed: :{name}}}"


def _between(line: RowLine, name: str, parameters: dict[str, Any]) -> str:
    parts = []
    for end, bound, sign in zip(("low", "high"), line.bounds, (">=", "<="), strict=True):
        if bound is not None:
            parameters[f"{name}_{end}"] = bound
            parts.append(f"{line.field.sql} {sign} :{name}_{end}")
    return f"({' and '.join(parts)})"


def _texts(tx: Session, district: str, table: str, column: str) -> list[str]:
    """Every text of a column, whoever may see which row of it."""
    kept = sqlalchemy.table(table, sqlalchemy.column(column), sqlalchemy.column("district_id"))
    found = tx.scalars(select(kept.c[column]).where(kept.c.district_id == district).distinct())
    return [text for text in found if text]


def _people(tx: Session, district: str, holds: Test) -> list[str]:
    """Numbers of the people whose name, or number, passes."""
    kept = RECORDS["employee"]
    rows: Iterable[Any] = tx.execute(
        select(kept.c.code, kept.c.first_name, kept.c.last_name).where(
            kept.c.district_id == district
        )
    )
    return [
        code
        for code, first, last in rows
        if holds(f"{first or ''} {last or ''}".strip().lower()) or holds(code.lower())
    ]
