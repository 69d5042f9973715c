"""Bucket coverage: asked of the newest year, for whoever configures buckets."""

from __future__ import annotations

from typing import Any, Final

from dash import Input, Output

from access.actor import Actor
from access.guard import Guard
from access.permissions import Permission
from callbacks.basis import Services, basis
from callbacks.configure.kinds import list_address
from data.bucket_coverage import NONE, SEVERAL, Covered, bucket_coverage, coverage_totals
from data.entities.registry import ENTITIES
from pages import ids
from pages.configure.coverage import CoveragePage, Held, Uncovered, body
from pages.state import PageState

SHOWN: Final = 20
_WHERE: Final = ("in no bucket", "in one bucket", "in several")


def coverage_view(services: Services, actor: Actor, state: PageState) -> CoveragePage:
    """The page for a year."""
    ground = basis(services, actor, state)
    year = ground.year.year
    totals = coverage_totals(services.warehouse, actor.scope, fiscal_year=year)

    def listed(part: str) -> list[Uncovered]:
        rows = bucket_coverage(
            services.warehouse, actor.scope, fiscal_year=year, part=part, limit=SHOWN
        ).to_pylist()
        return [_uncovered(row, ground.address("/current/transactions", account=row["account"]))
                for row in rows]  # fmt: skip

    return CoveragePage(
        year=year,
        held=[Held(one.kind, _WHERE[one.bucket_count], one.account_count, one.budget, one.spent)
              for one in totals],
        none=listed(NONE),
        several=listed(SEVERAL),
        in_none=_many(totals, 0),
        in_several=_many(totals, 2),
        none_budget={one.kind: one.budget for one in totals if not one.bucket_count},
        export=f"/export/bucket-coverage.csv?fiscal_year={year}",
        buckets_href=list_address(ENTITIES["bucket"]),
        source=f"{ground.district_name}, {ground.periods}; {ground.loaded_words}.",
    )  # fmt: skip


def _many(totals: list[Covered], buckets: int) -> int:
    return sum(one.account_count for one in totals if one.bucket_count == buckets)


def _uncovered(row: dict[str, Any], href: str) -> Uncovered:
    return Uncovered(
        row["account"],
        row["description"] or "",
        row["location_name"] or "",
        row["buckets"] or "",
        row["budget_usd"],
        row["spent_usd"],
        href,
    )


def register(guard: Guard, services: Services) -> None:
    """Bind the page to its address."""

    @guard.callback(
        Output(ids.Coverage.BODY, "children"),
        Input(ids.Coverage.URL, "search"),
        permission=Permission.MANAGE_CONFIGURE,
    )
    def _body(search: str | None) -> Any:
        return body(coverage_view(services, guard.actor(), PageState.from_query(search)))
