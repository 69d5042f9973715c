"""Rows that are right for every kind of record, in the order in which they can be made."""

from __future__ import annotations

from data.entities.field import Kind
from data.entities.registry import ENTITIES
from tests.loaders.uploads.bad_files import as_csv

DISTRICT = "north"
# What refers to something comes after it.
FIRST = (
    "segment_value", "attribute_field", "account_attribute", "account_type", "account_recoding",
    "organization", "budget", "priority", "strategy", "district_user", "role", "budget_role",
    "rollup_template", "bucket", "benefits_package", "employee", "job", "position",
    "position_funding", "assignment", "assignment_funding", "employee_pay", "compensation_plan",
    "vacancy_pay", "employee_benefit", "vacancy_benefit", "supplemental_pay_type", "metric",
    "metric_value", "attribution_rule", "label",
)  # fmt: skip
# A second record beside the first: what must differ, and what it may refer to.
_MORE = {
    "budget_role": {"budget_code": "B102"},
    "label": {"word": "Bucket", "one": "Fund group", "many": "Fund groups"},
}


def fields_of(name):
    return [field for field in ENTITIES[name].by_name.values() if field.on_file]


def example(name) -> dict[str, str]:
    row = {field.name: field.example for field in fields_of(name)}
    return row | ({"weight_by": ""} if name == "metric" else {})


def another(name) -> dict[str, str]:
    """A second record of the kind, as a row."""
    entity, row = ENTITIES[name], example(name)
    row |= {one: f"{row[one]} two" for group in entity.unique for one in group if one == "name"}
    if _MORE.get(name):
        return row | _MORE[name]
    if "start_date" in entity.key:
        return row | {"start_date": "2027-07-01", "end_date": "2028-06-30"}
    if "fiscal_year" in entity.key:
        return row | {"fiscal_year": "2028"}
    own = next(
        one for one in reversed(entity.key)
        if entity.by_name[one].kind in {Kind.CODE, Kind.TEXT, Kind.EMAIL, Kind.REFERENCE}
    )  # fmt: skip
    if own == "email":
        return row | {"email": "other@district.example"}
    return row | {own: f"{row[own]}9"}


def table_of(name, *rows) -> list[list[str]]:
    headings = [field.name for field in fields_of(name)]
    return [headings, *([row[heading] for heading in headings] for row in rows)]


def example_file(name) -> bytes:
    rows = [example(name)]
    if name == "budget":
        rows.append(another(name) | {"code": "B102", "name": "Oak"})
    return as_csv(table_of(name, *rows)).encode()
