"""The profile of one school: what it gets, for whom, with what results."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import row
from pages.components.figures import icon, missing
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import BasisCell, basis_bar, page_head, print_button
from pages.components.sentence import Part, Sentence, lead, strong
from pages.components.strip import KeyFigure, figure_strip
from pages.evaluate.level_words import level_name, ordinal, pupils_words, schools_of
from pages.evaluate.likeness import Likeness, likeness_card
from pages.evaluate.money_split import MoneySplit, money_card
from pages.evaluate.need_shares import NeedShares, need_shares_card
from pages.evaluate.reckoning import reckoning_card
from pages.evaluate.school_results import GroupResults, SchoolResults, groups_card, results_card
from pages.evaluate.school_staff import SchoolStaff, staff_card
from pages.evaluate.spending_years import SpendingYears, spending_years_card
from pages.format import count, fiscal_year, money, money_change, share, share_change
from pages.words import Name

_SPENDING = {
    "site": "Spending per pupil, site",
    "attributed": "Central share per pupil",
    "both": "Spending per pupil, with central",
}
HEIGHTS = (96, 60, 60, 104, 420, 420)


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The school before or after this one in the list, and its address."""

    name: str
    href: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a school stands: the figures of the lead sentence and the key figures.

    `gap` is spending per pupil less that of schools of its level, as its need predicts where
    `is_predicted`, else less the level's mean; `is_open` marks a year under way. `frl` and
    `district_frl` are shares of 1. `share` says which dollars count (site, attributed or both);
    `site` and `central` are the two parts per pupil where central cost counts.
    """

    short: str
    level: str
    year: int
    per_pupil: Decimal | None
    reason: str
    rank: int | None
    ranked: int
    gap: float | None
    is_predicted: bool
    frl: float | None
    district_frl: float | None
    pupils: float | None
    before: Decimal | None
    pupils_before: float | None
    per_teacher: float | None
    per_teacher_median: float | None
    vacancy: float | None
    vacancy_words: str
    is_open: bool = False
    share: str = "site"
    site: Decimal | None = None
    central: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """Everything the profile shows."""

    name: str
    facts: str
    basis: Sequence[BasisCell]
    before: Neighbour | None
    after: Neighbour | None
    list_href: str
    compare_href: str
    standing: Standing
    funds: str
    money: MoneySplit
    need: NeedShares
    likeness: Likeness
    years: SpendingYears
    staff: SchoolStaff
    results: SchoolResults
    groups: GroupResults
    notes: Sequence[tuple[str, str]]
    metrics: Sequence[str]
    minimum_cell: int
    sources: str
    sheet: str = ""


def layout(location_id: str = "", **_: str) -> html.Div:
    """The frame of a profile; the school stands in the address."""
    del location_id  # read again from the address when the page is filled
    return page_frame(ids.School.URL, ids.School.BODY, *HEIGHTS)


def school_page(view: SchoolPage) -> list[Component]:
    """The page's content."""
    return [
        page_head(
            f"What does {view.name} get, and for whom?",
            crumbs=[
                ("Home", "/"),
                ("Evaluate", ""),
                ("Schools", view.list_href),
                (Name(view.name), ""),
            ],
            actions=[*_steps(view), *_compare(view), _sheet(view), print_button()],
            sub=view.facts,
        ),
        basis_bar(view.basis),
        lead(sentence(view.standing)),
        figure_strip(_figures(view), label=f"Key figures of {view.name}"),
        row(money_card(view.money), need_shares_card(view.need), look="c-2-1"),
        row(likeness_card(view.likeness)),
        row(spending_years_card(view.years), staff_card(view.staff), look="c-1-1"),
        row(results_card(view.results)),
        row(
            groups_card(view.groups),
            reckoning_card(view.metrics, view.notes, view.minimum_cell),
            look="c-1-1",
        ),
        foot(view.sources),
    ]


def _sheet(view: SchoolPage) -> Component:
    """The profile on one sheet; a plain link, because the router must not take it for a page."""
    words = [icon("file-earmark-pdf"), "One-page PDF"]
    return html.A(words, href=view.sheet, className="ctl", title="Print one-pager")


def unknown_school(code: str, list_href: str) -> list[Component]:
    """There is no such school in the data."""
    back = dcc.Link("Choose from the list", href=list_href, className="ctl")
    text = f"The code {code!r} is no school of this district. It may belong to another one."
    return [
        page_head("Which school?", crumbs=[("Home", "/"), ("Evaluate", ""), ("Schools", list_href),
                                           (code, "")]),
        empty("There is no such school.", text, back),
    ]  # fmt: skip


def sentence(view: Standing) -> Sentence:
    """What the school spends, where that stands, and who its pupils are."""
    if view.per_pupil is None:
        return [f"{view.short} has no figure per pupil: {view.reason}.", *_need(view)]
    words: list[Part | str] = [
        f"{view.short} {_verb(view)} ",
        strong(f"{money(view.per_pupil)} per pupil"),
        *_central(view),
        *_rank(view),
        *_gap(view),
        ".",
    ]
    return [*words, *_need(view)]


def _verb(view: Standing) -> str:
    if view.share == "attributed":
        return "has so far received" if view.is_open else "receives"
    return "has so far spent" if view.is_open else "spends"


def _central(view: Standing) -> list[str]:
    if view.share == "attributed":
        return [" from central budgets"]
    if view.share == "both" and view.central is not None:
        return [f" with its share of central cost ({money(view.central)})"]
    return []


def _rank(view: Standing) -> list[str]:
    if view.rank is None or view.ranked < 2:  # noqa: PLR2004 - one school has no rank
        return []
    among = f"{count(view.ranked)} {schools_of(view.level)}"
    if view.rank == 1:
        return [f", the most of {among}"]
    if view.rank == view.ranked:
        return [f", the least of {among}"]
    return [f", {ordinal(view.rank)} of {among}"]


def _gap(view: Standing) -> list[Part | str]:
    if view.gap is None:
        return []
    than = f"the mean of {schools_of(view.level)}"
    if view.is_predicted:
        than = "schools of its need" if not view.level else "schools of its level and need"
    if round(view.gap) == 0:
        return [f" and as much as {than}"]
    more = "more" if view.gap > 0 else "less"
    return [" and ", strong(f"{money(abs(view.gap))} {more}"), f" than {than}"]


def _need(view: Standing) -> list[str]:
    if view.frl is None:
        return []
    words = f" {share(view.frl)} of its pupils are low-income"
    if view.district_frl is None:
        return [f"{words}."]
    return [f"{words}, against {share(view.district_frl)} in the district."]


def _figures(view: SchoolPage) -> list[KeyFigure]:
    at = view.standing
    own: Any = missing(at.reason) if at.per_pupil is None else money(at.per_pupil)
    note = at.reason if at.per_pupil is None else view.funds
    return [
        KeyFigure(_SPENDING.get(at.share, _SPENDING["site"]), own, _parts(at) or note),
        _rank_figure(at),
        _change(at),
        _per_teacher(at),
        _vacancy(at),
    ]


def _parts(at: Standing) -> str:
    """The two parts of spending per pupil, where both are known."""
    if at.share == "site" or at.site is None or at.central is None:
        return ""
    return f"{money(at.site)} at the school, {money(at.central)} central"


def _rank_figure(at: Standing) -> KeyFigure:
    label = "Rank in its level" if at.level else "Rank in the district"
    if at.rank is None:
        return KeyFigure(label, missing("no figure per pupil"), "no figure per pupil")
    value = [count(at.rank), html.Small(f" of {count(at.ranked)}")]
    return KeyFigure(label, value, f"{level_name(at.level).lower()}; 1 spends most")


def _change(at: Standing) -> KeyFigure:
    label = "Change on last year"
    if at.is_open:
        why = f"{fiscal_year(at.year)} is still under way"
        return KeyFigure(label, missing(why), why)
    if at.per_pupil is None or not at.before:
        why = f"{fiscal_year(at.year - 1)} has no figure per pupil"
        return KeyFigure(label, missing(why), why)
    note = share_change(at.per_pupil / at.before - 1)
    moved = round((at.pupils or 0) - (at.pupils_before or 0))
    if at.pupils is not None and at.pupils_before is not None:
        more = "more" if moved > 0 else "fewer"
        note += f"; {pupils_words(abs(moved)).replace(' ', f' {more} ', 1)}" if moved else (
            "; as many pupils")  # fmt: skip
    return KeyFigure(label, money_change(at.per_pupil - at.before), note)


def _per_teacher(at: Standing) -> KeyFigure:
    label = "Students per teacher"
    if at.per_teacher is None:
        why = "teachers or pupils not loaded"
        return KeyFigure(label, missing(why), why)
    median = f"{level_name(at.level).lower()} median {count(at.per_teacher_median, 1)}"
    return KeyFigure(label, count(at.per_teacher, 1), median)


def _vacancy(at: Standing) -> KeyFigure:
    if at.vacancy is None:
        return KeyFigure("Vacancy", missing(at.vacancy_words), at.vacancy_words)
    return KeyFigure("Vacancy", share(at.vacancy, 1), at.vacancy_words)


def _compare(view: SchoolPage) -> list[Component]:
    words = [icon("layout-three-columns"), "Compare"]
    return [dcc.Link(words, href=view.compare_href, className="ctl")]


def _steps(view: SchoolPage) -> list[Component]:
    return [
        step
        for neighbour, picture, word in (
            (view.before, "chevron-left", "Previous"),
            (view.after, "chevron-right", "Next"),
        )
        if neighbour is not None
        for step in [
            dcc.Link(
                [icon(picture), html.Span(f"{word} school: {neighbour.name}", className="vh")],
                href=neighbour.href,
                className="ctl",
                title=f"{word} school: {neighbour.name}",
            )
        ]
    ]
