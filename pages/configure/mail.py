"""Which mail was sent? The outbox with the state of each mail; in a demonstration its text too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dash import dcc, html
from dash.development.base_component import Component

from pages import account_ids as ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, lead, strong
from pages.components.table import Column, Phone, Row, table
from pages.configure.overview import PATH
from pages.format import counted, moment
from pages.words import Name

STATES = {
    "waiting": "Waiting",
    "sending": "Being sent",
    "sent": "Sent",
    "failed": "Failed",
    "dropped": "For nobody",
}


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail: to whom, about what, where it is. `href` opens its text, where that is shown."""

    number: int
    at: datetime
    recipient: str
    subject: str
    state: str
    problem: str
    is_repeat: bool
    href: str = ""


@dataclass(frozen=True, slots=True)
class LetterTable:
    """The table of a mail: `lines` as they stand in its text, and its cells.

    The columns from `first_number` on hold numbers.
    """

    lines: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    first_number: int


@dataclass(frozen=True, slots=True)
class OpenMail:
    """A mail as its reader would get it; `table` is the table in its text."""

    recipient: str
    subject: str
    text: str
    address: str
    words: str
    table: LetterTable | None = None


@dataclass(frozen=True, slots=True)
class MailPage:
    """The newest mail; without a server nothing leaves the machine."""

    rows: Sequence[MailLine]
    server: str
    sender: str
    is_readable: bool
    open: OpenMail | None = None


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Mail.URL, ids.Mail.BODY, 96, 420)


def body(view: MailPage, said: Component | None = None) -> list[Component]:
    """The open mail, if any, and the list."""
    crumbs = [("Home", "/"), ("Configuration", PATH), ("Mail", "")]
    return [
        page_head("Which mail was sent?", crumbs=crumbs),
        lead(sentence(view)),
        *([said] if said else []),
        *([row(_open(view.open))] if view.open else []),
        row(card("To whom, and about what?", body=_rows(view))),
        foot(
            f"All mail comes from {view.sender}. Figures in it are reckoned for each "
            "recipient when it is sent."
        ),
    ]


def sentence(view: MailPage) -> Sentence:
    """Where mail goes, and how much of it waits or failed."""
    if not view.server:
        shown = "; open one to read it here" if view.is_readable and view.rows else ""
        return [strong("No mail server is set"), f": mail waits and nothing leaves{shown}."]
    failed = sum(one.state == "failed" for one in view.rows)
    waiting = sum(one.state in {"waiting", "sending"} for one in view.rows)
    if failed:
        return [strong(f"{counted(failed, 'mail')} failed"), f"; {waiting} waiting."]
    return [f"Mail goes out by {view.server}; ", strong(f"{waiting} waiting"), ", none failed."]


def _open(view: OpenMail) -> html.Section:
    go = html.A([icon("box-arrow-up-right"), view.words], href=view.address,
                className="ctl primary")  # fmt: skip
    content = [
        html.P(["To ", html.B(view.recipient)], className="hint"),
        html.Div(_text(view), className="letter"),
        *([html.Div(go, className="ln acts")] if view.address else []),
    ]
    return card(Name(view.subject), body=content)


def _text(view: OpenMail) -> list[Component]:
    """The words as they are, around the table as mail programs that show one draw it."""
    if not view.table:
        return [html.Pre(view.text)]
    before, _, after = view.text.partition(view.table.lines)
    return [html.Pre(before.rstrip()), _columns(view.table), html.Pre(after.strip())]


def _columns(view: LetterTable) -> Component:
    """A phone keeps the name of a row and its last figure, and has other words below them."""
    last, columns = len(view.head) - 1, []
    for at, name in enumerate(view.head):
        is_number = at >= view.first_number
        phone = Phone.KEEP if at in (0, last) else Phone.DROP if is_number else Phone.WIDE
        columns.append(Column(name, is_number=is_number, is_given=True, phone=phone))
    return table(columns, [Row(list(one)) for one in view.rows], caption="Table of the mail")


def _rows(view: MailPage) -> Component:
    if not view.rows:
        return empty("No mail yet.", "Invitations and links for passwords will stand here.")
    columns = [
        Column("Subject", width="300px", is_given=True),
        Column("To", phone=Phone.WIDE),
        Column("Posted (UTC)", width="170px"),
        Column("State", phone=Phone.KEEP, width="120px"),
        Column("Why", phone=Phone.WIDE),
    ]
    rows = [
        Row([_subject(one), one.recipient or "–", moment(one.at), STATES[one.state], _why(one)])
        for one in view.rows
    ]
    return html.Div([table(columns, rows, caption="Mail"), *_again(view)])


def _subject(one: MailLine) -> Component | str:
    return dcc.Link(one.subject, href=one.href, className="dig") if one.href else one.subject


def _why(one: MailLine) -> str:
    repeat = "Perhaps sent twice: the worker ended in between." if one.is_repeat else ""
    return " ".join(part for part in (one.problem, repeat) if part)


def _again(view: MailPage) -> list[Component]:
    failed = [one for one in view.rows if one.state == "failed"][:5]
    buttons = [
        html.Button(
            [icon("arrow-repeat"), Name(f"Send again: {one.subject}, to {one.recipient}")],
            id={"type": ids.Mail.DO, "mail": one.number},
            type="button",
            className="ctl",
            n_clicks=0,
        )
        for one in failed
    ]
    return [html.Div(buttons, className="ln acts")] if buttons else []
