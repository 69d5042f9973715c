"""The cards of maintenance of effort: what counts year by year, and special education's tests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dash import html
from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.drawn import Content
from pages.components.figures import marked, missing
from pages.components.notices import empty
from pages.components.sentence import Part, Sentence, strong
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.format import MISSING, count, counted, listed, money, share

ESEA_QUESTION = "Does the district keep up its own spending?"
IDEA_QUESTION = "Does special education keep its own spending?"
_NAME_IT = "Name them under federal in the district's settings, then load again."


@dataclass(frozen=True, slots=True)
class EffortColumn:
    """One complete year: the parts of its effort in order, pupils, and its result.

    `base`, the ratios and `passes` are missing for the first year, which has none before it. Each
    part is dollars with the address of the accounts behind them.
    """

    year: str
    whole: Decimal
    parts: Sequence[tuple[Decimal, str]]
    effort: Decimal
    pupils: float | None
    base: Decimal | None = None
    ratio: float | None = None
    per_pupil_ratio: float | None = None
    passes: bool | None = None
    cut: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EffortView:
    """The card of ESEA: years as columns; `parts` names what is left out."""

    years: Sequence[EffortColumn]
    parts: Sequence[str]
    earlier: int
    failed_before: bool
    method: str
    export: str
    parts_export: str


@dataclass(frozen=True, slots=True)
class IdeaLine:
    """One of the four tests of IDEA."""

    test: str
    amount: Decimal | None
    bar: Decimal | None
    bar_year: str
    passes: bool | None
    reason: str


@dataclass(frozen=True, slots=True)
class IdeaView:
    """The card of IDEA; `trouble` says why nothing is tested."""

    year: str
    lines: Sequence[IdeaLine]
    children: float | None
    trouble: str
    method: str
    export: str
    accounts: str = ""


def esea_sentence(view: EffortView) -> Sentence:
    """Whether the last year kept up, by which ratio, and what follows."""
    last = view.years[-1] if view.years else None
    if last is None or last.base is None or last.passes is None:
        known = f" Only {last.year} is." if last and len(view.years) == 1 else ""
        why = f"{last.reason}." if last and last.reason else "two complete years must be loaded."
        return [f"Effort is not measured: {why}{known}"]
    ratio, how = max(
        ((value, words) for value, words in
         ((last.ratio, "in total"), (last.per_pupil_ratio, "per pupil")) if value is not None),
        default=(0.0, "in total"),
    )  # fmt: skip
    result = "Effort is kept" if last.passes else "Effort is not kept"
    words: list[Part | str] = [
        strong(f"{result} in {last.year}"),
        f": state and local spending came to {share(ratio, 1)} of the year before {how}; ",
        "at least 90% is asked.",
    ]
    if not last.passes:
        words.append(_consequence(view, last))
    return words


def _consequence(view: EffortView, last: EffortColumn) -> str:
    if last.cut:
        return (
            f" An earlier year failed too, so the federal allocation falls by {share(last.cut, 1)}."
        )
    known = counted(view.earlier, "earlier year")
    return f" Nothing is cut unless one of the five years before failed; {known} measured here."


def esea_card(view: EffortView) -> Component:
    """What counts as effort in each year, what it is measured against, and the result."""
    if not view.years:
        return card(ESEA_QUESTION, body=empty("No year is complete yet.", "Load a closed year."))
    columns = [Column("Dollars"), *_year_columns([one.year for one in view.years])]
    rows = [Row(["State and local spending", *(money(one.whole) for one in view.years)])]
    for place, name in enumerate(view.parts):
        cells = [_part(*one.parts[place]) for one in view.years]
        rows.append(Row([f"less {name}", *cells]))
    rows += [
        Row(["Effort", *(money(one.effort) for one in view.years)], RowKind.SUBTOTAL),
        Row(["Measured against", *(_known(money(one.base), one) for one in view.years)]),
        Row(["Pupils", *(count(one.pupils) for one in view.years)]),
        Row(["Of the year before, in total", *(_known(share(one.ratio, 1), one)
                                               for one in view.years)]),
        Row(["Of the year before, per pupil", *(_known(share(one.per_pupil_ratio, 1), one)
                                                for one in view.years)]),
        Row(["Result", *(_result(one) for one in view.years)], RowKind.TOTAL),
    ]  # fmt: skip
    return card(
        ESEA_QUESTION,
        esea_sentence(view),
        table(columns, rows, caption=ESEA_QUESTION, look="c years"),
        method=view.method,
        menu=Menu(view.export, card="federal-esea"),
        tools=[_file("Parts as CSV", view.parts_export)],
    )


def _year_columns(years: Sequence[str]) -> list[Column]:
    """On a phone the last two years stay."""
    return [
        Column(year, is_number=True, phone=Phone.KEEP if place >= len(years) - 2 else Phone.DROP)
        for place, year in enumerate(years)
    ]


def _part(dollars: Decimal, rows: str) -> Content:
    words = money(-dollars)
    return html.A(words, href=rows, className="dig") if rows and dollars else words


def _known(text: str, one: EffortColumn) -> Content:
    if text != MISSING:
        return text
    return missing(one.reason or "no complete year before it is loaded")


def _result(one: EffortColumn | IdeaLine) -> Content:
    if one.passes is None:
        return missing("no complete year before it is loaded")
    return marked("Kept", "check2") if one.passes else marked(
        "Not kept", "exclamation-triangle-fill", "over"
    )  # fmt: skip


def _file(words: str, export: str) -> html.A:
    path, _, query = export.partition("?")
    return html.A(words, href=f"{path}.csv?{query}", className="ctl quiet")


def idea_sentence(view: IdeaView | None) -> Sentence:
    """Whether any test is met, and which could not be made."""
    if view is None:
        return ["Effort for special education is not measured: two complete years must be loaded."]
    if view.trouble:
        return [f"Effort for special education is not measured: {view.trouble}."]
    made = [one for one in view.lines if one.passes is not None]
    met = [one.test for one in made if one.passes]
    unknown = len(view.lines) - len(made)
    if not made:
        return [f"None of the four tests of {view.year} can be made."]
    words: list[Part | str]
    if met:
        which = f"{counted(len(made), 'test')} that can be made"
        words = [strong(f"Effort is kept in {view.year}"),
                 f": {count(len(met))} of {which} {'is' if len(met) == 1 else 'are'} met, and one ",
                 f"is enough ({listed(met)})."]  # fmt: skip
    else:
        words = [strong(f"Effort is not kept in {view.year}"),
                 f": none of {counted(len(made), 'test')} that can be made is met."]  # fmt: skip
    if unknown:
        words.append(f" {counted(unknown, 'test')} cannot be made.")
    return words


def idea_card(view: IdeaView | None) -> Component:
    """The four tests; one is enough."""
    if view is None or view.trouble:
        title = "Two complete years are needed." if view is None else f"Not tested: {view.trouble}."
        what = "Load a closed year and the one before it." if view is None else _NAME_IT
        return card(IDEA_QUESTION, body=empty(title, what))
    columns = [
        Column("Test"),
        Column(f"Spent in {view.year}", is_number=True),
        Column("To be reached", is_number=True),
        Column("Set in"),
        Column("Of it", is_number=True),
        Column("Result", phone=Phone.KEEP),
    ]
    rows = [_idea_row(one, view) for one in view.lines]
    return card(
        IDEA_QUESTION,
        idea_sentence(view),
        table(columns, rows, caption=IDEA_QUESTION, look="c stack"),
        method=view.method,
        menu=Menu(view.export, card="federal-idea"),
    )


def _idea_row(one: IdeaLine, view: IdeaView) -> Row:
    name = one.test[:1].upper() + one.test[1:]
    if one.amount is None or one.bar is None:
        none = missing(one.reason)
        return Row([name, none, none, "", none, _not_known(one.reason)], note=one.reason)
    ratio = float(one.amount / one.bar) if one.bar else None
    amount: Content = money(one.amount)
    if view.accounts:
        amount = html.A(money(one.amount), href=view.accounts, className="dig")
    asked = f" spent, {money(one.bar)} to be reached; {share(ratio, 1)} of {one.bar_year}"
    return Row([name, amount, money(one.bar), one.bar_year, share(ratio, 1), _result(one)],
               note=[amount, asked])  # fmt: skip


def _not_known(reason: str) -> Component:
    return html.Span(["Not known", html.Span(f": {reason}", className="vh")], className="hat",
                     title=reason)  # fmt: skip
