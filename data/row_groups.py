"""Rows summed by a field: accounts, posting lines and orders, with a name for every group.

A group is one value of a field of the account (its type, a segment, a custom attribute) or of the
row (vendor, month, type, a further loaded column). Rows without a value are a group of their own.
Sums are over the same rows, with the same scope and filters, as the pages of rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Unpack

import pyarrow as pa

from access.scope import Scope
from data.balances import MONEY_TERMS, AccountFilters, accounts_asked, with_shares
from data.labels import role_labels
from data.orders import OrderFilters, orders_asked
from data.read_model import Argument, ReadModel, UnknownFieldError, columns, shaped
from data.row_filter import heading_pointer, row_fields, segment_names
from data.scope import Operator
from data.spending import FISCAL_YEAR, LOCATION_IDS, WHERE
from data.transactions import LineFilters, lines_asked
from data.warehouse import Warehouse

KIND = "Account Type"
GROUP = "fund"
"""The field that rows are summed by where none is named."""
_NAMED = ("code text | value of the group; empty where there is none", "name text | in words")
_ACCOUNTS = columns(
    *_NAMED,
    "kind text | kind of the accounts: never netted",
    "account_count count | accounts",
    *MONEY_TERMS,
)
_LINES = columns(
    *_NAMED,
    "row_count count | rows",
    "amount_usd money | dollars of every type in natural sign; tells something of one type only",
    "budget_usd money | dollars budgeted to be spent; missing where there are no such lines",
    "actual_usd money | dollars paid or posted by journals",
    "encumbrance_usd money | dollars on order",
    "receipt_usd money | dollars received",
    "expected_usd money | dollars of revenue that the budget expects",
)
_ORDERS = columns(
    *_NAMED,
    "order_count count | orders with a line in the group",
    "original_usd money | first ordered",
    "liquidated_usd money | relieved by invoices",
    "open_usd money | still open",
)
_BY_ROW = {
    "vendor": "by_vendor",
    "requester": "by_requester",
    "month": "by_month",
    "type": "by_type",
    "state": "by_type",
}
_ROW_GROUPS = {
    "accounts": (),
    "transactions": ("Vendor", "Month", "Type"),
    "purchase orders": ("Vendor", "Requester", "Month", "State"),
    "positions": ("Class", "Job", "Place"),
}
_OWN = frozenset(name.lower() for name in _ROW_GROUPS["positions"])
_MONTHS = {"transactions": "Date", "purchase orders": "Ordered on"}


@dataclass(frozen=True, slots=True)
class Grouping:
    """What rows are grouped by: the field, and the arguments of the statement."""

    name: str
    arguments: dict[str, Any] = field(default_factory=dict)
    role: str = ""


def group_fields(warehouse: Warehouse, scope: Scope, rows: str) -> list[str]:
    """Names of the fields that rows can be grouped by."""
    segments = dict.fromkeys(segment_names(warehouse, scope.district).values())
    loaded = [one.label for one in row_fields(warehouse, scope, rows) if one.key]
    own = (*_ROW_GROUPS[rows], "Account Type", *segments)
    return list(dict.fromkeys((*own, *warehouse.attributes.names(scope.district), *loaded)))


def grouping(warehouse: Warehouse, scope: Scope, rows: str, name: str) -> Grouping:
    """What a name means; `ArgumentError` names the fields there are."""
    offered = {one.lower(): one for one in group_fields(warehouse, scope, rows)}
    wanted = name.strip().lower()
    if wanted not in offered:
        raise UnknownFieldError(f"group: there is no field {name!r}", offered)
    found = offered[wanted]
    if found in _ROW_GROUPS[rows]:
        return Grouping(found, {_BY_ROW[wanted]: True} if wanted in _BY_ROW else {})
    loaded = {one.name: one.key for one in row_fields(warehouse, scope, rows) if one.key}
    if wanted in loaded:
        return Grouping(found, {"heading": heading_pointer(loaded[wanted])})
    by_account = {} if rows == "accounts" else {"by_account": True}
    if wanted == "account type":
        return Grouping(found, {"by_kind": True, **by_account})
    if wanted in segment_names(warehouse, scope.district):
        names, role = _segments(warehouse, scope.district, wanted)
        return Grouping(found, {"segments": names, **by_account}, role)
    values = sorted(warehouse.attributes.values(scope.district, found).items())
    listed = {
        "attribute_accounts": [account for account, _ in values],
        "attribute_values": [value for _, value in values],
    }
    return Grouping(found, {**listed, **by_account})


def condition_of(rows: str, name: str, code: str) -> tuple[str, Operator, str] | None:
    """The condition that leaves the rows of a group: field, operator, value; none if there is none.

    Accounts without a value are told by what no value matches; for positions, FTE that no visible
    account pays has none either, and nothing says which positions these are.
    """
    plain = name.lower()
    if rows == "positions" and not code and plain not in _OWN:
        return None
    if plain == "month":
        return (_MONTHS[rows], Operator.STARTS_WITH, code) if code else None
    if plain == "account type" and code not in ("expenditure", "revenue"):
        return None
    return (name, Operator.IS, code) if code else (name, Operator.DOES_NOT_MATCH, "*")


def account_groups(
    warehouse: Warehouse, scope: Scope, *, group: str = KIND, fiscal_year: int | None = None,
    **filters: Unpack[AccountFilters],
) -> pa.Table:  # fmt: skip
    """Sums of accounts by the values of a field and by kind."""
    by = grouping(warehouse, scope, "accounts", group)
    asked = accounts_asked(warehouse, scope, fiscal_year, filters)
    raw = warehouse.exact(scope, "account_groups", **asked, **by.arguments)
    return with_shares(raw, _ACCOUNTS, name=_names(warehouse, scope, by, asked, raw))


def transaction_groups(
    warehouse: Warehouse, scope: Scope, *, group: str = KIND, fiscal_year: int | None = None,
    **filters: Unpack[LineFilters],
) -> pa.Table:  # fmt: skip
    """Sums of posting lines by the values of a field."""
    by = grouping(warehouse, scope, "transactions", group)
    asked = lines_asked(warehouse, scope, fiscal_year, filters)
    name = "ledger_groups" if scope.sees_compensation else "summed_groups"
    raw = warehouse.exact(scope, name, **asked, **by.arguments)
    return shaped(raw, _LINES, name=_names(warehouse, scope, by, asked, raw))


def purchase_order_groups(
    warehouse: Warehouse, scope: Scope, *, group: str = KIND, fiscal_year: int | None = None,
    **filters: Unpack[OrderFilters],
) -> pa.Table:  # fmt: skip
    """Sums of order lines by the values of a field; an order counts in each of its groups."""
    by = grouping(warehouse, scope, "purchase orders", group)
    asked = orders_asked(warehouse, scope, fiscal_year, filters)
    raw = warehouse.exact(scope, "purchase_order_groups", **asked, **by.arguments)
    return shaped(raw, _ORDERS, name=_names(warehouse, scope, by, asked, raw))


def _segments(warehouse: Warehouse, district: str, name: str) -> tuple[list[str], str]:
    """The segments that a name means: the one called so, else those with the role."""
    rows = warehouse.exact(district, "segment_names").to_pylist()
    own = [row for row in rows if row["segment"].lower() == name]
    own = own or [row for row in rows if (row["role"] or "").lower() == name]
    return [row["segment"] for row in own], str(own[0]["role"] or "")


def _names(
    warehouse: Warehouse, scope: Scope, by: Grouping, asked: dict[str, Any], raw: pa.Table
) -> Sequence[str | None]:
    return group_names(warehouse, scope, by, asked["fiscal_year"], raw.column("code"))


def group_names(
    warehouse: Warehouse, scope: Scope, by: Grouping, fiscal_year: int, codes: pa.ChunkedArray
) -> Sequence[str | None]:
    """The codes of groups in words, where there are words for them; else the codes."""
    if by.role:
        labels = role_labels(warehouse, scope.district, fiscal_year, by.role, codes).to_pylist()
        return [
            label if code else "" for code, label in zip(codes.to_pylist(), labels, strict=True)
        ]
    if by.name == "Account Type":
        return [code.capitalize() for code in codes.to_pylist()]
    plain: list[str | None] = codes.to_pylist()
    return plain


def _model(name: str, title: str, grain: str, right: str, found: Any, run: Any) -> ReadModel:
    group = Argument("group", "text", KIND, "field to sum by, such as fund, location or vendor")
    more = () if name == "transaction-groups" else (LOCATION_IDS,)
    kinds = {
        "account-groups": ("kind", "category", "rollup"),
        "transaction-groups": ("line_type", "account", "location", "vendor"),
        "purchase-order-groups": ("state", "account"),
    }[name]
    own = (Argument(one, "text", "", "as in the list of the rows") for one in kinds)
    shared = (
        Argument("search", "text", "", "text in the rows"),
        Argument("bucket", "text", "", "bucket code, or several with commas"),
    )
    return ReadModel(
        name, title, grain, right, found, (group, FISCAL_YEAR, *more, *own, *shared, WHERE), run
    )


MODELS = (
    _model("account-groups", "Accounts by group", "one row per value of a field and kind",
           "account:read", _ACCOUNTS, account_groups),
    _model("transaction-groups", "Transactions by group", "one row per value of a field",
           "transaction:read", _LINES, transaction_groups),
    _model("purchase-order-groups", "Purchase orders by group", "one row per value of a field",
           "transaction:read", _ORDERS, purchase_order_groups),
)  # fmt: skip
