"""What the list of positions says above and below its rows."""

from __future__ import annotations

from typing import Final

from callbacks.manage.staffing_ground import StaffingGround
from callbacks.manage.staffing_groups import fte
from data.store.staffing.seat_terms import CHECKS, Listing, Sums
from pages.components.sentence import Sentence, strong
from pages.format import counted, day

_FOUND: Final = {
    Listing.NOT_FUNDED: "paid by shares that are not 100% in all",
    Listing.WITHOUT_PAY: "with people who have no pay",
    Listing.WITHOUT_FTE: "with people and no approved FTE",
}


def sentence(
    ground: StaffingGround, sums: dict[Listing, Sums], chosen: Listing, payer: str
) -> Sentence:
    """What the list comes to; `payer` is who pays where a bucket or accounts are asked for."""
    if ground.is_hidden:
        return [f"Your role does not show the positions of {ground.basis.place_name}."]
    every, over = sums[Listing.ALL], sums[Listing.OVER_ASSIGNED]
    if chosen in CHECKS:
        wrong = counted(sums[chosen].positions, "position")
        return [strong(f"{wrong} {_FOUND[chosen]}"), f" on {day(ground.day)}."]
    if not every.positions:
        return [f"No position fits on {day(ground.day)}."]
    if every.paid_fte is not None:
        places = counted(every.positions, "position")
        return [strong(f"{fte(every.paid_fte)} FTE are paid by {payer}"),
                f" in {places} on {day(ground.day)}."]  # fmt: skip
    words: Sentence = [
        strong(f"{fte(every.vacant)} of {fte(every.fte)} FTE are vacant"),
        f" on {day(ground.day)}",
    ]
    if over.positions:
        hold = "hold" if over.positions != 1 else "holds"
        words = [*words, "; ", strong(counted(over.positions, "position")),
                 f" {hold} more than was approved"]  # fmt: skip
    return [*words, "."]


def note(ground: StaffingGround, sums: Sums) -> str:
    """How the figures come about, and what they leave out."""
    pay = (
        "Annual cost is pay and benefits of the people in a position, not of its vacant part. "
        if ground.scope.sees_compensation
        else "What positions cost needs compensation rights. "
    )
    if sums.uncosted:
        verb = "has" if sums.uncosted == 1 else "have"
        pay += f"{counted(sums.uncosted, 'position')} {verb} people without pay, and no cost. "
    return (
        f"Vacant is approved less assigned FTE, never below zero. {pay}Totals cover every position "
        f"that fits. {ground.basis.district_name}, as recorded for {day(ground.day)}."
    )
