"""The sentences of a bucket's page, made from the figures beside them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from pages.components.sentence import Part, Sentence, dig, strong
from pages.format import day, day_month, fiscal_year, listed, money, share, word
from pages.home.principal_words import Voice, overrun
from pages.manage.bucket.sides import Progress, Side, YearLine

_HARDLY = 0.01
"""A share of the budget by which two years may differ and still be called the same."""


def lead(sides: Sequence[Side], voice: Voice, year_end: date, *, is_closed: bool) -> Sentence:
    """What is left, and where the year is heading; spending and revenue one after the other."""
    parts: list[Part | str] = []
    for side in sides:
        if parts:
            parts.append(" ")
        if side.is_revenue:
            parts += _received(side)
        else:
            parts += _left(side, voice)
            parts += [] if is_closed else _heading(side, year_end)
    return parts


def _left(side: Side, voice: Voice) -> list[Part | str]:
    left, budget = side.amounts.remaining, side.amounts.budget
    if left is None or budget is None:
        return ["What is left cannot be told: no budget or no spending is loaded."]
    if left < 0:
        over = dig(f"{money(-left)} {voice.has_not}", side.links.accounts, strong=True)
        return [overrun(voice, side.amounts), over, f", {money(budget)}."]
    figure = dig(f"{money(left)} left", side.links.accounts, strong=True)
    return [voice.has, figure, f" of {money(budget)}."]


def _received(side: Side) -> list[Part | str]:
    amounts = side.amounts
    if amounts.spent is None or amounts.budget is None:
        return ["What came in cannot be told: no estimate or no receipt is loaded."]
    figure = dig(f"{money(amounts.spent)} came in", side.links.spent, strong=True)
    return [figure, f" of {money(amounts.budget)} expected."]


def _heading(side: Side, year_end: date) -> list[Part | str]:
    over = side.amounts.left_over
    if over is None:
        return [] if not side.reason else [f" No projection: {side.reason}."]
    amount = strong(money(abs(over)))
    pace = " At an even pace" if side.is_even else " At the usual pace"
    end = f"when the grant ends on {day(side.ends)}" if side.ends else f"on {day_month(year_end)}"
    if over < 0:
        return [f"{pace} it runs over by about ", amount, f" {end}."]
    return [f"{pace} about ", amount, f" would go unspent {end}."]


def doubt(contrary: Decimal | None) -> list[Part | str]:
    """What pay to come says, where it says the opposite."""
    if contrary is None:
        return []
    amount = strong(money(abs(contrary)))
    if contrary < 0:
        return [" The pay dates to come point the other way: ", amount, " short."]
    return [" The pay dates to come point the other way: ", amount, " left."]


def left(side: Side, year_end: date) -> Sentence:
    """The answer to the first question: the amount, and what the year points to."""
    amounts = side.amounts
    if amounts.remaining is None or amounts.budget is None:
        return ["No budget or no spending is loaded."]
    if side.is_revenue:
        return [strong(money(amounts.remaining)), " is still to come in."]
    start: list[Part | str] = [strong(f"{money(amounts.remaining)} is left"), "."]
    if amounts.projected is None:
        return [*start, f" No projection: {side.reason}."] if side.reason else start
    part = share(amounts.projected / amounts.budget)
    until = f"By {day(side.ends)} the grant" if side.ends else f"By {day_month(year_end)} the year"
    return [*start, f" {until} points to ", strong(money(amounts.projected)),
            f", {part} of the budget."]  # fmt: skip


def progress(found: Progress, *, is_revenue: bool) -> Sentence:
    """Whether the year is slower or faster than earlier ones by the same time."""
    pace = found.year_to_date
    verb = "received" if is_revenue else "paid"
    if pace.mean is None:
        return [f"There is no earlier year to compare with; {money(pace.now)} is {verb} so far."]
    if pace.share is None or pace.mean_share is None:
        gap = pace.now - pace.mean
        than = f"{money(abs(gap))} {'more' if gap >= 0 else 'less'}"
        return [strong(than), f" {verb} than by this time in earlier years."]
    now, before = share(pace.share, 1), share(pace.mean_share, 1)
    end = f"{now} of the budget is {verb}, against {before} by this time in earlier years."
    if abs(pace.share - pace.mean_share) < _HARDLY:
        return [f"About as usual: {end}"]
    pace_word = "Slower than usual" if pace.share < pace.mean_share else "Faster than usual"
    return [strong(pace_word), f": {end}"]


def history(lines: Sequence[YearLine], *, is_revenue: bool) -> Sentence:
    """What share of the money earlier years used, and whether one ran over."""
    known = [line for line in lines if line.difference is not None and line.budget]
    if not known:
        return ["No earlier year of this bucket is loaded."]
    budget = sum((line.budget or Decimal(0) for line in known), Decimal(0))
    actual = sum((line.actual or Decimal(0) for line in known), Decimal(0))
    span = f"In {word(len(known))} years" if len(known) > 1 else f"In {fiscal_year(known[0].year)}"
    if budget <= 0:
        return [f"{span} there was no budget."]
    verb = "of what was expected came in" if is_revenue else "of the money was used"
    start = f"{span} {share(actual / budget, 1)} {verb}"
    over = [line for line in known if (line.difference or 0) < 0]
    if is_revenue:
        return [f"{start}."]
    if over:
        names = listed([fiscal_year(line.year) for line in over])
        return [f"{start}; ", strong(f"{names} ran over"), "."]
    most = max(known, key=lambda line: line.difference or 0)
    some = "every year something was left, most" if len(known) > 1 else "something was left"
    if not most.difference:
        return [f"{start}; nothing was left."]
    in_year = f" in {fiscal_year(most.year)}" if len(known) > 1 else ""
    return [f"{start}; {some}{in_year} ({money(most.difference)})."]
