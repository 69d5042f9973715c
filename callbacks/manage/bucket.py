"""The page of one bucket: what its owner asks, from one set of years and months."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Basis, Services, basis, note_look
from callbacks.bucket_lines import bucket_list
from callbacks.freshness import banner
from callbacks.manage.bucket_categories import categories
from callbacks.manage.bucket_details import details
from callbacks.manage.bucket_methods import methods
from callbacks.manage.bucket_note import note_view
from callbacks.manage.bucket_sides import Found, sides
from callbacks.manage.bucket_strategies import strategies
from callbacks.manage.bucket_tabs import bucket_tabs
from callbacks.open_orders import open_orders
from callbacks.year_shares import dollars
from data.bucket_guide import bucket_guide
from data.bucket_history import bucket_years, last_closed_period
from data.bucket_progress import progress
from data.buckets import buckets
from data.districts import periods
from data.orders import purchase_order_totals
from pages import ids
from pages.home.principal_words import SCHOOL, YOU
from pages.manage.bucket.orders import BucketOrders
from pages.manage.bucket.page import PATH, BucketPage, bucket_page, unknown_bucket
from pages.manage.bucket.sides import Side
from pages.state import BucketState

MONEY = "/current/money"


def bucket(services: Services, actor: Actor, state: BucketState) -> list[Any]:
    """The content of the page, or that there is no such bucket; without a code, the first one."""
    ground = basis(services, actor, state)
    code = state.bucket or next((row["bucket_code"] for row in _listed(services, ground)), "")
    view = bucket_view(services, actor, ground, code)
    if view is None:
        return unknown_bucket(code, ground.address(MONEY))
    note_look(services, actor, ground, code)
    return bucket_page(view)


def bucket_view(services: Services, actor: Actor, ground: Basis, code: str) -> BucketPage | None:
    """What the page shows; none where the reader sees no account of such a bucket."""
    listed = _listed(services, ground)
    row = next((one for one in listed if one["bucket_code"] == code), None)
    found = _found(services, ground, row) if row else None
    if row is None or found is None:
        return None
    shown = sides(actor, ground, found)
    guide = bucket_guide(services.warehouse, ground.scope, code)
    before, after = _neighbours(ground, listed, code)
    return BucketPage(
        code=code,
        name=row["bucket_name"],
        detail=row["description"] or "",
        place=ground.place_name,
        voice=YOU if actor.is_owner else SCHOOL,
        year_end=ground.year_end,
        is_closed=ground.is_closed,
        sides=shown,
        orders=_orders(services, actor, ground, found, shown),
        categories=categories(services, actor, ground, found, guide),
        questions=guide.questions,
        strategies=strategies(services, actor, ground, found),
        methods=methods(services, actor, ground, found),
        details=details(
            services, ground, row, sum(side.accounts for side in shown), shown[0].links.accounts
        ),
        note=note_view(services, actor, ground, code),
        year=ground.year.year,
        tabs=bucket_tabs(services, actor, ground, code),
        before=before,
        after=after,
        money_href=ground.address(MONEY),
        export=ground.export("bucket-questions", bucket=code),
        ask_href=ground.question(PATH, bucket=code) if actor.is_owner else "",
        district=ground.district_name,
        loaded=ground.loaded_words,
    )


def register(guard: Guard, services: Services) -> None:
    """Bind the page to its address."""

    @guard.callback(
        Output(ids.Bucket.BODY, "children"),
        Input(ids.Bucket.URL, "search"),
        permission=Permission.BUCKET_READ,
    )
    def _bucket(search: str | None) -> Any:
        actor = guard.actor()
        state = BucketState.from_query(search)
        return [*banner(services, actor), *bucket(services, actor, state)]


def _listed(services: Services, ground: Basis) -> list[dict[str, Any]]:
    """The buckets with accounts that the reader may see here, in their order."""
    rows = buckets(
        services.warehouse,
        ground.scope,
        fiscal_year=ground.year.year,
        location_ids=ground.location_ids,
        show_empty=True,
    ).to_pylist()
    return [row for row in rows if row["account_count"]]


def _found(services: Services, ground: Basis, row: dict[str, Any]) -> Found | None:
    code = row["bucket_code"]
    warehouse, year = services.warehouse, ground.year.year
    years = bucket_years(
        warehouse, ground.scope, bucket=code, fiscal_year=year, location_ids=ground.location_ids
    )
    if not any(one.year == year for one in years):
        return None
    closed = last_closed_period(warehouse, ground.scope.district, year)
    named = periods(warehouse, ground.scope.district, fiscal_year=year).to_pylist()
    return Found(
        code=code,
        name=row["bucket_name"],
        years=years,
        progress=progress(years, year, closed),
        line=next(iter(bucket_list(warehouse, ground, show_empty=True, only=code)), None),
        months={row["period"]: f"{row['start_date']:%B}" for row in named if row["start_date"]},
    )


def _orders(
    services: Services, actor: Actor, ground: Basis, found: Found, shown: list[Side]
) -> BucketOrders | None:
    spending = next((side for side in shown if not side.is_revenue), None)
    if found.line is None or spending is None:
        return None
    warehouse = services.warehouse
    totals = purchase_order_totals(
        warehouse, ground.scope, fiscal_year=ground.year.year, bucket=found.code,
        location_ids=ground.location_ids,
    )  # fmt: skip
    return BucketOrders(
        open=open_orders(warehouse, actor, ground, [found.line.line]),
        closed=totals["closed_count"] or 0,
        cancelled=totals["cancelled_count"] or 0,
        others=totals["other_count"] or 0,
        ordered=dollars(totals["original_cents"]) or Decimal(0),
        requested=spending.requested,
        requested_href=spending.links.requested,
        subtracts=spending.amounts.reserved is not None,
        all_href=ground.address("/current/purchase-orders", bucket=found.code),
        closed_href=ground.address("/current/purchase-orders", bucket=found.code, state="closed"),
    )


def _neighbours(
    ground: Basis, listed: list[dict[str, Any]], code: str
) -> tuple[tuple[str, str] | None, tuple[str, str] | None]:
    known = dict.fromkeys(row["bucket_code"] for row in listed)
    names = {row["bucket_code"]: row["bucket_name"] for row in listed}
    codes = list(known)
    place = codes.index(code)

    def one(at: int) -> tuple[str, str] | None:
        if not 0 <= at < len(codes):
            return None
        return names[codes[at]], ground.address(PATH, bucket=codes[at])

    return one(place - 1), one(place + 1)
