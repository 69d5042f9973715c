"""Categories of a bucket as its page shows them, each with the accounts behind it."""

from __future__ import annotations

from access.actor import Actor
from access.permissions import Permission
from callbacks.basis import Basis, Services
from callbacks.bucket_sums import amounts_of
from callbacks.manage.bucket_sides import Found
from data.bucket_categories import bucket_categories
from data.bucket_guide import BucketGuide
from pages.manage.bucket.categories import CategoryRow, CategoryView


def categories(
    services: Services, actor: Actor, basis: Basis, found: Found, guide: BucketGuide
) -> list[CategoryView]:
    """One view for each kind of account; none where the bucket has no rollup template."""
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
                    _href(actor, basis, found.code, kind, category),
                )
                for category, one in read
                if one.kind == kind
            ],
            total=amounts_of(totals[kind]),
            bucket=found.name,
            template=guide.template,
            is_revenue=kind == "revenue",
            href=_href(actor, basis, found.code, kind, ""),
        )
        for kind in dict.fromkeys(one.kind for _, one in read)
    ]


def _href(actor: Actor, basis: Basis, bucket: str, kind: str, category: str) -> str:
    """The accounts of a category, those of Other too."""
    if Permission.ACCOUNT_READ not in actor.permissions:
        return ""
    more = {"rollup": category} if category else {}
    return basis.address("/current/accounts", bucket=bucket, kind=kind, **more)
