"""The account of one person: where it is, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import account_ids as ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.frame import page_frame
from pages.components.notices import empty
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, lead, strong
from pages.configure.overview import PATH
from pages.viewing_bar import view_form

PEOPLE: Final = "/configuration/people"
_WORDS: Final = {
    "invite": ("envelope", "Send the invitation again"),
    "reset": ("key", "Mail a link for a new password"),
    "require-step": ("shield-lock", "Ask for a second step"),
    "free-step": ("shield", "Ask for no second step"),
    "reset-step": ("shield-slash", "Reset the second step"),
    "sign-out": ("box-arrow-right", "Sign out everywhere"),
    "activate": ("person-check", "Let in again"),
    "deactivate": ("person-x", "Deactivate"),
}


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One account: `facts` are (label, words); `actions` are keys of what may be done now.

    `view_number` is there where the reader may look as this person.
    """

    name: str
    email: str
    state: str
    facts: Sequence[tuple[str, str]]
    actions: Sequence[str]
    rights_href: str = ""
    view_number: int = 0


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Person.URL, ids.Person.BODY, 96, 320)


def body(view: PersonPage, said: Component | None = None) -> list[Component]:
    """The whole page; `said` is what the last button came to."""
    crumbs = [("Home", "/"), ("Configuration", PATH), ("People", PEOPLE), (view.name, "")]
    links: list[Component] = (
        [dcc.Link([icon("sliders"), "Change what may be opened"], href=view.rights_href,
                  className="ctl")] if view.rights_href else []
    )  # fmt: skip
    if view.view_number:
        links.append(view_form(view.view_number, view.name))
    return [
        page_head(f"May {view.name} sign in?", crumbs=crumbs, actions=links),
        lead(sentence(view)),
        row(
            card(
                "What can be done?",
                (),
                [_facts(view), html.Div([_button(one) for one in view.actions],
                                        className="ln acts")],
            )
        ),
        html.Div(said, id=ids.Person.SAID, **{"aria-live": "polite"}),
    ]  # fmt: skip


def missing() -> list[Component]:
    """The address names nobody of the district."""
    link = dcc.Link("See everybody", href=PEOPLE, className="ctl")
    crumbs = [("Home", "/"), ("Configuration", PATH), ("People", PEOPLE), ("Person", "")]
    return [
        page_head("May this person sign in?", crumbs=crumbs),
        empty("There is no such person.", "Choose somebody of your district.", link),
    ]


def sentence(view: PersonPage) -> Sentence:
    """Whether the person may sign in, in plain words."""
    if view.state == "deactivated":
        return [strong("No: the account is deactivated"), "; what the person holds is kept."]
    if view.state == "invited":
        return [strong("Not yet: invited"), "; a password is to be chosen by the link in the mail."]
    return [strong("Yes: the account is active"), "."]


def confirm(what: str, question: str) -> Component:
    """The last question before something that the person will feel at once."""
    button = html.Button(_WORDS[what][1], id=ids.person_do(f"{what}-now"), type="button",
                         className="ctl primary", n_clicks=0)  # fmt: skip
    words = html.Div([html.Strong(question), html.Div(button)])
    return html.Div([icon("question-circle"), words], className="notice", role="status")


def told(words: str) -> Component:
    """Something was done."""
    return html.Div([icon("check-circle"), html.Div(html.Strong(words))], className="notice done",
                    role="status")  # fmt: skip


def _facts(view: PersonPage) -> html.Dl:
    pairs = [html.Div([html.Dt(label), html.Dd(words)]) for label, words in view.facts]
    return html.Dl(pairs, className="acct")


def _button(what: str) -> html.Button:
    picture, words = _WORDS[what]
    return html.Button([icon(picture), words], id=ids.person_do(what), type="button",
                       className="ctl", n_clicks=0)  # fmt: skip
