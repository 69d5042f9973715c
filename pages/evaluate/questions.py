"""Guided questions: lists to print for a meeting, each answered where a figure can."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import Menu, card_menu
from pages.components.figures import marked
from pages.components.foot import foot
from pages.components.frame import page_frame
from pages.components.page_head import BasisCell, basis_bar, choice, page_head, print_button
from pages.components.sentence import lead, plain, spoken
from pages.evaluate.question_words import Answer
from pages.format import count, counted

QUESTION: Final = "How do we talk about this?"
AUDIENCES: Final = {"board": "Board", "principals": "Principals", "families": "Families"}
FOR: Final = {
    "board": "a board that decides where money goes",
    "principals": "principals about their own schools",
    "families": "families about their children's schools",
}

TITLES: Final = {
    "board": "Questions for the board",
    "principals": "Questions for principals",
    "families": "Questions for families",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its answer, and what to talk about when the figure is read."""

    question: str
    answer: Answer
    follow: str


@dataclass(frozen=True, slots=True)
class QuestionsPage:
    """One audience's list."""

    basis: Sequence[BasisCell]
    audience: str
    entries: Sequence[Asked]
    method: str
    source: str


def layout(**_: str) -> html.Div:
    """The frame; a callback fills it."""
    return page_frame(ids.Questions.URL, ids.Questions.BODY, 96, 60, 60, 720)


def questions_page(view: QuestionsPage) -> list[Component]:
    """The page's content; the whole list is one card for presentations."""
    title = TITLES[view.audience]
    return [
        page_head(
            QUESTION,
            crumbs=[("Home", "/"), ("Evaluate", ""), ("Guided questions", "")],
            actions=[print_button()],
        ),
        basis_bar(view.basis),
        html.Section(
            [
                _audiences(view.audience),
                lead(sentence(view)),
                html.Div(
                    [html.H2(title), card_menu(title, Menu(card="questions"))],
                    className="asks-head",
                ),
                html.Ol([_entry(entry) for entry in view.entries], className="asks"),
                html.P(view.method, className="method asks-method"),
            ],
            **{"data-card": "questions"},
        ),
        foot(view.source),
    ]


def sentence(view: QuestionsPage) -> list[str]:
    """How many questions there are, and how many have an answer in figures."""
    number = len(view.entries)
    known = sum(entry.answer.is_known for entry in view.entries)
    start = f"{counted(number, 'question')} for {FOR[view.audience]}: "
    if known == number:
        return [f"{start}each answered from the district's own figures."]
    if not known:
        return [f"{start}no figure here can answer them yet."]
    rest = (
        "one that no figure" if number - known == 1 else f"{count(number - known)} that no figure"
    )
    return [(f"{start}{count(known)} answered from the district's own figures, {rest} here can "
            "answer yet.")]  # fmt: skip


def _audiences(chosen: str) -> html.Nav:
    links = [
        choice(name, f"audience={'' if code == 'board' else code}", is_current=code == chosen)
        for code, name in AUDIENCES.items()
    ]
    return html.Nav(links, className="seg asks-seg", **{"aria-label": "Who is asked"})


def _entry(entry: Asked) -> html.Li:
    answer = entry.answer
    look = "says" if answer.is_known else "says unsaid"
    words: list[Component | str] = list(spoken(answer.sentence))
    if not answer.is_known:
        words = [marked(plain(answer.sentence), "question-circle")]
    more = [dcc.Link(answer.page, href=answer.href, className="more")] if answer.href else []
    return html.Li(
        [
            html.H3(entry.question),
            html.P(words, className=look),
            html.P([html.Span(entry.follow), *([" "] if more else []), *more], className="follow"),
            html.Div([html.Span(), html.Span()], className="lines", **{"aria-hidden": "true"}),
        ],
        className="qcard",
    )
