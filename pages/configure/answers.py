"""What stands below a form: the review, problems, the result; never more than one of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from dash import dcc, html
from dash.development.base_component import Component

from pages import ids
from pages.components.card import card
from pages.components.figures import icon
from pages.components.sentence import Sentence, strong
from pages.components.table import Column, Phone, Row, table
from pages.format import counted
from pages.words import Said

_DONE: Final = "check-circle"


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem or warning: where it lies, what it says, what would do."""

    place: str
    message: str
    suggestion: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One field before and after, as texts."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ReviewView:
    """What a save would change and touch; problems keep it from being saved."""

    differences: Sequence[Difference]
    problems: Sequence[Finding]
    warnings: Sequence[Finding]
    effect: Sequence[str] = ()
    is_new: bool = False


def review(view: ReviewView, confirm: Component | None = None) -> Component:
    """The dry run: nothing is changed before Confirm and Save, the button of a record's form."""
    if view.problems:
        return card("What must be mended?", _mend(view), _findings(view.problems))
    if not view.differences:
        return card("What would change?", ["Nothing: the record says this already."])
    many = counted(len(view.differences), "field")
    words = "A new record would be made" if view.is_new else f"{many} would change"
    parts: list[Component] = [_differences(view)]
    if view.warnings:
        parts.append(_findings(view.warnings))
    parts += [html.P(text, className="effect") for text in view.effect]
    parts.append(html.Div(confirm or _confirm(), className="ln acts"))
    return card("What would change?", [strong(words), ". Nothing is saved yet."], parts)


def saved(words: str, list_href: str) -> Component:
    """The change is kept."""
    links = [dcc.Link("Back to the list", href=list_href, className="ctl primary")]
    return _told(_DONE, words, links)


def done(words: str) -> Component:
    """Something was done that needs no further step."""
    return _told(_DONE, words, [])


def refused(title: str, text: str) -> Component:
    """The change was not made, and why."""
    return html.Div(
        [icon("exclamation-octagon"), html.Div([html.Strong(title), text])],
        className="notice bad",
        role="alert",
    )


def ask_delete(label: str) -> Component:
    """The last question before a record goes."""
    button = html.Button("Delete for good", id=ids.Configure.DELETE_NOW, type="button",
                         className="ctl primary", n_clicks=0)  # fmt: skip
    return _told("trash", Said(f"Delete {label}? The audit log keeps what it said."), [button])


def _mend(view: ReviewView) -> Sentence:
    verb = "keeps" if len(view.problems) == 1 else "keep"
    return [strong(counted(len(view.problems), "problem")), f" {verb} this from being saved."]


def _findings(found: Sequence[Finding]) -> html.Div:
    columns = [
        Column("Where", width="160px"),
        Column("What", phone=Phone.WIDE),
        Column("Would do", phone=Phone.KEEP, width="160px"),
    ]
    rows = [Row([one.place, one.message, one.suggestion]) for one in found]
    return table(columns, rows, caption="Findings")


def _differences(view: ReviewView) -> html.Div:
    columns = [
        Column("Field", width="200px"),
        Column("Now", phone=Phone.WIDE, is_given=True),
        Column("Then", phone=Phone.WIDE, is_given=True),
    ]
    rows = [
        Row([one.label, html.Del(one.before) if one.before else "", html.B(one.after)])
        for one in view.differences
    ]
    return table(columns, rows, caption="Fields that change")


def _confirm() -> html.Button:
    return html.Button("Confirm and Save", id=ids.Configure.CONFIRM, type="button",
                       className="ctl primary", n_clicks=0)  # fmt: skip


def _told(picture: str, words: str, actions: Sequence[Component]) -> html.Div:
    content = html.Div([html.Strong(words), html.Div(list(actions))])
    look = "notice done" if picture == _DONE else "notice"
    return html.Div([icon(picture), content], className=look, role="status")
