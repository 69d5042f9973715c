"""The scope lines of a bucket in words."""

from __future__ import annotations

from typing import Any

from callbacks.basis import Basis, Services
from data.districts import district, segment_values
from pages.manage.bucket.details import Details, Line


def details(
    services: Services, ground: Basis, row: dict[str, Any], accounts: int, href: str
) -> Details:
    """What the bucket holds, with the names of single codes beside them."""
    kinds = {"both": "expenditure and revenue"}
    return Details(
        lines=[named_line(services, ground, line) for line in scope_lines(services, ground, row)],
        accounts=accounts,
        type=kinds.get(row["type"], row["type"]),
        place=ground.place_name,
        accounts_href=href,
    )


def scope_lines(services: Services, ground: Basis, row: dict[str, Any]) -> list[Line]:
    """Field, operator and value of every line, as recorded or as the district's file has them."""
    rules = services.warehouse.bucket_rules(ground.scope)
    rule = next((one for one in rules if one.code == row["bucket_code"]), None)
    if rule is not None and rule.lines:
        return list(rule.lines)
    own = district(services.warehouse, ground.scope.district)
    listed = own.settings.get("buckets") or ()
    found: dict[str, Any] = next((one for one in listed if one["code"] == row["bucket_code"]), {})
    return [
        (str(line["field"]), str(line["operator"]), str(line["value"]))
        for line in found.get("scopes", ())
    ]


def named_line(services: Services, ground: Basis, line: Line) -> Line:
    """The line with the name of its code, and the district's word for its field."""
    field, operator, value = line
    own = district(services.warehouse, ground.scope.district)
    known = segment_values(
        services.warehouse, ground.scope.district, fiscal_year=ground.year.year, field=field
    ).to_pylist()
    name = next((row["label"] for row in known if row["code"] == value), "")
    words = f"{value} {name}" if name and name != value else value
    return own.words.get(field.lower(), field.replace("_", " ")), operator, words
