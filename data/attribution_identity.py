"""Where every dollar of the ledger went, by class and pool; and whether it may be released."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from access.scope import Scope
from data.attribution import BASIS, RULE_SET, checked_basis, chosen_rule_set
from data.districts import latest_fiscal_year
from data.read_model import Argument, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR, FUNDS, LOCATION_IDS
from data.warehouse import Warehouse
from metrics.attribution import difference

COMPONENTS: Final = {
    "schools_site": "Booked at the schools",
    "schools_central": "Central cost shared between the schools",
    "central_office": "District office",
    "excluded": "Left out by rule",
    "not_attributed": "Not attributed",
    "unclassified": "Unclassified accounts",
}
_IDENTITY = columns(
    "fiscal_year year | fiscal year",
    "rule_set text | method",
    "component text | schools_site, schools_central, central_office, excluded, not_attributed, "
    "unclassified, ledger or difference",
    "line text | class or pool within the component; empty for its total",
    "name text | readable name",
    "reason text | why a pool is not attributed",
    "account_count count | accounts behind the row; missing for the last two rows",
    "amount_usd money | dollars, exact",
)
_ACCOUNTS = columns(
    "fiscal_year year | fiscal year",
    "account text | account as the ERP prints it",
    "description text | what it is",
    "location_id text | location",
    "location_name text | readable name",
    "fund_code text | fund",
    "fund_source text | federal or state_local",
    "spend_class text | salary, benefit, non_personnel, capital, debt or transfer",
    "expense_class text | allocated, attributable, central_office, excluded or unclassified",
    "rule_code text | rule that decided; empty where none fits",
    "pool_code text | pool of the method; empty where in none",
    "budget_usd money | adjusted budget",
    "spent_usd money | spent",
)
_RELEASE = columns(
    "fiscal_year year | fiscal year",
    "rule_set text | method",
    "cause text | unclassified, not attributed or not set",
    "pool_code text | pool",
    "reason text | what is wrong",
    "account_count count | accounts concerned",
    "spent_usd money | dollars spent from them",
    "budget_usd money | adjusted budget of them",
)
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class ReleaseCheck:
    """Whether per-pupil figures of a year may be released, and each reason why not."""

    reasons: tuple[str, ...]

    @property
    def may_be_released(self) -> bool:
        """Whether nothing stands against it."""
        return not self.reasons


def attribution_identity(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] = (),
    basis: str = "actual",
    rule_set: str = "",
) -> pa.Table:
    """Components with their lines, the ledger by itself, and the difference, which is 0.00.

    Only readers of the whole district get rows, for the sums cover every location.
    """
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    method = chosen_rule_set(warehouse, scope.district, rule_set)
    asked: Row = {"fiscal_year": year, "funds": list(funds), "basis": checked_basis(basis)}
    classes = warehouse.exact(scope, "class_totals", **asked).to_pylist()
    if not classes:
        return _table([])
    pools = warehouse.exact(scope, "central_pools", rule_set=method, **asked).to_pylist()
    [totals] = warehouse.exact(scope, "attributed_totals", rule_set=method, **asked).to_pylist()
    lines = _lines(classes, pools, _names(warehouse, scope.district, method))
    rows = _with_totals(lines, totals["shared_cents"])
    amounts = [row["amount_cents"] for row in rows if not row["line"]]
    ledger = totals["ledger_cents"]
    rows += [
        _row("ledger", "", "The ledger", ledger, None),
        _row("difference", "", "Difference", difference(ledger, *amounts), None),
    ]
    return _table([{"fiscal_year": year, "rule_set": method} | row for row in rows])


def _lines(classes: list[Row], pools: list[Row], names: dict[str, str]) -> list[Row]:
    """Classes and pools as lines of their components; what pools hold leaves its class."""
    if not pools:
        # Without a method nothing is shared: what could be stays not attributed.
        pools = [
            row | {"pool_code": "", "reason": "no method is set"}
            for row in classes
            if row["expense_class"] == "attributable"
        ]
    held = sum(row["amount_cents"] for row in pools if row["expense_class"] == "central_office")
    count = sum(row["account_count"] for row in pools if row["expense_class"] == "central_office")
    lines: list[Row] = []
    for row in classes:
        kind = str(row["expense_class"])
        if kind == "attributable":
            continue
        component = "schools_site" if kind == "allocated" else kind
        name = names.get(row["rule_code"], COMPONENTS["unclassified"])
        cents, accounts = row["amount_cents"], row["account_count"]
        lines.append(_row(component, row["rule_code"] or "-", name, cents, accounts))
    if held or count:
        lines.append(_row("central_office", "in pools", "Shared by the method", -held, -count))
    for row in pools:
        name = names.get(f"pool {row['pool_code']}", "In no pool")
        kind = "not_attributed" if row["reason"] else "schools_central"
        line = _row(kind, row["pool_code"] or "-", name, row["amount_cents"], row["account_count"])
        lines.append(line | {"reason": row["reason"]})
    return lines


def _with_totals(lines: list[Row], shared_cents: int) -> list[Row]:
    """Each component's total before its lines; what schools got is counted at the schools."""
    rows: list[Row] = []
    for component, name in COMPONENTS.items():
        own = [line for line in lines if line["component"] == component]
        cents = sum(line["amount_cents"] for line in own)
        if component == "schools_central":
            cents = shared_cents
        rows += [_row(component, "", name, cents, sum(line["account_count"] for line in own)), *own]
    return rows


def _row(component: str, line: str, name: str, cents: int, accounts: int | None) -> Row:
    return {
        "component": component, "line": line, "name": name, "reason": "",
        "account_count": accounts, "amount_cents": cents,
    }  # fmt: skip


def _names(warehouse: Warehouse, district: str, method: str) -> dict[str, str]:
    classes = warehouse.exact(district, "expense_classes").to_pylist()
    pools = warehouse.exact(district, "attribution_pools").to_pylist()
    return {row["rule_code"]: row["name"] for row in classes} | {
        f"pool {row['pool_code']}": row["name"] for row in pools if row["set_code"] == method
    }


def _table(rows: list[Row]) -> pa.Table:
    cents = pa.array([row["amount_cents"] for row in rows], pa.int64())
    names = [column.name for column in _IDENTITY if column.name != "amount_usd"]
    told = {name: [row[name] for row in rows] for name in names}
    return shaped(pa.table({"amount_cents": cents}), _IDENTITY, **told)


def account_classes(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    funds: Sequence[str] = (),
    rule_set: str = "",
    expense_class: str = "",
    pool: str = "",
    location_ids: Sequence[str] = (),
) -> pa.Table:
    """Visible expenditure accounts with class and pool, the largest first."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    raw = warehouse.exact(
        scope, "account_classes", fiscal_year=year, funds=list(funds),
        rule_set=chosen_rule_set(warehouse, scope.district, rule_set),
        expense_class=expense_class, pool=pool, location_ids=list(location_ids),
    )  # fmt: skip
    return shaped(raw, _ACCOUNTS)


def release_check_rows(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int | None = None, rule_set: str = ""
) -> pa.Table:
    """What keeps a year's per-pupil figures from release; no row where nothing does."""
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    method = chosen_rule_set(warehouse, scope.district, rule_set)
    raw = warehouse.exact(scope, "release_blocks", fiscal_year=year, rule_set=method)
    if not method and scope.is_whole:
        return _not_set(year)
    years = [year] * raw.num_rows
    return shaped(raw, _RELEASE, fiscal_year=years, rule_set=raw.column("set_code"))


def _not_set(year: int) -> pa.Table:
    told: dict[str, list[Any]] = {
        "fiscal_year": [year], "rule_set": [""], "cause": ["not set"], "pool_code": [""],
        "reason": ["the district has set no method of attribution"], "account_count": [0],
    }  # fmt: skip
    nothing = pa.table({f"{name}_cents": pa.array([0], pa.int64()) for name in ("spent", "budget")})
    return shaped(nothing, _RELEASE, **told)


def release_check(
    warehouse: Warehouse, district: str, *, fiscal_year: int | None = None, rule_set: str = ""
) -> ReleaseCheck:
    """Whether a year's per-pupil figures by a method may be released, and if not why."""
    rows = release_check_rows(
        warehouse, Scope.whole(district), fiscal_year=fiscal_year, rule_set=rule_set
    ).to_pylist()
    return ReleaseCheck(tuple(_said(row) for row in rows))


def _said(row: Row) -> str:
    if row["cause"] == "not set":
        return str(row["reason"])
    what = f"pool {row['pool_code']}, " if row["pool_code"] else ""
    amount = f"{row['spent_usd']:,.2f} dollars spent"
    return f"{row['cause']}: {what}{row['account_count']:,} accounts, {amount}: {row['reason']}"


MODELS = (
    ReadModel(
        "attribution-identity",
        "Where every dollar went",
        "one row per component, and per class or pool within it",
        "evaluate:read",
        _IDENTITY,
        (FISCAL_YEAR, FUNDS, BASIS, RULE_SET),
        attribution_identity,
    ),
    ReadModel(
        "account-classes",
        "Accounts by class",
        "one row per expenditure account with any figure",
        "account:read",
        _ACCOUNTS,
        (
            FISCAL_YEAR,
            FUNDS,
            RULE_SET,
            Argument("expense_class", "text", "", "one class, such as unclassified"),
            Argument("pool", "text", "", "one pool of the method"),
            LOCATION_IDS,
        ),
        account_classes,
    ),
    ReadModel(
        "release-check",
        "What keeps per-pupil figures from release",
        "one row per cause and pool",
        "evaluate:read",
        _RELEASE,
        (FISCAL_YEAR, RULE_SET),
        release_check_rows,
    ),
)
