"""Which resources the district provides to each school: pools, drivers, shares and dollars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from access.scope import Scope
from data.attribution import (
    BASIS,
    RULE_SET,
    attributed_spending,
    checked_basis,
    chosen_rule_set,
    rule_sets,
)
from data.districts import latest_fiscal_year
from data.per_pupil import per_pupil_spending
from data.read_model import Argument, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR, FUNDS, LOCATION_IDS
from data.warehouse import Warehouse
from metrics.measure import spread
from metrics.per_pupil import per_pupil

POOL = Argument("pool", "text", "", "one pool; every pool when left out")
_ARGUMENTS: Final = (FISCAL_YEAR, FUNDS, BASIS, RULE_SET)
_RESOURCES = columns(
    "fiscal_year year | fiscal year",
    "location_id text | school",
    "location_name text | readable name",
    "level text | level of the school",
    "pool_code text | pool of central cost",
    "pool_name text | name of the pool",
    "driver_label text | what the pool follows",
    "schools_label text | the schools that share it",
    "driver_value number | the school's value of the driver; missing where it takes no share",
    "pool_share share | the school's part of the pool",
    "amount_usd money | the school's share in dollars",
    "per_pupil_usd money | that share divided by the school's pupils",
    "reason text | why the school takes no share, or that its driver value is a bound; else empty",
    "hidden text | columns withheld because few pupils stand behind them",
)
_POOLS = columns(
    "pool_code text | pool; empty for accounts that no rule takes",
    "pool_name text | name of the pool",
    "driver_label text | what the pool follows",
    "schools_label text | the schools that share it",
    "source text | why this driver",
    "account_count count | accounts with any figure",
    "amount_usd money | dollars of the pool",
    "reason text | why it stays not attributed; empty where it is shared",
)
_METHODS = columns(
    "fiscal_year year | fiscal year",
    "rule_set text | method; empty for the school's own spending alone",
    "rule_set_name text | name of the method",
    "level text | level of the schools",
    "schools count | schools with a figure",
    "pupils number | their pupils",
    "lowest_usd money | lowest spending per pupil",
    "highest_usd money | highest spending per pupil",
    "range_usd money | highest less lowest",
    "cv number | coefficient of variation, weighted by pupils; missing under five schools",
    "reason text | why the coefficient is missing",
)
_OWN: Final = "Booked at the school alone"


def central_resources(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] = (),
    basis: str = "actual",
    rule_set: str = "",
    location_ids: Sequence[str] = (),
    pool: str = "",
) -> pa.Table:
    """Each school's share of each pool; a withheld driver value is never shown."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    method = chosen_rule_set(warehouse, scope.district, rule_set)
    raw = warehouse.exact(
        scope,
        "central_resources",
        fiscal_year=year,
        funds=list(funds),
        basis=checked_basis(basis),
        rule_set=method,
        location_ids=list(location_ids),
        pool=pool,
    )
    report = attributed_spending(
        warehouse, scope, fiscal_year=year, funds=funds, basis=basis, rule_set=method
    ).to_pylist()
    pupils = {row["location_id"]: row for row in report}
    figures, hidden = [], []
    for row in raw.select(["location_id", "amount_cents"]).to_pylist():
        told = pupils.get(row["location_id"], {})
        figures.append(per_pupil(row["amount_cents"], told.get("pupils")))
        hidden.append("per_pupil_usd" if "pupils" in (told.get("hidden") or "").split() else "")
    made = raw.append_column("per_pupil_cents", pa.array(figures, pa.int64()))
    words = raw.column("reason").to_pylist()
    withheld = [
        " ".join(filter(None, [one, "driver_value" if "withheld" in why else ""]))
        for one, why in zip(hidden, words, strict=True)
    ]
    return shaped(made, _RESOURCES, hidden=withheld)


def central_pools(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] = (),
    basis: str = "actual",
    rule_set: str = "",
) -> pa.Table:
    """The pools of a method with driver and dollars, shared or not, in the method's order."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    method = chosen_rule_set(warehouse, scope.district, rule_set)
    known = warehouse.exact(scope.district, "attribution_pools").to_pylist()
    named = {row["pool_code"]: row for row in known if row["set_code"] == method}
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for row in warehouse.exact(
        scope, "central_pools", fiscal_year=year, funds=list(funds),
        basis=checked_basis(basis), rule_set=method,
    ).to_pylist():  # fmt: skip
        told = named.get(row["pool_code"], {})
        made = rows.setdefault(
            (row["pool_code"], row["reason"]),
            {"pool_code": row["pool_code"], "pool_name": told.get("name", "In no pool"),
             "driver_label": told.get("driver_label", ""), "reason": row["reason"],
             "schools_label": told.get("schools_label", ""), "source": told.get("source", ""),
             "account_count": 0, "amount_cents": 0},
        )  # fmt: skip
        made["account_count"] += row["account_count"]
        made["amount_cents"] += row["amount_cents"]
    order = {code: place for place, code in enumerate(named)}
    listed = sorted(rows.values(), key=lambda row: order.get(row["pool_code"], len(order)))
    return _table(listed, _POOLS)


def attribution_methods(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] = (),
    basis: str = "actual",
) -> pa.Table:
    """Spread of spending per pupil by level: schools' own spending, then each method."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    methods = [(one.code, one.name) for one in rule_sets(warehouse, scope.district)]
    asked: dict[str, Any] = {"fiscal_year": year, "funds": funds}
    counted = per_pupil_spending(warehouse, scope, **asked)
    reports = {
        code: attributed_spending(
            warehouse, scope, **asked, basis=basis, rule_set=code, counted=counted
        ).select(["level", "pupils", "site_per_pupil_usd", "total_per_pupil_usd"]).to_pylist()
        for code, _ in methods or [("", "")]
    }  # fmt: skip
    # What is booked at a school is the same in every method.
    reports[""] = next(iter(reports.values()))
    rows: list[dict[str, Any]] = []
    for code, name in [("", _OWN), *methods]:
        report = reports[code]
        figure = "total_per_pupil_usd" if code else "site_per_pupil_usd"
        rows += [
            {"fiscal_year": year, "rule_set": code, "rule_set_name": name, "level": level}
            | _spread([row for row in report if (row["level"] or "other") == level], figure)
            for level in sorted({row["level"] or "other" for row in report})
        ]
    return _table(rows, _METHODS)


def _spread(rows: list[dict[str, Any]], figure: str) -> dict[str, Any]:
    known = [row for row in rows if row[figure] is not None]
    values = [float(row[figure]) for row in known]
    found = spread("cv", values, [row["pupils"] for row in known])
    cents = [int(row[figure] * 100) for row in known]
    return {
        "schools": len(known),
        "pupils": float(sum(row["pupils"] for row in known)),
        "lowest_cents": min(cents, default=None),
        "highest_cents": max(cents, default=None),
        "range_cents": max(cents) - min(cents) if cents else None,
        "cv": found.value,
        "reason": found.reason,
    }


def _table(rows: list[dict[str, Any]], declared: Any) -> pa.Table:
    cents = [c.name.removesuffix("_usd") + "_cents" for c in declared if c.name.endswith("_usd")]
    raw = pa.table({name: pa.array([row[name] for row in rows], pa.int64()) for name in cents})
    plain = [c.name for c in declared if not c.name.endswith("_usd")]
    return shaped(raw, declared, **{name: [row[name] for row in rows] for name in plain})


MODELS = (
    ReadModel(
        "central-resources",
        "Central resources",
        "one row per school and pool",
        "evaluate:read",
        _RESOURCES,
        (*_ARGUMENTS, LOCATION_IDS, POOL),
        central_resources,
    ),
    ReadModel(
        "central-pools",
        "Pools of central cost",
        "one row per pool",
        "evaluate:read",
        _POOLS,
        _ARGUMENTS,
        central_pools,
    ),
    ReadModel(
        "attribution-methods",
        "Methods of attribution",
        "one row per method and level",
        "evaluate:read",
        _METHODS,
        (FISCAL_YEAR, FUNDS, BASIS),
        attribution_methods,
    ),
)
