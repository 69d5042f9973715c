"""Pages of rows: accounts, transactions, purchase orders. One frame, three contents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import dcc, html
from dash.development.base_component import Component

from pages.components.column_form import column_form
from pages.components.figures import icon
from pages.components.filter_form import FormIds, filter_form
from pages.components.filters import Chip, Choice, Loosened, chips, choices, loosened, search_box
from pages.components.grid import GridColumn, grid
from pages.components.notices import empty, skeleton
from pages.components.page_head import page_head, print_button
from pages.components.sentence import Sentence, lead
from pages.format import count, money
from pages.manage.bucket.tabs import Tab, tabs
from pages.manage.report_form import OpenReport, ReportIds, report_form
from pages.manage.row_groups import Grouped, about, grouped
from pages.words import Said, told


@dataclass(frozen=True, slots=True)
class RowsIds:
    """Names of the parts of one such page."""

    url: str
    state: str
    search: str
    head: str
    tools: str
    body: str
    grid: str

    @property
    def reports(self) -> ReportIds:
        """The names of the form that keeps the page as a report."""
        return ReportIds(self.grid.rpartition("-")[0])

    @property
    def form(self) -> FormIds:
        """The names of the form that adds conditions."""
        return FormIds(self.grid.rpartition("-")[0])


@dataclass(frozen=True, slots=True)
class RowsPage:
    """What a page of rows shows beside the rows themselves; `fields` are what filters name.

    `total` are the texts of the pinned last row, `export` is the address of the rows as a file
    without its format. `row_count` and `dollars` cover the whole result; the latter stand where
    its rows add up to something. `tabs` are those of the bucket whose rows these are. `offered`
    are all columns that may be chosen; without any, the columns stand as they are, and `chosen`
    says whether the reader has chosen. `above` stands
    between the sentence and the filters, `below` under the grid; rows of a page that `selects`
    have boxes to tick.
    """

    question: str
    crumb: str
    sentence: Sentence
    choices: Sequence[Choice]
    chips: Sequence[Chip]
    fields: Sequence[str]
    columns: Sequence[GridColumn]
    total: Mapping[str, str]
    row_count: int
    dollars: object
    noun: str
    sort: str
    descending: bool
    export: str
    note: str
    tabs: Sequence[Tab] = ()
    grouped: Grouped | None = None
    above: Sequence[Component] = ()
    below: Sequence[Component] = ()
    selects: bool = False
    report: OpenReport | None = None
    wanted: str | Sequence[str] = ""
    offered: Sequence[GridColumn] = ()
    chosen: bool = False
    loosened: Sequence[Loosened] = ()


def frame(parts: RowsIds, hint: str) -> html.Div:
    """The frame; the search box stands in it so that it keeps its focus."""
    return html.Div(
        [
            dcc.Location(id=parts.url, refresh=False),
            dcc.Store(id=parts.state),
            html.Div(skeleton(96, 60), id=parts.head),
            html.Div(
                [
                    html.Div(
                        [search_box(parts.search, hint), html.Div(id=parts.tools, className="set")],
                        className="ln",
                    ),
                ],
                className="builder",
            ),
            html.Div(skeleton(520), id=parts.body),
        ]
    )


def head(view: RowsPage) -> list[Component]:
    """Breadcrumbs, question, sentence."""
    return [
        page_head(
            view.question,
            crumbs=[("Home", "/"), ("Current", ""), (view.crumb, "")],
            sub=view.report.words if view.report else "",
            actions=[*_downloads(view.export), print_button()],
        ),
        *([tabs(view.tabs, view.crumb)] if view.tabs else []),
        lead(view.sentence),
        *view.above,
    ]


def tools(view: RowsPage, parts: RowsIds) -> list[Component]:
    """The menus beside the search box, after which phones find the files of the rows."""
    form = [filter_form(parts.form, view.fields)] if view.fields else []
    kept = [report_form(parts.reports, view.report)] if view.fields else []
    page = parts.grid.rpartition("-")[0]
    pick = (
        [column_form(page, view.columns, view.offered, usual=not view.chosen)]
        if view.offered
        else []
    )
    files = _downloads(view.export, is_small=True)
    return [*choices(view.choices), *form, *pick, *kept, *files]


def refused(view: RowsPage, trouble: str) -> list[Component]:
    """Chips, and why no rows are shown."""
    # The name of the argument is for the command line.
    why = told(trouble).removeprefix("where: ").removeprefix("group: ")
    said = f"{why[:1].upper()}{why[1:]}. Take it away or write it anew."
    return [
        html.Div(chips(view.chips), className="builder"),
        empty("A filter cannot be read.", Said(said)),
    ]


def _nothing(view: RowsPage) -> Component:
    """No row fits: which filter is to blame, and what there is without it."""
    title, ways = f"No {view.noun} fit.", loosened(view.loosened, view.noun)
    if ways is not None:
        return empty(title, "One filter keeps them out:", ways)
    if view.chips:
        return empty(title, "Take several filters away, or choose another year above.")
    if view.choices:
        return empty(title, "Choose another list, year or budget above.")
    return empty(title, "Choose another year or budget above.")


def body(view: RowsPage, parts: RowsIds) -> list[Component]:
    """Chips, count and dollars, grid, and what to know about it."""
    set_filters = chips(view.chips)
    bar = html.Div(
        [
            html.B(count(view.row_count)),
            f" {view.noun}",
            *([", ", html.B(money(view.dollars, cents=True))] if view.dollars is not None else []),  # type: ignore[arg-type]
        ],
        className="gridbar",
        role="status",
    )
    shown = [html.Div(set_filters, className="builder")] if set_filters else []
    if not view.row_count:
        return [*shown, _nothing(view)]
    if view.grouped is not None:
        return [
            *shown,
            bar,
            *grouped(view.grouped, view.columns, view.total, _words(view)),
            _note(view),
        ]
    rows = grid(
        parts.grid,
        view.columns,
        total=view.total,
        sort=view.sort,
        descending=view.descending,
        label=view.question,
        selects=view.selects,
        wanted=view.wanted,
        keeps_order=bool(view.offered),
        row_count=view.row_count,
    )
    return [*shown, bar, rows, _note(view), *view.below]


def _words(view: RowsPage) -> Sequence[str]:
    return [view.wanted] if isinstance(view.wanted, str) else view.wanted


def _note(view: RowsPage) -> Component:
    more = about(view.grouped) if view.grouped else ""
    return html.P(more + view.note, className="method")


def _downloads(export: str, *, is_small: bool = False) -> list[Component]:
    """All rows as either file; the buttons of small windows do not stand in the head."""
    path, _, query = export.partition("?")
    look, does = ("only-s", "All rows as") if is_small else ("only-w", "Download all rows as")
    return [
        html.A(
            [icon("download"), ending.upper()],
            href=f"{path}.{ending}?{query}",
            className=f"ctl {look}",
            **{"aria-label": f"{does} {ending.upper()}"},
        )
        for ending in ("csv", "xlsx")
    ]
