"""What does this mean? Words on the screen one came from, the glossary, and whom to ask."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import account_ids as ids
from pages.components.card import card, row
from pages.components.figures import icon
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.page_head import page_head
from pages.components.sentence import Sentence, lead, strong
from pages.help_words import glossary, screen_words
from pages.tour import tour_button
from pages.words import Name, label

PATH: Final = "/help"
LONGEST: Final = 2_000


@dataclass(frozen=True, slots=True)
class HelpPage:
    """The screen that Help is about: its name and address with filters; `text` a question.

    `tour` names the guided tour of the reader, whose steps are `steps`. `links` are name and
    address of what the district itself says about the screen.
    """

    name: str
    at: str
    sender: str
    text: str = ""
    tour: str = ""
    steps: Sequence[dict[str, str]] = ()
    links: Sequence[tuple[str, str]] = ()


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Help.URL, ids.Help.BODY, 96, 320)


def body(view: HelpPage, said: Component | None = None) -> list[Component]:
    """The words of the screen, the question, the glossary."""
    return [
        page_head(
            "What does this mean?",
            crumbs=[("Home", "/"), ("Help", "")],
            actions=[tour_button(view.tour, list(view.steps))] if view.steps else [],
        ),
        lead(sentence(view)),
        row(_screen(view), _ask(view, said), look="c-1-1"),
        row(card("What do the words mean?", body=_words())),
        foot(f"All mail comes from {view.sender}: allow this address, so that none is lost."),
    ]


def sentence(view: HelpPage) -> Sentence:
    """Which screen this is about."""
    return ["This is about ", strong(label(view.name)), "; the budget office answers the rest."]


def _screen(view: HelpPage) -> html.Section:
    words = [html.Li(one) for one in screen_words(view.at.partition("?")[0])]
    back = dcc.Link(
        [icon("arrow-left"), label(f"Back to {view.name}")], href=view.at, className="ctl"
    )
    shown = [html.Ul(words), *_links(view), html.Div(back, className="ln acts")]
    return card(label(f"What is {view.name} for?"), body=shown)


def _links(view: HelpPage) -> list[Component]:
    """Ways to what the district says, each to another site in a window of its own."""
    if not view.links:
        return []
    ways = [
        html.Li(
            html.A([Name(name), " ", icon("box-arrow-up-right"),
                    html.Span(" opens another site", className="vh")],
                   href=address, target="_blank", rel="noopener noreferrer")
        )
        for name, address in view.links
    ]  # fmt: skip
    return [html.P("From your district:"), html.Ul(ways)]


def _ask(view: HelpPage, said: Component | None) -> html.Section:
    """The form of a question; the address of the screen goes with it."""
    field = dcc.Textarea(id=ids.Help.TEXT, value=view.text, rows=5, maxLength=LONGEST,
                         className="form-control")  # fmt: skip
    question = html.Label([html.Span("Your question", className="lb"), field], className="wide")
    send = html.Button([icon("send"), "Send the question"], id=ids.Help.SEND, type="button",
                       className="ctl primary", n_clicks=0)  # fmt: skip
    hint = html.P(
        [
            label(f"A link to {view.name}"),
            " with its filters goes along; whoever opens it sees only figures of their own.",
        ],
        className="hint",
    )
    answer = html.Div(said, **{"aria-live": "polite"})
    content = [
        html.Div(question, className="fields"),
        hint,
        html.Div(send, className="ln acts"),
        answer,
    ]
    return card("Ask the budget office", body=content)


def _words() -> html.Dl:
    pairs = ((html.Dt(word), html.Dd(meaning)) for word, meaning in glossary().items())
    return html.Dl([part for pair in pairs for part in pair], className="words")
