"""My account: where I am signed in, my password, my second step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from pages import account_ids as ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, lead, strong
from pages.format import counted, day, moment

MAIL_USUAL: Final = "usual"
MAIL_CHOICES: Final = {"": "As it is sent", "month": "At most once a month", "off": "Not at all"}
_MAIL_WORDS: Final = (
    (
        "Deadlines and mail about your account always come. Reports that are mailed to you are "
        "stopped one by one, in Current, Reports or by the link in them."
    ),
)


@dataclass(frozen=True, slots=True)
class SessionLine:
    """One signed-in browser."""

    number: int
    device: str
    address: str
    opened: datetime
    seen: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class StepView:
    """The second step: off, required or on; a picture to scan while it is being set up."""

    state: str
    is_required: bool = False
    spare_codes_left: int = 0
    picture: str = ""
    secret: str = ""
    spare_codes: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class AccountPage:
    """The account of the reader. `visits` counts kept days of looking, with the first of them."""

    name: str
    email: str
    sessions: Sequence[SessionLine]
    step: StepView
    mail: str = ""
    visits: tuple[int, date | None] = (0, None)


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Account.URL, ids.Account.BODY, 96, 420)


def body(view: AccountPage, said: Component | None = None) -> list[Component]:
    """The whole page; `said` is what the last button came to."""
    return [
        page_head("Is my account safe?", crumbs=[("Home", "/"), ("My account", "")],
                  sub=f"{view.name}, {view.email}"),
        lead(sentence(view)),
        html.Div(said, id=ids.Account.SAID, **{"aria-live": "polite"}),
        html.Div(
            [
                *_spare_codes(view.step.spare_codes),
                row(card("Where am I signed in?", body=_sessions(view.sessions))),
                row(
                    card("How do I change my password?", body=_password()),
                    card("Is a code asked for too?", _step_words(view.step), _step(view.step)),
                    look="c-1-1",
                ),
                row(card("How often do I get mail about my budgets?", _MAIL_WORDS,
                         _mail(view.mail))),
                row(card("What is kept of my visits?", visit_words(*view.visits))),
            ],
            className="form-c",
        ),
    ]  # fmt: skip


def visit_words(many: int, first: date | None) -> Sentence:
    """What is kept, since when, and who may see it."""
    kept = counted(many, "entry", "entries")
    rest = (
        ". An entry is a day on which you signed in, or had one of your budgets or a bucket of it "
        "in front of you: no time, no filter, no address. Administrators and budget directors see "
        "it to know whom to help; old days are forgotten."
    )
    return [strong(f"{kept} since {day(first)}" if first else "Nothing yet"), rest]


def closed(name: str) -> list[Component]:
    """While somebody else's view is looked at, the account stays closed."""
    return [
        page_head("Is my account safe?", crumbs=[("Home", "/"), ("My account", "")]),
        empty(f"The account of {name} is not shown.", "Stop looking as this person first."),
    ]


def sentence(view: AccountPage) -> Sentence:
    """How many browsers are signed in, and whether a stolen password would do."""
    many = counted(len(view.sessions), "browser")
    verb = "is" if len(view.sessions) == 1 else "are"
    if view.step.state == "on":
        return [strong("A password alone does not open it"), f"; {many} {verb} signed in."]
    return [f"{many.capitalize()} {verb} signed in; ", strong("a password alone opens it"), "."]


def _sessions(sessions: Sequence[SessionLine]) -> html.Div:
    items = [html.Li([_browser(one), _end(one)]) for one in sessions]
    others = len(sessions) > 1
    every = [html.Div(_button("others", "box-arrow-right", "End all others"),
                      className="ln acts")] if others else []  # fmt: skip
    return html.Div([html.Ul(items, className="sessions"), *every])


def _browser(one: SessionLine) -> html.Span:
    words = f"{one.address or 'Address unknown'}, since {moment(one.opened)} UTC"
    seen = "" if one.is_this else f", last seen {moment(one.seen)} UTC"
    return html.Span(
        [html.B(one.device or "A browser"), html.Span(f" {words}{seen}", className="why")]
    )


def _end(one: SessionLine) -> Component:
    if one.is_this:
        return html.Span("This one", className="tag acc")
    words = f"End {one.device or 'a browser'}, since {moment(one.opened)} UTC"
    return html.Button("End", id=ids.account_do("end", str(one.number)), type="button",
                       className="ctl", n_clicks=0, **{"aria-label": words})  # fmt: skip


def _password() -> html.Div:
    return html.Div(
        [
            _field("current", "Current password", "current-password"),
            _field("password", "New password", "new-password",
                   "At least 15 characters: a short sentence works well."),
            _field("again", "The same once more", "new-password"),
            html.Div(_button("password", "key", "Change password"), className="ln acts"),
            html.P("Every browser is signed out but this one.", className="hint"),
        ],
        className="fields one",
    )  # fmt: skip


def _mail(chosen: str) -> html.Div:
    """The choices as buttons; the one that holds is marked."""
    buttons = [
        html.Button(
            [icon("check-circle-fill" if value == chosen else "circle"), words],
            id=ids.account_do("mail", value or MAIL_USUAL),
            type="button",
            className="ctl",
            n_clicks=0,
            **{"aria-pressed": "true" if value == chosen else "false"},
        )
        for value, words in MAIL_CHOICES.items()
    ]
    return html.Div(buttons, className="ln acts", role="group",
                    **{"aria-label": "Mail about my budgets"})  # fmt: skip


def _step_words(view: StepView) -> Sentence:
    if view.state == "on":
        left = counted(view.spare_codes_left, "spare code")
        return [strong("Yes"), f": from the app on your phone. {left} left."]
    if view.is_required:
        return ["Not yet; ", strong("at your next sign-in you will be asked to set it up"), "."]
    return ["No. With a code from an app on your phone, a stolen password is not enough."]


def _spare_codes(codes: Sequence[str]) -> list[Component]:
    """They are shown this once, so they stand above everything else."""
    if not codes:
        return []
    once = strong("They are not shown again")
    words: Sentence = ["Each lets you in once if you lose your phone. ", once,
                       ": write them down or print this page."]  # fmt: skip
    items = html.Ul([html.Li(one) for one in codes], className="codes")
    return [row(card("Which codes do I keep?", words, items))]


def _step(view: StepView) -> html.Div:
    if view.picture:
        return html.Div([*_scan(view), _code("Code that the app shows"),
                         _act("confirm", "check2", "Turn on")], className="fields one")  # fmt: skip
    if view.state != "on":
        return html.Div(_act("start", "shield-lock", "Set up a second step"))
    if view.is_required:
        return html.Div(html.P("An administrator asks for it, so it stays on.", className="hint"))
    return html.Div([_code("A code, to turn it off"), _act("off", "shield-slash", "Turn off")],
                    className="fields one")  # fmt: skip


def _scan(view: StepView) -> list[Component]:
    picture = html.Img(src=view.picture, alt="The secret for your app, as a picture to scan",
                       width=200, height=200, className="qr")  # fmt: skip
    typed = html.P(["Or type it: ", html.B(view.secret)], className="hint")
    return [html.P("Scan this with the app on your phone that makes codes."), picture, typed]


def _code(label: str) -> html.Label:
    return _field("code", label, "one-time-code", kind="text")


def _field(
    name: str, label: str, complete: str, hint: str = "", *, kind: str = "password"
) -> html.Label:
    field = dbc.Input(id={"type": ids.Account.FIELD, "name": name}, type=kind, value="",
                      autocomplete=complete, maxLength=128)  # fmt: skip
    parts: list[Any] = [html.Span(label, className="lb"), field]
    return html.Label([*parts, *([html.Span(hint, className="hint")] if hint else [])])


def _act(what: str, picture: str, words: str) -> html.Div:
    return html.Div(_button(what, picture, words), className="ln acts")


def _button(what: str, picture: str, words: str) -> html.Button:
    return html.Button([icon(picture), words], id=ids.account_do(what), type="button",
                       className="ctl", n_clicks=0)  # fmt: skip
