"""What the demonstration configures: its districts' buckets, budgets, roles and people as records.

The buckets are those of the district's file, so that figures stay what the file says, and are
changed on screen like those of any district.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import yaml

from access.actor import SYSTEM
from access.rights import PRESETS
from data.chart import Chart, chart
from data.entities.content import Content, Values
from data.entities.registry import ENTITIES
from data.store import Store
from data.store.records import records
from data.warehouse import Warehouse
from planning.configure.commands import save
from planning.configure.presets import preset_role

_BOTH: Final = {"both": "expenditure and revenue"}
_EVERY: Final = ("manage_access", "allocate_access", "budget_access", "evaluate_access")
TITLE_ONE: Final = Content(
    {"code": "GRANT210", "name": "Title I, district-wide", "autonomy": "all", "is_active": True},
    ({"segment_type": "fund", "operator": "is", "segment_code": "210"},),
)
"""A budget by fund: its accounts lie at every school that the grant serves."""
_PAY, _MARKS = "can_view_compensation", "can_flag_positions"
PEOPLE: Final = (
    ("budget-director@demo.example", "Budget director", "admin", (_PAY, _MARKS)),
    ("principal@demo.example", "Principal of Maple Grove", "view", (_MARKS,)),
    ("grants@demo.example", "Grants manager", "view", ()),
)
HELD: Final = (
    ("principal@demo.example", "B112", "BUILDER"),
    ("grants@demo.example", "GRANT210", "BUILDER"),
)


def configure(store: Store, warehouse: Warehouse, district: str, file: Path) -> None:
    """Make the records of a sample district, once: what people changed since stays."""
    with store.reading() as tx:
        if records(tx, district, ENTITIES["role"]):
            return
    known = chart(warehouse, district)
    settings = yaml.load(file.read_text("utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - texts only
    _keep(store, district, known, "role", [preset_role(name) for name in PRESETS])
    templates = [_template(one) for one in settings.get("rollups", ())]
    _keep(store, district, known, "rollup_template", templates)
    _keep(store, district, known, "bucket", [_bucket(one) for one in settings["buckets"]])
    if district != "cedar-valley":
        return
    places = warehouse.exact(district, "location_names").to_pylist()
    budgets = [_budget(one["location_id"], one["name"]) for one in places if one["location_id"]]
    _keep(store, district, known, "budget", [*budgets, TITLE_ONE])
    _keep(store, district, known, "district_user", [_person(*one) for one in PEOPLE])
    names = ("email", "budget_code", "role_code")
    pairs = [Content(dict(zip(names, one, strict=True))) for one in HELD]
    _keep(store, district, known, "budget_role", pairs)


def _keep(store: Store, district: str, known: Chart, name: str, made: Iterable[Content]) -> None:
    for content in made:
        save(SYSTEM, store, district, ENTITIES[name], content, chart=known)


def _bucket(entry: Mapping[str, Any]) -> Content:
    kind = str(entry.get("type", "expenditure"))
    told = enumerate(entry.get("questions", ()), 1)
    questions = {f"{part}_{number}": one[part] for number, one in told
                 for part in ("question", "answer")}  # fmt: skip
    return Content(
        {
            **questions,
            "rollup_widget_template": entry.get("rollup"),
            "code": entry["code"],
            "name": entry["name"],
            "type": _BOTH.get(kind, kind),
            "description": entry.get("description"),
            "decided_by": entry.get("decided_by", "owner"),
            "place": int(entry["sort"]) if entry.get("sort") else None,
            "roles": tuple(role.code for role in PRESETS.values()),
        },
        tuple(_line(line["field"], line["operator"], line["value"]) for line in entry["scopes"]),
    )


def _template(entry: Mapping[str, Any]) -> Content:
    lines = [
        {
            "category": one["name"],
            "category_sort": place,
            **_line(line["field"], line["operator"], line["value"]),
        }
        for place, one in enumerate(entry["categories"], 1)
        for line in one["scopes"]
    ]
    return Content({"code": entry["code"], "name": entry["name"]}, tuple(lines))


def _budget(code: str, name: str) -> Content:
    values: Values = {
        "code": f"B{code}",
        "name": name,
        "autonomy": "all",
        "is_active": True,
    }
    return Content(values, (_line("location", "is", code),))


def _line(field: str, operator: str, value: str) -> Values:
    return {"segment_type": field, "operator": operator, "segment_code": value}


def _person(email: str, name: str, level: str, ticks: tuple[str, ...]) -> Content:
    return Content(
        {
            "name": name,
            "email": email,
            **dict.fromkeys(_EVERY, level),
            "is_active": True,
            "administrator": False,
            "can_manage_users": False,
            _PAY: _PAY in ticks,
            _MARKS: _MARKS in ticks,
            "can_release": False,
        }
    )
