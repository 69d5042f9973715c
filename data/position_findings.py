"""What a check found about a position of its list, in words for a screen or a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from decimal import Decimal
from typing import Final

from data.store.staffing.people import Assigned, FundingLine
from data.store.staffing.seat_terms import Listing, Seat

_WHOLE: Final = Decimal(100)
_SOMEBODY: Final = "a person in it"


def finding(
    listing: Listing,
    seat: Seat,
    people: Sequence[Assigned],
    funding: Sequence[FundingLine],
    paid: Container[str],
) -> str:
    """What is wrong with a position by the check of its list; nothing in other lists.

    `paid` are the people who have pay on the day, by their numbers.
    """
    if listing is Listing.NOT_FUNDED:
        return "; ".join(_shares(seat, people, funding))
    if listing is Listing.WITHOUT_PAY:
        return f"no pay: {_named([who for who in people if who.employee_code not in paid])}"
    if listing is Listing.WITHOUT_FTE:
        return f"{_plain(seat.assigned)} FTE of {_named(people)}, 0 approved"
    return ""


def _shares(
    seat: Seat, people: Sequence[Assigned], funding: Sequence[FundingLine]
) -> Iterator[str]:
    """The sums of shares that are not 100 %: of the position, then of people in it."""
    names = {who.employee_code: who.label for who in people}
    shared = [line.percentage for line in funding if not line.is_own]
    own: dict[str, Decimal] = defaultdict(Decimal)
    for line in funding:
        if line.is_own and line.employee_code in names:
            own[line.employee_code] += line.percentage
    total = sum(shared, Decimal(0))
    if shared and total != _WHOLE:
        yield f"the position: {_plain(total)} %"
    elif not shared and (seat.vacant or set(names) - set(own)):
        yield "the position: no account"
    for code, part in own.items():
        # Whoever sees no names cannot tell the shares of one person from those of another.
        if not code or part != _WHOLE:
            yield f"{names[code]}: {_plain(part)} %" if code else f"shares of {_SOMEBODY}"


def _named(people: Sequence[Assigned]) -> str:
    return ", ".join(who.label for who in people if who.label) or _SOMEBODY


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"
