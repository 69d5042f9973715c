"""What a district's settings add to the serving file: its row, categories and buckets."""

from __future__ import annotations

import json
from typing import Any

from duckdb import DuckDBPyConnection

from data.scope import ScopeError, ScopeLine, scope_predicate
from loaders.errors import LoaderError

_DISTRICT = "insert into serving.district values ($id, $name, $state, $nces, $settings)"
_CATEGORY = "insert into serving.dim_category values ($code, $label, $sort)"
_BUCKET = "insert into bucket values ($code, $name, $type, $description, $decided_by, $sort)"
_MEMBERS = """
insert into bucket_account
select $bucket, a.account_key, a.fiscal_year, a.location_key from dim_account a
where a.kind in ('expenditure', 'revenue') and ($type = 'both' or a.kind = $type)
    and (PREDICATE)
order by a.account_key
"""
_LAST = 9999


def fill_district(con: DuckDBPyConnection) -> None:
    """One row: what the sources say of the district, earlier sources first."""
    rows = con.execute(
        "select d.district_id, d.name, d.state, d.nces_id, d.settings from canon.district d "
        "order by json_array_length(coalesce(d.settings->'buckets', '[]')) desc, d.settings"
    ).fetchall()
    if not rows:
        return
    told = [next((row[at] for row in rows if row[at]), None) for at in range(4)]
    text = json.dumps(_merged(rows), sort_keys=True, ensure_ascii=False)
    values = dict(zip(("id", "name", "state", "nces"), told, strict=True))
    con.execute(_DISTRICT, values | {"settings": text})


def fill_categories(con: DuckDBPyConnection) -> None:
    """Categories in the order of the settings; those that only accounts name come after."""
    settings = settings_of(con)
    labels = {
        entry["code"]: entry.get("label") or entry["code"]
        for entry in settings.get("categories", [])
    }
    used = con.execute(
        "select distinct category_code from serving.dim_account "
        "where category_code is not null order by category_code = 'other', category_code"
    ).fetchall()
    for (code,) in used:
        labels.setdefault(code, code.replace("_", " ").replace("-", " ").capitalize())
    for number, (code, label) in enumerate(labels.items()):
        sort = _LAST if code == "other" else number
        con.execute(_CATEGORY, {"code": code, "label": label, "sort": sort})


def fill_buckets(con: DuckDBPyConnection) -> None:
    """Buckets of the settings and the accounts in each, for every fiscal year.

    The connection's plain table names mean those of the serving file. A bucket without scope
    lines holds no account.
    """
    for number, entry in enumerate(settings_of(con).get("buckets", [])):
        kind = _bucket_type(entry)
        con.execute(
            _BUCKET,
            {
                "code": entry["code"],
                "name": entry["name"],
                "type": kind,
                "description": entry.get("description"),
                "decided_by": entry.get("decided_by", "owner"),
                "sort": int(entry.get("sort", number)),
            },
        )
        predicate, parameters = _predicate(entry)
        statement = _MEMBERS.replace("PREDICATE", predicate)
        con.execute(statement, parameters | {"bucket": entry["code"], "type": kind})


def settings_of(con: DuckDBPyConnection) -> dict[str, Any]:
    """The settings in the serving file's row of the district."""
    row = con.execute("select settings from serving.district").fetchone()
    settings: dict[str, Any] = json.loads(row[0]) if row and row[0] else {}
    return settings


def _merged(rows: list[tuple[Any, ...]]) -> dict[str, Any]:
    """Settings of several sources as one; categories are joined, other keys are first come."""
    merged: dict[str, Any] = {}
    categories: dict[str, Any] = {}
    for *_, text in rows:
        for key, value in (json.loads(text) if text else {}).items():
            if key == "categories":
                categories = {entry["code"]: entry for entry in value} | categories
            elif value not in (None, "", [], {}):
                merged.setdefault(key, value)
    return merged | ({"categories": list(categories.values())} if categories else {})


def _bucket_type(entry: dict[str, Any]) -> str:
    kind = entry.get("type", "expenditure")
    if kind == "expenditure and revenue":
        return "both"
    if kind not in {"expenditure", "revenue", "both"}:
        raise LoaderError(
            f"Bucket {entry['code']} has an unknown type.",
            found=kind,
            expected="expenditure, revenue or both",
        )
    return str(kind)


def _predicate(entry: dict[str, Any]) -> tuple[str, dict[str, object]]:
    try:
        lines = [
            ScopeLine(line["field"], line["operator"], str(line["value"]))
            for line in entry.get("scopes", [])
        ]
    except ScopeError as error:
        raise LoaderError(f"Bucket {entry['code']}: {error}") from error
    return scope_predicate(lines)
