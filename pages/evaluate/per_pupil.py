"""The per-pupil report: what is really spent per pupil at each school, and from which source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import Menu, card, row
from pages.components.drawn import element, link
from pages.components.figures import icon, missing
from pages.components.foot import foot
from pages.components.notices import empty, skeleton
from pages.components.page_head import BasisCell, basis_bar, choice, page_head, print_button
from pages.components.sentence import Sentence, lead
from pages.components.table import Column, Phone, Row, RowKind, table
from pages.evaluate.level_words import level_name
from pages.evaluate.track import position
from pages.format import HIDDEN, count, counted, money

QUESTION: Final = "What is really spent per pupil at each school?"
FOLDED: Final = 9
_TOP: Final = 5
_BOTTOM: Final = 3


@dataclass(frozen=True, slots=True)
class SchoolBar:
    """One school: dollars per pupil in parts; missing where `reason` says why.

    `whole` is divided once: the parts, each rounded to the cent, may miss it by one.
    """

    name: str
    href: str
    level: str
    site: Decimal | None
    central: Decimal | None
    federal: Decimal | None
    state_local: Decimal | None
    personnel: Decimal | None
    non_personnel: Decimal | None
    whole: Decimal | None
    reason: str
    is_hidden: bool = False
    note: str = ""

    @property
    def total(self) -> Decimal:
        """Both parts; 0 where there is no figure, for sorting alone."""
        return self.whole or Decimal(0)


@dataclass(frozen=True, slots=True)
class MethodLine:
    """A method at one level: schools, lowest, highest and coefficient of variation."""

    name: str
    level: str
    schools: int
    lowest: Decimal | None
    highest: Decimal | None
    cv: float | None
    reason: str


@dataclass(frozen=True, slots=True)
class PoolLine:
    """A pool of central cost; `accounts` opens the accounts behind it, `href` who gets it."""

    name: str
    href: str
    driver: str
    source: str
    dollars: Decimal
    accounts: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dollars:
    """One line of the identity; `is_total` for a component, else a class or pool within it."""

    name: str
    dollars: Decimal
    reason: str
    accounts: str
    is_total: bool


@dataclass(frozen=True, slots=True)
class PerPupilPage:
    """Everything the page shows."""

    basis: Sequence[BasisCell]
    sentence: Sentence
    schools: Sequence[SchoolBar]
    is_whole: bool
    methods: Sequence[MethodLine]
    methods_words: Sentence
    pools: Sequence[PoolLine]
    identity: Sequence[Dollars]
    ledger: Decimal
    difference: Decimal
    blocks: Sequence[str]
    unclassified: str
    method: str
    export: str
    report_card: str
    exports: tuple[str, str, str]
    source: str


def layout(**_: str) -> html.Div:
    """The frame."""
    return html.Div(
        [
            dcc.Location(id=ids.PerPupil.URL, refresh=False),
            html.Div(skeleton(96, 60, 60, 520, 360), id=ids.PerPupil.BODY),
        ]
    )


def body(view: PerPupilPage) -> list[Component]:
    """Question, basis, sentence, release notice, schools, methods, pools, identity."""
    files = [
        html.A(
            [icon("download"), f"Report card ({words})"],
            href=view.report_card.replace("FORM", form),
            className="ctl",
        )
        for form, words in (("xlsx", "XLSX"), ("zip", "ZIP"))
    ]
    head = page_head(
        QUESTION,
        crumbs=[("Home", "/"), ("Evaluate", ""), ("Per-pupil report", "")],
        actions=[print_button(), *files],
    )
    if not view.schools:
        words = "Choose another year or other funds above."
        content: Component = card(QUESTION, body=empty("No school has dollars or pupils.", words))
        return [head, basis_bar(view.basis), lead(view.sentence), row(content), foot(view.source)]
    return [
        head,
        basis_bar(view.basis),
        lead(view.sentence),
        *_release(view),
        row(_schools(view)),
        row(_methods(view), _pools(view), look="c-1-1"),
        row(_identity(view)),
        foot(view.source),
    ]


def _release(view: PerPupilPage) -> list[Component]:
    """What keeps these figures from release, in a card of its own."""
    if not view.blocks:
        return []
    entries = html.Ul([html.Li(words) for words in view.blocks[:8]], className="outs")
    more = len(view.blocks) - 8
    rest = [html.P(f"and {counted(more, 'more cause')}.")] if more > 0 else []
    link = html.A("Unclassified accounts as CSV", href=view.unclassified)
    return [
        row(
            card(
                "May these figures be released?",
                ["Not yet: some dollars have no class, or reach no school by this method."],
                [entries, *rest, html.P(link)],
            )
        )
    ]


def _schools(view: PerPupilPage) -> Component:
    key = [
        html.Span([html.I(className="kx site", **{"aria-hidden": "true"}), "Booked at the school"]),
        html.Span(
            [html.I(className="kx central", **{"aria-hidden": "true"}), "Share of central cost"]
        ),
    ]
    tools = []
    if any(len(group) > FOLDED for _, group in _levels(view)):
        words, query = ("Fold long lists", "all=") if view.is_whole else ("Show all", "all=1")
        link = choice(words, query, is_current=False)
        link.className = "ctl quiet"
        tools = [link]
    return card(
        "What does each school get per pupil, and from which source?",
        (),
        [html.Div(key, className="key"), _table(view)],
        method=view.method,
        menu=Menu(view.export, card="per-pupil-schools"),
        tools=tools,
    )


def _levels(view: PerPupilPage) -> list[tuple[str, list[SchoolBar]]]:
    groups: dict[str, list[SchoolBar]] = {}
    for one in sorted(view.schools, key=lambda one: (-one.total, one.name)):
        groups.setdefault(one.level, []).append(one)
    order = sorted(groups, key=lambda level: -len(groups[level]))
    return [(level, groups[level]) for level in order]


def _table(view: PerPupilPage) -> Component:
    columns = [
        Column("School"),
        Column("", width="24%", phone=Phone.WIDE),
        Column("Total", is_number=True, phone=Phone.KEEP),
        Column("Site", is_number=True),
        Column("Central", is_number=True),
        Column("Federal", is_number=True),
        Column("State and local", is_number=True),
        Column("Personnel", is_number=True),
        Column("Other", is_number=True),
    ]
    top = max((float(one.total) for one in view.schools), default=1.0) or 1.0
    rows: list[Row] = []
    for level, group in _levels(view):
        rows.append(Row([f"{level_name(level)}, {counted(len(group), 'school')}"], RowKind.GROUP))
        if view.is_whole or len(group) <= FOLDED:
            rows += [_row(one, top) for one in group]
            continue
        words = f"{count(len(group) - _TOP - _BOTTOM)} schools between: show all"
        fold = Row([choice(words, "all=1", is_current=False)], RowKind.GROUP)
        first, last = ([_row(one, top) for one in part]
                       for part in (group[:_TOP], group[-_BOTTOM:]))  # fmt: skip
        rows += [*first, fold, *last]
    return table(columns, rows, caption="Dollars per pupil by school", look="c stack")


def _row(one: SchoolBar, top: float) -> Row:
    if one.site is None or one.central is None:
        hidden = HIDDEN if one.is_hidden else missing(one.reason or "no figure")
        return Row([link(one.name, one.href), "", hidden, *([""] * 6)], note=one.reason)
    parts = [
        element("span", className=look, style={"width": position(float(value), 0, top)})
        for look, value in (("site", one.site), ("central", one.central))
        if value > 0
    ]
    bar = element("div", *parts, className="rbar", aria_hidden="true")
    amounts = (one.site, one.central, one.federal, one.state_local, one.personnel,
               one.non_personnel)  # fmt: skip
    titled = {"title": one.note} if one.note else {}
    words = f"site {money(one.site)}, central {money(one.central)}"
    return Row(
        [link(one.name, one.href, **titled), bar, money(one.total),
         *(money(value) for value in amounts)],
        note=f"{words}; {one.note}" if one.note else words,
    )  # fmt: skip


def _methods(view: PerPupilPage) -> Component:
    columns = [Column("Method"), Column("Schools", is_number=True),
               Column("Lowest", is_number=True, phone=Phone.KEEP),
               Column("Highest", is_number=True, phone=Phone.KEEP),
               Column("CV", is_number=True, phone=Phone.KEEP)]  # fmt: skip
    rows: list[Row] = []
    for level in dict.fromkeys(line.level for line in view.methods):
        rows.append(Row([level_name(level)], RowKind.GROUP))
        rows += [
            Row([line.name, count(line.schools), money(line.lowest), money(line.highest),
                 missing(line.reason) if line.cv is None else f"{line.cv:.3f}"])
            for line in view.methods
            if line.level == level
        ]  # fmt: skip
    question = "What does the method do to the gaps between schools?"
    return card(
        question,
        view.methods_words,
        table(columns, rows, caption=question, look="c"),
        method="Dollars per pupil. CV: coefficient of variation, weighted by pupils, population "
        "form; missing under five schools.",
        menu=Menu(view.exports[0], card="per-pupil-methods"),
    )


def _pools(view: PerPupilPage) -> Component:
    columns = [Column("Pool"), Column("Shared by"),
               Column("Dollars", is_number=True, phone=Phone.KEEP)]  # fmt: skip
    rows = [
        Row([dcc.Link(line.name, href=line.href) if line.href else line.name,
             [line.reason or line.driver, html.Span(line.source, className="d")],
             html.A(money(line.dollars), href=line.accounts, className="dig")],
            note=line.reason or line.driver)
        for line in view.pools
    ]  # fmt: skip
    question = "Which central resources are shared, and how?"
    return card(
        question,
        ["Each pool follows its driver; the dollars open the accounts behind them."],
        table(columns, rows, caption=question, look="c stack"),
        menu=Menu(view.exports[1], card="per-pupil-pools"),
    )


def _identity(view: PerPupilPage) -> Component:
    columns = [Column("Where the dollars are"), Column("Why"),
               Column("Dollars", is_number=True, phone=Phone.KEEP)]  # fmt: skip
    rows = [
        Row(
            [
                line.name if line.is_total else html.Span(line.name, className="in1"),
                line.reason,
                html.A(money(line.dollars, cents=True), href=line.accounts, className="dig")
                if line.accounts
                else money(line.dollars, cents=True),
            ],
            RowKind.SUBTOTAL if line.is_total else RowKind.PLAIN,
        )
        for line in view.identity
    ]
    rows.append(Row(["The ledger", "", money(view.ledger, cents=True)], RowKind.TOTAL))
    rows.append(Row(["Difference", "", money(view.difference, cents=True)], RowKind.TOTAL))
    question = "Does every dollar add up?"
    is_whole = view.difference == 0
    words = (
        "Yes: the parts are the ledger, to the cent." if is_whole else "No: dollars are missing."
    )
    return card(question, [words], table(columns, rows, caption=question, look="c"),
                menu=Menu(view.exports[2], card="per-pupil-identity"))  # fmt: skip
