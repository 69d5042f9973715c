"""Who has not looked? People to call, the longest away first, and what earlier calls brought."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import account_ids as ids
from pages.components.card import Menu, card, row
from pages.components.figures import icon
from pages.components.filters import Choice, choices
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, lead, strong
from pages.components.table import Column, Phone, Row, table
from pages.configure.adoption import CALLS, DEFINITION, PATH, looked_words
from pages.configure.overview import PATH as SET_UP
from pages.format import counted, day, moment
from pages.words import Name

DAYS: Final = (7, 14, 30, 60, 90)
USUAL: Final = 30
NOTE_LENGTH: Final = 500


@dataclass(frozen=True, slots=True)
class CallLine:
    """A call: when, by whom, what was said."""

    day: date
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class AwayLine:
    """Somebody to call. `calls` are the newest first; `href` opens the note of a new one."""

    name: str
    email: str
    budgets: str
    looked: date | None
    signed_in: datetime | None
    calls: Sequence[CallLine]
    href: str


@dataclass(frozen=True, slots=True)
class CallListPage:
    """The people away; `open` is the one who is being called, `today` the day of the call."""

    days: int
    people: int
    rows: Sequence[AwayLine]
    export: str
    today: date
    open: AwayLine | None = None
    text: str = ""


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.CallList.URL, ids.CallList.BODY, 96, 420)


def body(view: CallListPage, said: Component | None = None) -> list[Component]:
    """The note of a call, if one is being written, and the people."""
    crumbs = [("Home", "/"), ("Configuration", SET_UP), ("Adoption", PATH), ("Calls", "")]
    options = [(f"{one} days", f"days={one}") for one in DAYS]
    chosen = Choice("Not looked for", f"{view.days} days", options)
    return [
        page_head("Who has not looked?", crumbs=crumbs),
        lead(sentence(view)),
        html.Div(choices([chosen]), className="ln acts"),
        html.Div(said, **{"aria-live": "polite"}),
        *([row(_form(view.open, view))] if view.open else []),
        row(card("Who is to be called?", body=_rows(view), method=DEFINITION,
                 menu=Menu(view.export))),
        foot(
            "A list to help people, not to judge them. Notes on calls are kept with who wrote them "
            "and stand in the audit log."
        ),
    ]  # fmt: skip


def sentence(view: CallListPage) -> Sentence:
    """How many are away, and how many of them nobody has called yet."""
    if not view.people:
        return ["Nobody holds a budget yet."]
    if not view.rows:
        return [strong("Everybody has looked"), f" within {view.days} days."]
    many = f"{len(view.rows)} of {counted(view.people, 'person', 'people')} with a budget"
    uncalled = sum(not one.calls for one in view.rows)
    rest = "all of them have been called" if not uncalled else f"{uncalled} not called yet"
    return [strong(many), f" have not looked at it for {view.days} days; {rest}."]


def _rows(view: CallListPage) -> Component:
    if not view.rows:
        return empty("Nobody is to be called.", "Choose fewer days, or look at the cockpit.")
    columns = [
        Column("Person", width="200px"),
        Column("E-mail", phone=Phone.WIDE),
        Column("Budgets", phone=Phone.WIDE),
        Column("Last looked", phone=Phone.KEEP, width="120px"),
        Column("Last signed in (UTC)", width="170px"),
        Column("Last call", phone=Phone.WIDE, is_given=True),
        Column("Note", phone=Phone.KEEP, width="110px"),
    ]
    rows = [
        Row([
            one.name, html.A(one.email, href=f"mailto:{one.email}"), one.budgets,
            looked_words(one.looked), moment(one.signed_in) if one.signed_in else "Never",
            _called(one), dcc.Link("Write", href=one.href, className="dig"),
        ])
        for one in view.rows
    ]  # fmt: skip
    return table(columns, rows, caption="People who have not looked")


def _called(one: AwayLine) -> str:
    if not one.calls:
        return "Not called"
    last = one.calls[0]
    return f"{day(last.day)}, {last.author}: {last.text}"


def _form(one: AwayLine, view: CallListPage) -> html.Section:
    """Earlier calls with one person, and the words on this one."""
    earlier = html.Ul([html.Li(Name(f"{day(each.day)}, {each.author}: {each.text}"))
                       for each in one.calls]) if one.calls else None  # fmt: skip
    when = dcc.Input(id=_field("day"), type="text", value=view.today.isoformat(),
                     className="form-control", maxLength=10)  # fmt: skip
    text = dcc.Textarea(id=_field("text"), value=view.text, className="form-control", rows=3,
                        maxLength=NOTE_LENGTH)  # fmt: skip
    keep = html.Button([icon("check2"), "Keep the note"], id=ids.call_do("keep"), type="button",
                       className="ctl primary", n_clicks=0)  # fmt: skip
    back = dcc.Link("Close", href=f"{CALLS}?days={view.days}", className="ctl")
    fields = [_label("Day of the call", when), _label("What was said", text)]
    content: list[Any] = [
        html.P(["Write to ", html.A(one.email, href=f"mailto:{one.email}"),
                f". Budgets: {one.budgets}."], className="hint"),
        *([earlier] if earlier else []),
        html.Div(fields, className="fields"),
        html.Div([keep, back], className="ln acts"),
    ]  # fmt: skip
    return card(f"What did the call with {one.name} bring?", body=content)


def _field(name: str) -> dict[str, str]:
    return {"type": ids.CallList.FIELD, "name": name}


def _label(words: str, field: Component) -> html.Label:
    return html.Label([html.Span(words, className="lb"), field])
