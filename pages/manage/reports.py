"""Current, Reports: pages of rows that people keep under a name and share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import dcc, html
from dash.development.base_component import Component

from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.frame import page_frame
from pages.components.notices import answered, empty
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, lead, strong
from pages.components.table import Column, Phone, Row, table
from pages.format import counted, moment
from pages.manage.report_ids import Reports
from pages.manage.report_mail_form import MailLine, mail_form
from pages.words import Name, Said, label, told

KINDS: Final = {
    "user": "A person, by e-mail",
    "role": "Everybody with a role",
    "budget": "The team of a budget",
}
_SHARED: Final = {"user": "Person", "role": "Role", "budget": "Team of"}


@dataclass(frozen=True, slots=True)
class Share:
    """With whom a report is shared, and whether they may change it.

    `name` is what the role, the budget or the address is called. `is_blind` where none of them
    may see its kind of rows, so that the report is not there for them.
    """

    kind: str
    code: str
    may_edit: bool
    name: str = ""
    is_blind: bool = False


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report of the list. `files` is its address as a file without the format."""

    number: int
    name: str
    rows: str
    owner: str
    href: str
    files: str
    changed: datetime
    is_own: bool
    may_edit: bool
    is_pinned: bool
    shares: Sequence[Share] = ()


@dataclass(frozen=True, slots=True)
class ReportsPage:
    """The reports that a person may open, and the one being arranged.

    `clock` names the time zone of the district, by which mail goes out.
    """

    reports: Sequence[ReportRow]
    chosen: ReportRow | None
    known: Mapping[str, Mapping[str, str]]
    says: str = ""
    mails: Sequence[MailLine] = ()
    clock: str = ""


def layout() -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(Reports.URL, Reports.BODY, 96, 320)


def body(view: ReportsPage) -> list[Component]:
    """The whole page."""
    head = page_head(
        "Which reports are there?", crumbs=[("Home", "/"), ("Current", ""), ("Reports", "")]
    )
    return [
        head,
        lead(_sentence(view)),
        *([answered(view.says)] if view.says else []),
        *([row(_arranged(view, view.chosen))] if view.chosen else []),
        row(_list(view)),
    ]


def _sentence(view: ReportsPage) -> Sentence:
    own = sum(one.is_own for one in view.reports)
    if not view.reports:
        return ["No report is kept yet, and none is shared with you."]
    both = f"{own} of your own, {len(view.reports) - own} shared with you"
    whose = {0: " shared with you", len(view.reports): " of your own"}.get(own, f": {both}")
    return [
        strong(f"{counted(len(view.reports), 'report')}"),
        f"{whose}. Whoever opens a report sees the rows that they may see.",
    ]


def _list(view: ReportsPage) -> Component:
    columns = [
        Column("Report", phone=Phone.KEEP, is_given=True),
        Column("Rows"),
        Column("Owner", is_given=True),
        Column("Shared with"),
        Column("Changed (UTC)"),
        Column("Download"),
        Column("", head=html.Span("Edit", className="vh"), phone=Phone.KEEP),
    ]
    rows = [_row(one) for one in view.reports]
    shown = (
        table(columns, rows, caption="Reports")
        if rows
        else empty(
            "No reports yet.",
            "Open accounts, transactions or purchase orders, set filters and groups, and choose "
            "Report, Save as a report.",
            dcc.Link("Open transactions", href="/current/transactions", className="ctl"),
        )
    )
    return card(
        "Which one do I open?", [], shown, method="Files hold the whole result as it is now."
    )


def _row(one: ReportRow) -> Row:
    pin = [icon("pin-angle-fill"), html.Span(" on your home page", className="vh")]
    return Row(
        [
            html.Span([dcc.Link(one.name, href=one.href, className="dig"),
                       *([" ", *pin] if one.is_pinned else [])]),
            one.rows,
            one.owner,
            Said(", ".join(_with(share) for share in one.shares))
            or ("nobody" if one.is_own else "you"),
            moment(one.changed),
            html.Span([_file(one, "csv"), " · ", _file(one, "xlsx")]),
            html.A(
                "Edit", href=f"?report={one.number}", className="act",
                **{"data-query": f"report={one.number}&said=",
                   "aria-label": Said(f"{told('Edit')} {one.name}")},
            ),
        ]
    )  # fmt: skip


def _with(share: Share) -> str:
    return f"{label(_SHARED[share.kind])} {share.name or share.code}"


def _may(share: Share) -> str:
    """What the others may do with it; where they may not see its rows, that alone."""
    if share.is_blind:
        return "has no right to see these rows: the report is not there for them "
    return "may change it " if share.may_edit else "may view it "


def _file(one: ReportRow, ending: str) -> html.A:
    return html.A(ending.upper(), href=f"{one.files}.{ending}", className="act",
                  **{"aria-label": Name(f"{one.name} as {ending.upper()}")})  # fmt: skip


def pins(found: Sequence[tuple[str, str]]) -> Component:
    """Reports on the home page: names and addresses."""
    links = [html.Li(dcc.Link(Name(name), href=href, className="dig")) for name, href in found]
    more = dcc.Link("All reports", href="/current/reports", className="ctl quiet")
    return card("Your reports", [], html.Ul(links, className="pins"), tools=[more])


def _arranged(view: ReportsPage, one: ReportRow) -> Component:
    close = html.A("Close", href="?report=", className="ctl quiet",
                   **{"data-query": "report=&said="})  # fmt: skip
    return card(
        Name(one.name),
        [],
        [
            html.Div(
                [
                    _button(Reports.PIN, "pin-angle",
                            "Take off my home page" if one.is_pinned else "Pin to my home page"),
                    _button(Reports.COPY, "copy", "Make a copy"),
                    _hidden(_delete(), is_hidden=not one.is_own),
                ],
                className="acts",
            ),
            _hidden(_rename(one), is_hidden=not one.may_edit),
            mail_form(view.mails, view.clock, may_share=one.is_own),
            _hidden(_shares(view, one), is_hidden=not one.is_own),
        ],
        tools=[close],
    )  # fmt: skip


def _rename(one: ReportRow) -> html.Div:
    return html.Div(
        [
            html.Label("Name", htmlFor=Reports.NAME, className="lb"),
            html.Div(
                [
                    dbc.Input(id=Reports.NAME, value=one.name, maxlength=80, size="sm"),
                    _button(Reports.RENAME, "check-lg", "Rename"),
                ],
                className="acts",
            ),
        ],
        className="part",
    )


def _delete() -> html.Details:
    return html.Details(
        [
            html.Summary([icon("trash"), "Delete"], className="ctl"),
            html.Div(
                [
                    html.P("It goes for everybody it is shared with.", className="hint"),
                    _button(Reports.DELETE, "trash", "Delete for everybody"),
                ],
                className="menu-form near",
            ),
        ],
        className="menu start",
    )


def _shares(view: ReportsPage, one: ReportRow) -> html.Div:
    given = [
        html.Li(
            [
                Said(f"{_with(share)}, "),
                _may(share),
                _button({"type": Reports.UNSHARE, "share": f"{share.kind}|{share.code}"},
                        "x-lg", "Take back"),
            ]
        )
        for share in one.shares
    ]  # fmt: skip
    options = [{"value": kind, "label": words} for kind, words in KINDS.items()]
    known = [
        html.Option(value=code, label=name)
        for names in view.known.values() for code, name in names.items()
    ]  # fmt: skip
    return html.Div(
        [
            html.H3("Shared with"),
            html.Ul(given) if given else html.P("Nobody yet.", className="hint"),
            html.Div(
                [
                    _labelled("Share with", dbc.Select(id=Reports.KIND, options=options,
                                                       value="role", size="sm")),
                    _labelled("E-mail address, role or budget", dbc.Input(
                        id=Reports.CODE, list="reports-known", size="sm", autocomplete="off",
                        placeholder="choose or type",
                    )),
                    _labelled("They may", dbc.Select(
                        id=Reports.EDIT, size="sm", value="view",
                        options=[{"value": "view", "label": "view it"},
                                 {"value": "edit", "label": "change it"}],
                    )),
                    _button(Reports.SHARE, "person-plus", "Share"),
                ],
                className="acts",
            ),
            html.Datalist(known, id="reports-known"),
        ],
        className="part",
    )  # fmt: skip


def _labelled(text: str, control: Component) -> html.Div:
    return html.Div([html.Label(text, htmlFor=control.id, className="lb"), control])


def _button(identity: Any, picture: str, words: str) -> html.Button:
    return html.Button([icon(picture), words], id=identity, type="button", className="ctl")


def _hidden(part: Component, *, is_hidden: bool) -> html.Div:
    return html.Div(part, hidden=is_hidden)
