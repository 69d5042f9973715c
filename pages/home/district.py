"""The district's home: how the money stands, whether it follows need, where it went."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dash.development.base_component import Component

from pages.components.bucket_amounts import Amounts, requested
from pages.components.card import row
from pages.components.figures import missing
from pages.components.foot import foot
from pages.components.page_head import page_head, print_button
from pages.components.sentence import Part, Sentence, dig, lead, strong
from pages.components.strip import KeyFigure, equation_strip
from pages.format import day, day_month, fiscal_year, money_short, share, upper, word
from pages.home.categories import Category, category_card
from pages.home.funds import UNSPENT, Fund, Span, fund_card
from pages.home.levels import LevelYears, level_card
from pages.home.loaded_data import data_card
from pages.home.need import NeedView, need_card, short
from pages.home.schools_to_look_at import Look, look_card


@dataclass(frozen=True, slots=True)
class DistrictHome:
    """Everything the district's home shows; `school_funds` are the names behind `fund_words`.

    `amounts` covers the funds named in `fund_words`. School figures are those of `school_year`,
    the newest closed year, while `year` may still be under way.
    """

    district: str
    year: int
    year_end: date
    is_closed: bool
    periods: str
    fund_words: str
    amounts: Amounts
    all_budget: Decimal | None
    school_year: int
    need: NeedView
    looks: Sequence[Look]
    look_method: str
    categories: Sequence[Category]
    levels: Sequence[LevelYears]
    funds: Sequence[Fund]
    data_sentence: Sentence
    data_facts: Sequence[tuple[str, Any]]
    may_see_loads: bool
    spent_href: str
    funds_href: str
    school_funds: Sequence[str]
    exports: dict[str, str]
    loaded: str


def district_home(view: DistrictHome) -> list[Component]:
    """The page's content."""
    return [
        page_head("How is the district doing?", crumbs=[("Home", "")], actions=[print_button()]),
        lead(sentence(view)),
        _strip(view),
        row(need_card(view.need), look_card(view.looks, view.look_method), look="c-3-2"),
        row(
            category_card(
                view.categories,
                view.fund_words,
                view.year,
                view.exports["category"],
                view.spent_href,
            ),
            level_card(view.levels, view.fund_words, view.school_year, view.exports["pupil"]),
            look="c-1-1",
        ),
        row(
            fund_card(
                view.funds,
                Span(view.year, view.is_closed, view.periods, view.school_funds),
                export=view.exports["fund"],
                every_href=view.funds_href,
            )
        ),
        row(data_card(view.data_sentence, view.data_facts, may_open=view.may_see_loads)),
        foot(f"{view.district}. Source: district ledger; {view.loaded}."),
    ]


def sentence(view: DistrictHome) -> Sentence:
    """How the money stands, whether it follows need, and how many schools need a look."""
    looks = len({look.school for look in view.looks})
    words: list[Part | str] = [*_standing(view), *short(view.need)]
    if looks:
        words.append(
            f" {word(looks, start=True)} school{' needs' if looks == 1 else 's need'} a look."
        )
    return words


def _standing(view: DistrictHome) -> list[Part | str]:
    amounts, name = view.amounts, fiscal_year(view.year)
    if amounts.spent is None:
        return [f"No spending is loaded for {name}."]
    if amounts.budget is None or amounts.budget <= 0:
        return [
            strong(f"{money_short(amounts.spent)} is spent"),
            f" in {name}; no budget is loaded.",
        ]
    whose = "their" if _are_many(view.fund_words) else "its"
    used = f"{share(amounts.spent / amounts.budget, 1)} of {whose} budget spent"
    part = dig(used, view.spent_href, strong=True)
    start = _the(view.fund_words)
    if view.is_closed:
        return [f"{start} closed {name} with ", part, f" and {_unspent(amounts)}."]
    verb = "stand" if _are_many(view.fund_words) else "stands"
    return [f"{start} {verb} at ", part, f" in {name}.", *_outlook(view)]


def _unspent(amounts: Amounts) -> str:
    """What of a closed year's budget is neither spent nor on order: a budget, not a balance."""
    rest = amounts.remaining or Decimal(0)
    if rest < 0:
        return f"{money_short(-rest)} more than the budget {amounts.bound}"
    return f"{money_short(rest)} of it left"


def _outlook(view: DistrictHome) -> list[Part | str]:
    over = view.amounts.left_over
    if over is None:
        return [" It is too early for a projection."]
    until = day_month(view.year_end)
    if over < 0:
        return [" At the usual pace spending ", strong(f"runs over by {money_short(-over)}"),
                f" by {until}."]  # fmt: skip
    return [f" At the usual pace {money_short(over)} stays on {until}."]


def _strip(view: DistrictHome) -> Component:
    """Budget less spent less on order is what is left, as on the other homes."""
    amounts = view.amounts
    whole = f"{upper(view.fund_words)}; {money_short(view.all_budget)} in all funds"
    positive = amounts.budget if amounts.budget is not None and amounts.budget > 0 else None
    spent, left = (
        None if positive is None or one is None else one / positive
        for one in (amounts.spent, amounts.remaining)
    )
    note = f"{share(left, 1)} of budget"
    if view.is_closed:
        note = f"{note}; {UNSPENT}"
    ordered = "no orders are loaded" if amounts.encumbered is None else ""
    return equation_strip(
        KeyFigure("Budget", amounts.budget, whole),
        (
            KeyFigure("Spent", amounts.spent, f"{share(spent, 1)} of budget",
                      href=view.spent_href),
            KeyFigure("On order", amounts.encumbered, ordered, "encumbered"),
            *requested(amounts),
        ),
        KeyFigure("Left", amounts.remaining, note, "remaining"),
        _projection(view),
        label=f"Money of {view.district}",
    )  # fmt: skip


def _projection(view: DistrictHome) -> KeyFigure:
    amounts = view.amounts
    if view.is_closed:
        return KeyFigure("Projection", "Closed", f"year ended {day(view.year_end)}")
    if amounts.projected is None:
        reason = "no projection yet"
        return KeyFigure("Projection", missing(reason), reason)
    note = f"likely spent by {day_month(view.year_end)}"
    if amounts.low is not None and amounts.high is not None and amounts.low != amounts.high:
        note = f"likely spent; {money_short(amounts.low)} to {money_short(amounts.high)}"
        note += f" by {word(amounts.years)} earlier years"
    return KeyFigure("Projection", money_short(amounts.projected), note)


def _the(name: str) -> str:
    """Funds at the start of a sentence: `The General Fund`, `The seven school funds`."""
    return name.capitalize() if name.startswith("all ") else f"The {name}"


def _are_many(funds: str) -> bool:
    return funds.endswith(" funds") or funds.startswith("all ")
