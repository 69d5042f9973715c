"""Categories of a bucket as its page shows them, each with the accounts behind it."""

from __future__ import annotations

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Basis, Services
from callbacks.manage.bucket_sides import Found, amounts_of
from data.bucket_categories import Category, bucket_categories
from data.bucket_guide import BucketGuide
from data.condition import Condition, written
from data.scope import Operator
from pages.manage.bucket.categories import CategoryRow, CategoryView


def categories(
    services: Services, actor: Actor, basis: Basis, found: Found, guide: BucketGuide
) -> list[CategoryView]:
    """One view for each kind of account; none where the bucket has no rollup template."""
    lines = {one.name: one for one in guide.categories}
    read = bucket_categories(
        services.warehouse,
        basis.scope,
        guide.categories,
        bucket=found.code,
        fiscal_year=basis.year.year,
        location_ids=basis.location_ids,
    )
    totals = {one.kind: one for one in found.years if one.year == basis.year.year}
    return [
        CategoryView(
            rows=[
                CategoryRow(
                    category,
                    amounts_of(one),
                    _href(actor, basis, found.code, kind, lines.get(category)),
                )
                for category, one in read
                if one.kind == kind
            ],
            total=amounts_of(totals[kind]),
            bucket=found.name,
            template=guide.template,
            is_revenue=kind == "revenue",
        )
        for kind in dict.fromkeys(one.kind for _, one in read)
    ]


def _href(actor: Actor, basis: Basis, bucket: str, kind: str, category: Category | None) -> str:
    """The accounts that the lines of a category choose; of Other no rows can be asked for."""
    if category is None or Permission.ACCOUNT_READ not in actor.permissions:
        return ""
    where = written(
        [Condition(line.field, Operator(line.operator), line.value) for line in category.lines]
    )
    return basis.address("/current/accounts", bucket=bucket, kind=kind, where=where)
