"""The card that shows a school's spending over the years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.chart import chart
from pages.components.figures import missing
from pages.components.notices import empty
from pages.components.sentence import Part, Sentence, plain, strong
from pages.components.table import Column, Phone, Row, table
from pages.evaluate.prices import PriceChoice, price_switch
from pages.evaluate.track import key_entry
from pages.figures.year_bars import YearBar, year_bars
from pages.format import count, fiscal_year, money, money_short, share, share_change

_SUBJECTS = {
    "both": "Spending at the school and central",
    "attributed": "The share of central cost",
}
QUESTION = "How has spending changed?"
_BEFORE = "before inflation"


@dataclass(frozen=True, slots=True)
class SpendingYear:
    """One year of a school: dollars, pupils, dollars per pupil, and why that is missing.

    Where central cost counts, `site` is the part booked at the school; it is known in years in
    which central cost could not be shared, when `spent` is missing.
    """

    year: int
    spent: Decimal | None
    pupils: float | None
    per_pupil: Decimal | None
    reason: str = ""
    is_open: bool = False
    site: Decimal | None = None
    site_per_pupil: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SpendingYears:
    """A school's years, oldest first; `share` is site, attributed or both.

    `prices` is the choice of constant dollars, missing where no price index is loaded.
    """

    years: Sequence[SpendingYear]
    method: str
    export: str
    share: str = "site"
    prices: PriceChoice | None = None

    @property
    def is_both(self) -> bool:
        """Whether bars have two parts."""
        return self.share == "both"

    @property
    def subject(self) -> str:
        """What is spent, at the start of a sentence."""
        return _SUBJECTS.get(self.share, "Site spending")


def spending_years_card(view: SpendingYears) -> Component:
    """Bars by year with dollars per pupil under them."""
    if not any(year.spent or year.site for year in view.years):
        return card(QUESTION, body=empty("No spending in any year.", "Choose other funds above."))
    words = sentence(view.years, view.subject, view.prices.before if view.prices else _BEFORE)
    bars = [_bar(year, is_both=view.is_both) for year in view.years]
    unknown = any(year.per_pupil is None for year in view.years)
    under = "per pupil; – enrollment not loaded or hidden" if unknown else "per pupil"
    picture = chart(
        "school-years",
        year_bars(bars, under),
        description=f"{QUESTION} {plain(words)}",
        rows=_rows(view.years, is_both=view.is_both),
        height=372,
        phone_height=320,
    )
    key = [
        html.Div(
            [key_entry("site", "booked at the school"), key_entry("central", "central share")],
            className="key",
        )
    ]
    return card(
        QUESTION,
        words,
        [*(key if view.is_both else []), picture],
        method=view.method,
        menu=Menu(view.export, has_chart=True, card="school-years"),
        tools=price_switch(view.prices),
    )


def _bar(year: SpendingYear, *, is_both: bool) -> YearBar:
    dollars = year.spent
    central = None
    if is_both and dollars is not None and year.site is not None:
        central = float(dollars - year.site)
    elif is_both and dollars is None:
        dollars = year.site
    return YearBar(
        year.year,
        None if dollars is None else float(dollars),
        None if year.per_pupil is None else float(year.per_pupil),
        year.is_open,
        central,
    )


def sentence(
    years: Sequence[SpendingYear], subject: str = "Site spending", before: str = _BEFORE
) -> Sentence:
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
        f"{subject} {verb} {came} to {money_short(end)} in {fiscal_year(last.year)}, ",
        strong(share(abs(change))),
        f" {before}.",
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


def _rows(years: Sequence[SpendingYear], *, is_both: bool) -> Component:
    columns = [
        Column("Year"),
        *([Column("At the school", is_number=True)] if is_both else []),
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
        spent = missing(year.reason) if year.spent is None else money(year.spent)
        moved = "" if year.is_open else share_change(change)
        site = [money(year.site)] if is_both else []
        rows.append(Row([name, *site, spent, moved, count(year.pupils), per]))
        before = year.spent
    return table(columns, rows, caption=QUESTION, look="c")
