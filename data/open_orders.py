"""Open purchase orders of some buckets, asked for at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from access.scope import Scope
from data.orders import days_open
from data.warehouse import Warehouse


@dataclass(frozen=True, slots=True)
class Order:
    """What one order and release has open in the buckets asked for, in cents.

    `buckets` are those that hold a part of it; accounts in several of them count once. `days` are
    those since it was placed, missing where the date is not known.
    """

    po_no: str
    release: str
    vendor_name: str
    description: str
    days: int | None
    cents: int
    buckets: tuple[str, ...]


def open_orders(
    warehouse: Warehouse,
    scope: Scope,
    *,
    buckets: Sequence[str],
    fiscal_year: int,
    location_ids: Sequence[str] = (),
) -> list[Order]:
    """The open orders of the buckets, the oldest first."""
    rows = warehouse.exact(
        scope, "open_orders", fiscal_year=fiscal_year, location_ids=list(location_ids)
    ).to_pylist()
    of_cell: dict[int, set[str]] = {}
    for place in warehouse.cell_buckets(scope, fiscal_year).to_pylist():
        if place["bucket_code"] in buckets:
            of_cell.setdefault(place["cell"], set()).add(place["bucket_code"])
    parts: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["cell"] in of_cell:
            parts.setdefault((row["po_no"], row["release"] or ""), []).append(row)
    as_of = warehouse.snapshot(scope.district).data_as_of
    made = []
    for key, some in parts.items():
        held = set().union(*(of_cell[row["cell"]] for row in some))
        order = _order(key, some, tuple(one for one in buckets if one in held), as_of)
        made += [order] if order.cents else []
    return sorted(made, key=lambda one: (-(one.days or 0), one.po_no, one.release))


def _order(
    key: tuple[str, str],
    rows: Sequence[Mapping[str, Any]],
    buckets: tuple[str, ...],
    as_of: date | None,
) -> Order:
    issued = min((row["issued_on"] for row in rows if row["issued_on"]), default=None)
    return Order(
        *key,
        vendor_name=_first(rows, "vendor_name"),
        description=_description(rows),
        days=days_open(issued, as_of, is_open=True),
        cents=sum(row["open_cents"] or 0 for row in rows),
        buckets=buckets,
    )


def _description(rows: Sequence[Mapping[str, Any]]) -> str:
    """The text of the first line that has one, as the list of orders shows it."""
    texts = ((row["described_line"], row["description"]) for row in rows if row["description"])
    return min(texts, key=lambda text: (len(text[0]), text[0]), default=("", ""))[1]


def _first(rows: Sequence[Mapping[str, Any]], name: str) -> str:
    return min((row[name] for row in rows if row[name]), default="")
