"""Spending per pupil with each school's share of central cost: the per-pupil report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from access.scope import Scope
from data.attributed_schools import Schools, schools_of
from data.districts import latest_fiscal_year
from data.per_pupil import per_pupil_spending
from data.read_model import Argument, ArgumentError, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR, FUNDS
from data.warehouse import Warehouse
from metrics.pupil_shares import cents_per_pupil

BASIS = Argument("basis", "text", "actual", "actual or budget")
RULE_SET = Argument("rule_set", "text", "", "method; the district's first when left out")
_COLUMNS = columns(
    "fiscal_year year | fiscal year, named by the year in which it ends",
    "location_id text | school",
    "state_id text | state school number",
    "nces_id text | NCES school number",
    "location_name text | readable name",
    "level text | elementary, middle, high, k12 or other",
    "rule_set text | method by which central cost was shared",
    "basis text | actual or budget",
    "pupils number | pupils of every grade; missing where not loaded or too few to show",
    "count_type text | the count behind the pupils: october, membership, adm, cumulative ...",
    "site_federal_personnel_usd money | booked at the school: federal pay and benefits",
    "site_federal_non_personnel_usd money | booked at the school: other federal spending",
    "site_state_local_personnel_usd money | booked at the school: state and local pay and benefits",
    "site_state_local_non_personnel_usd money | booked at the school: other state and local",
    "central_federal_personnel_usd money | share of central cost: federal pay and benefits",
    "central_federal_non_personnel_usd money | share of central cost: other federal spending",
    "central_state_local_personnel_usd money | share of central cost: state and local pay",
    "central_state_local_non_personnel_usd money | share of central cost: other state and local",
    "site_federal_usd money | booked at the school, federal",
    "site_state_local_usd money | booked at the school, state and local",
    "site_usd money | booked at the school",
    "central_federal_usd money | share of central cost, federal",
    "central_state_local_usd money | share of central cost, state and local",
    "central_usd money | share of central cost",
    "federal_usd money | site and central share, federal",
    "state_local_usd money | site and central share, state and local",
    "personnel_usd money | site and central share, pay and benefits",
    "non_personnel_usd money | site and central share, everything else",
    "total_usd money | site and central share",
    "site_federal_per_pupil_usd money | per pupil, to the cent: each figure is rounded by itself",
    "site_state_local_per_pupil_usd money | per pupil",
    "site_per_pupil_usd money | per pupil",
    "central_federal_per_pupil_usd money | per pupil",
    "central_state_local_per_pupil_usd money | per pupil",
    "central_per_pupil_usd money | per pupil",
    "federal_per_pupil_usd money | per pupil",
    "state_local_per_pupil_usd money | per pupil",
    "personnel_per_pupil_usd money | per pupil",
    "non_personnel_per_pupil_usd money | per pupil",
    "total_per_pupil_usd money | per pupil",
    "exclusions text | pools of which the school takes no share, each with the reason",
    "reason text | why a figure is missing; empty where all are there",
    "hidden text | columns withheld because few pupils stand behind them, separated by blanks",
)
_PER_PUPIL: Final = tuple(
    column.name.removesuffix("_per_pupil_usd")
    for column in _COLUMNS
    if column.name.endswith("_per_pupil_usd")
)
_WITHHELD: Final = " ".join(["pupils", *(f"{name}_per_pupil_usd" for name in _PER_PUPIL)])


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A method by which central cost reaches the schools."""

    code: str
    name: str
    description: str
    spreads_central_office: bool


def rule_sets(warehouse: Warehouse, district: str) -> tuple[RuleSet, ...]:
    """The district's methods; the first is the one in force. Empty where none is set."""
    rows = warehouse.exact(district, "attribution_sets").to_pylist()
    return tuple(
        RuleSet(
            row["set_code"], row["name"], row["description"] or "", row["spreads_central_office"]
        )
        for row in rows
    )


def chosen_rule_set(warehouse: Warehouse, district: str, code: str = "") -> str:
    """The code of the method asked for, or of the one in force; '' where the district has none."""
    known = [one.code for one in rule_sets(warehouse, district)]
    if code and code not in known:
        raise ArgumentError(
            f"there is no method {code!r}; expected one of: {', '.join(known) or 'none is set'}"
        )
    return code or (known[0] if known else "")


def checked_basis(basis: str) -> str:
    """The basis, if it is one."""
    if basis not in ("actual", "budget"):
        raise ArgumentError(f"basis is actual or budget, not {basis!r}")
    return basis


def attributed_spending(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] = (),
    basis: str = "actual",
    rule_set: str = "",
    counted: pa.Table | None = None,
) -> pa.Table:
    """Each school's own spending and share of central cost, in dollars and per pupil.

    `site_*` is what is booked at the school and counts there by the district's classes,
    `central_*` its share of every pool, `total_*` both; every dollar is exact to the cent. Funds
    are every fund when none is named. Schools come in order of their codes. `counted` is the
    read model per-pupil of the same year and funds, where the caller has it already.
    """
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    method = chosen_rule_set(warehouse, scope.district, rule_set)
    asked: dict[str, Any] = {"fiscal_year": year, "rule_set": method, "funds": list(funds)}
    money = warehouse.exact(scope, "attributed_by_school", basis=checked_basis(basis), **asked)
    if counted is None:
        counted = per_pupil_spending(warehouse, scope, fiscal_year=year, funds=funds)
    left_out = _left_out(warehouse.exact(scope, "pools_left_out", **asked).to_pylist())
    schools = schools_of(counted, money)
    return _table(
        schools,
        {
            "fiscal_year": [year] * len(schools.codes),
            "rule_set": [method] * len(schools.codes),
            "basis": [basis] * len(schools.codes),
            "exclusions": [left_out.get(code, "") for code in schools.codes],
        },
    )


def _table(schools: Schools, made: dict[str, list[Any]]) -> pa.Table:
    """The declared columns. A school with any money has a whole row: an empty part is zero."""
    told = schools.told
    is_hidden = ["pupils" in (text or "").split() for text in told["hidden"]]
    pupils = [None if hide else n for n, hide in zip(told["pupils"], is_hidden, strict=True)]
    numbers = np.array([np.nan if n is None else n for n in pupils], np.float64)
    sums, cents = schools.sums(), {}
    for name in _MONEY:
        cents[f"{name}_cents"] = pa.array(sums[name], mask=~schools.has_money)
    for name in _PER_PUPIL:
        figures, is_known = cents_per_pupil(sums[name], schools.has_money, numbers)
        cents[f"{name}_per_pupil_cents"] = pa.array(figures, mask=~is_known)
    cases = zip(schools.has_money.tolist(), pupils, is_hidden, told["reason"], strict=True)
    return shaped(
        pa.table(cents),
        _COLUMNS,
        **schools.names,
        **made,
        pupils=pupils,
        count_type=told["count_type"],
        reason=[_reason(*case) for case in cases],
        hidden=[_WITHHELD if hide else "" for hide in is_hidden],
    )


def _reason(has_money: bool, pupils: float | None, is_hidden: bool, told: str | None) -> str:  # noqa: FBT001 - a case
    reasons = [] if has_money else ["no spending in these funds"]
    if is_hidden:
        parts = (told or "").split("; ")
        reasons.append(next((part for part in parts if "hidden" in part), "hidden"))
    elif pupils is None:
        reasons.append("no pupils loaded")
    return "; ".join(reasons)


_MONEY: Final = tuple(
    column.name.removesuffix("_usd")
    for column in _COLUMNS
    if column.name.endswith("_usd") and not column.name.endswith("_per_pupil_usd")
)


def _left_out(rows: list[dict[str, Any]]) -> dict[str, str]:
    told: dict[str, list[str]] = {}
    for row in rows:
        told.setdefault(row["location_id"], []).append(f"{row['pool_name']} ({row['reason']})")
    return {place: "; ".join(parts) for place, parts in told.items()}


MODELS = (
    ReadModel(
        "per-pupil-report",
        "Per-pupil report",
        "one row per school",
        "evaluate:read",
        _COLUMNS,
        (FISCAL_YEAR, FUNDS, BASIS, RULE_SET),
        attributed_spending,
    ),
)
