"""Key figures over the lists of positions; each opens the list behind it."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from callbacks.manage.staffing_groups import fte
from data.positions import dollars
from data.store.staffing.seat_terms import Listing, Sums
from pages.components.strip import KeyFigure
from pages.format import MISSING, count, counted, money, share
from pages.manage.staffing import PATH
from pages.manage.staffing_state import StaffingState


def payer(state: StaffingState) -> str:
    """Who pays the part of the FTE that is told apart."""
    return "this bucket" if state.bucket else "these accounts"


def key_figures(sums: Sums, state: StaffingState, *, pays: bool) -> list[KeyFigure]:
    """The sums of everything that fits; each opens the list behind it."""
    every = _listed(state)
    if sums.paid_fte is not None and sums.paid_assigned is not None:
        return _paid_figures(sums, every, payer(state), pays=pays)
    part = share(float(sums.vacant / sums.fte), 1) if sums.fte else MISSING
    figures = [
        KeyFigure("Positions", count(sums.positions), "held on the day", "", every),
        KeyFigure("Approved", fte(sums.fte), "full-time equivalents", "FTE", every),
        KeyFigure("Assigned", fte(sums.assigned), _assigned(sums), "",
                  _listed(state, order="assigned")),
        KeyFigure("Vacant", fte(sums.vacant), f"{part} of approved FTE", "",
                  _listed(state, Listing.UNASSIGNED, "vacant")),
    ]  # fmt: skip
    if pays:
        short, dearest = money(dollars(sums.cost_cents)), _listed(state, order="cost")
        figures.append(
            KeyFigure("Cost a year", short, "pay and benefits of the people", "", dearest)
        )
    return figures


def _assigned(sums: Sums) -> str:
    """How many assignments, and what of them is beyond approval: then the figures add up."""
    people = counted(sums.people, "assignment")
    beyond = sums.assigned + sums.vacant - sums.fte
    return f"{people}, {fte(beyond)} FTE beyond approval" if beyond > 0 else people


def _paid_figures(sums: Sums, href: str, payer: str, *, pays: bool) -> list[KeyFigure]:
    """The same of a bucket or of accounts: FTE times the share that they pay."""
    paid, held = sums.paid_fte or Fraction(0), sums.paid_assigned or Fraction(0)
    vacant = f"{fte(sums.vacant)} of it vacant"
    figures = [
        KeyFigure("Positions", count(sums.positions), "paid in part or whole", "", href),
        KeyFigure(f"Paid by {payer}", fte(paid), "approved FTE × the share paid", "FTE", href),
        KeyFigure("Of it assigned", fte(held), "FTE of people × the share paid", "", href),
        KeyFigure("Approved in all", fte(sums.fte), vacant, "", href),
    ]
    if pays:
        cost, words = money(dollars(sums.cost_cents)), "of whole positions, all accounts"
        figures.append(KeyFigure("Cost a year", cost, words, "", href))
    return figures


def _listed(state: StaffingState, listing: Listing = Listing.ALL, order: str = "") -> str:
    """The page with the same filters, another list and order."""
    wanted = replace(state, list=query_of(listing) or None, order=order or None)
    return f"{PATH}{wanted.to_query()}"


def query_of(listing: Listing) -> str:
    """A list as an address has it; empty for all positions."""
    return "" if listing is Listing.ALL else str(listing)
