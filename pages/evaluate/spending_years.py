"""The card that shows a school's spending over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.chart import chart
from pages.components.figures import missing
from pages.components.notices import empty
from pages.components.sentence import Part, Sentence, plain, strong
from pages.components.table import Column, Phone, Row, table
from pages.figures.year_bars import YearBar, year_bars
from pages.format import count, fiscal_year, money, money_short, share, share_change

QUESTION = "How has spending changed?"


@dataclass(frozen=True, slots=True)
class SpendingYear:
    """One year of a school: dollars, pupils, dollars per pupil, and why that is missing."""

    year: int
    spent: Decimal | None
    pupils: float | None
    per_pupil: Decimal | None
    reason: str = ""
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class SpendingYears:
    """A school's years, oldest first."""

    years: Sequence[SpendingYear]
    method: str
    export: str


def spending_years_card(view: SpendingYears) -> Component:
    """Bars by year with dollars per pupil under them."""
    if not any(year.spent for year in view.years):
        return card(QUESTION, body=empty("No spending in any year.", "Choose other funds above."))
    words = sentence(view.years)
    bars = [
        YearBar(
            year.year,
            None if year.spent is None else float(year.spent),
            None if year.per_pupil is None else float(year.per_pupil),
            year.is_open,
        )
        for year in view.years
    ]
    unknown = any(year.per_pupil is None for year in view.years)
    under = "per pupil; – enrollment not loaded or hidden" if unknown else "per pupil"
    picture = chart(
        "school-years",
        year_bars(bars, under),
        description=f"{QUESTION} {plain(words)}",
        rows=_rows(view.years),
        height=372,
        phone_height=320,
    )
    return card(
        QUESTION,
        words,
        picture,
        method=view.method,
        menu=Menu(view.export, has_chart=True, card="school-years"),
    )


def sentence(years: Sequence[SpendingYear]) -> Sentence:
    """From the first complete year to the last, then per pupil in the last one."""
    whole = [year for year in years if year.spent and not year.is_open]
    if not whole:
        return ["No complete year is loaded."]
    if len(whole) == 1:
        return [f"{fiscal_year(whole[0].year)} is the only complete year: ",
                strong(money_short(whole[0].spent)), "."]  # fmt: skip
    first, last = whole[0], whole[-1]
    start, end = first.spent or Decimal(0), last.spent or Decimal(0)
    change = end / start - 1
    verb = "rose" if change > 0 else "fell"
    came = f"from {money_short(start)} in {fiscal_year(first.year)}"
    words: list[Part | str] = [
        f"Site spending {verb} {came} to {money_short(end)} in {fiscal_year(last.year)}, ",
        strong(share(abs(change))),
        " before inflation.",
    ]
    return [*words, *_per_pupil(whole)]


def _per_pupil(whole: Sequence[SpendingYear]) -> list[str]:
    before, last = whole[-2], whole[-1]
    if not before.per_pupil or last.per_pupil is None:
        return [] if last.per_pupil is None else [" Per pupil the year before is not known."]
    change = last.per_pupil / before.per_pupil - 1
    words = (
        f" Per pupil it {'rose' if change > 0 else 'fell'} {share(abs(change), 1)} in the last year"
    )
    moved = round((last.pupils or 0) - (before.pupils or 0))
    if moved == 0:
        return [f"{words}, with as many pupils."]
    return [f"{words}, while enrollment {'rose' if moved > 0 else 'fell'} by {count(abs(moved))}."]


def _rows(years: Sequence[SpendingYear]) -> Component:
    columns = [
        Column("Year"),
        Column("Spent", is_number=True, phone=Phone.KEEP),
        Column("Change", is_number=True),
        Column("Pupils", is_number=True),
        Column("Per pupil", is_number=True, phone=Phone.KEEP),
    ]
    rows = []
    before: Decimal | None = None
    for year in years:
        change = year.spent / before - 1 if before and year.spent is not None else None
        name = fiscal_year(year.year) + (", so far" if year.is_open else "")
        per = missing(year.reason) if year.per_pupil is None else money(year.per_pupil)
        rows.append(Row([
            name, money(year.spent), "" if year.is_open else share_change(change),
            count(year.pupils), per,
        ]))  # fmt: skip
        before = year.spent
    return table(columns, rows, caption=QUESTION, look="c")
