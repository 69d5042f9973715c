"""What a budget owner's home shows, asked and reckoned."""

from __future__ import annotations

from datetime import date

from access.actor import Actor
from callbacks.basis import Basis, Services
from callbacks.bucket_lines import bucket_list
from callbacks.bucket_links import link
from callbacks.bucket_sums import groups, total, who_decides, year_path
from callbacks.bucket_words import method
from callbacks.open_orders import open_orders
from callbacks.school_need import short_name
from data.districts import district
from pages.format import money, word
from pages.home.principal import PrincipalHome
from pages.home.principal_words import SCHOOL, YOU


def principal_view(services: Services, actor: Actor, basis: Basis) -> PrincipalHome:
    """The home of one place; money of the whole visible district where none is chosen."""
    warehouse, is_owner = services.warehouse, actor.is_owner
    listed = bucket_list(warehouse, basis, show_empty=True)
    found = [bucket for bucket in listed if bucket.is_active]
    own = [bucket for bucket in found if bucket.line.is_own]
    sums = total(warehouse, basis, [bucket.line for bucket in own])
    every = total(warehouse, basis, [bucket.line for bucket in found])
    return PrincipalHome(
        place=short_name(basis.place_name),
        year=basis.year.year,
        year_end=basis.year_end,
        is_closed=basis.is_closed,
        voice=YOU if is_owner else SCHOOL,
        days_left=_days_left(basis),
        periods=basis.periods,
        groups=groups(warehouse, basis, found, who_decides(actor, basis)),
        own=sums,
        total=every,
        empty_buckets=len(listed) - len(found),
        method=method(
            found,
            district(warehouse, basis.scope.district),
            is_closed=basis.is_closed,
            is_shared=every.is_shared,
        ),
        path=year_path(own, sums),
        path_method=_path_method(len(own), sums),
        orders=open_orders(warehouse, actor, basis, [bucket.line for bucket in own]),
        link=link(actor, basis),
        export=basis.export("buckets"),
        ask_href=basis.question("/") if is_owner else "",
        district=basis.district_name,
        loaded=basis.loaded_words,
    )


def _days_left(basis: Basis) -> int:
    """Days after that of the data until the end of the year, its last day among them."""
    today: date = basis.as_of or basis.year_end
    return max(0, (basis.year_end - today).days)


def _path_method(count: int, sums: object) -> str:
    noun = "bucket" if count == 1 else "buckets"
    words = f"{word(count, start=True)} {noun}, cumulative by posting month."
    low, high = getattr(sums, "low", None), getattr(sums, "high", None)
    if low is not None and high is not None and low != high:
        fastest = "every bucket at its fastest or slowest of the earlier years"
        words += f" Shading: {fastest}, {money(low)} to {money(high)}."
    spent, ordered = getattr(sums, "spent", None), getattr(sums, "encumbered", None)
    if spent is not None:
        words += f" Never below paid plus on order ({money(spent + (ordered or 0))})."
    return words
