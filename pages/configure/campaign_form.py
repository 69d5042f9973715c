"""The form of a campaign, and the mail as its writer would get it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from pages import account_ids as ids
from pages.components.card import card
from pages.components.figures import icon
from pages.components.sentence import strong
from pages.components.table import Column, Row, table
from pages.format import clock, counted, listed
from pages.manage.report_mail_form import AT, CHANGE, WHEN, hours_of
from pages.words import Name

TIMES: Final = {"once": "Only when I send it"} | {k: v for k, v in WHEN.items() if k != CHANGE}
EVERYBODY: Final = "-"
DEADLINE: Final = {
    "no": "No: people may turn it off",
    "yes": "Yes: it cannot be turned off",
}
SEEN: Final = "seen"
_NAMES_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class CampaignForm:
    """What is typed, by field, and what can be chosen. A campaign that `is_kept` can be sent.

    `clock` names the time zone of the hour.
    `placeholders` are names and what each becomes; `next` says when it goes out next. `seen` comes
    back with what is typed, and tells whether the campaign is still the one that was changed.
    """

    title: str
    values: Mapping[str, str]
    roles: Mapping[str, str]
    budgets: Sequence[str]
    languages: Mapping[str, str]
    placeholders: Mapping[str, str]
    is_kept: bool
    is_sent: bool
    next: str = ""
    seen: str = ""
    clock: str = ""


@dataclass(frozen=True, slots=True)
class Preview:
    """The mail as the reader of the page would get it, and to whom it would go."""

    subject: str
    before: Sequence[str]
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    after: Sequence[str]
    people: Sequence[str]


def form(view: CampaignForm) -> Component:
    """The fields and what can be done with them."""
    hours = {str(hour): clock(hour) for hour in range(24)}
    values, roles = view.values, {EVERYBODY: "Everybody", **view.roles}
    fields = [
        _text("name", "Name", values, most=80),
        _select("language", "Language", values, view.languages),
        _select("role", "To everybody with the role", values, roles),
        _text("budget", "To the team of budget", values, hint="any budget", known="campaign-teams"),
        _text("days", "Not signed in for at least (days)", values, hint="whether or not they have"),
        _text(
            "looked", "Not looked at a budget for (days)", values, hint="whether or not they have"
        ),
        _select("when", "When", values, TIMES),
        _select("hour", AT, values, hours),
        _select("deadline", "About a deadline?", values, DEADLINE),
    ]
    written = [_text("subject", "Subject", values, most=150), _area("text", "Text", values)]
    budgets = html.Datalist([html.Option(value=one) for one in view.budgets], id="campaign-teams")
    return card(
        view.title,
        [view.next] if view.next else [],
        [
            dbc.Input(id=ids.campaigns_field(SEEN), value=view.seen, type="hidden"),
            html.Div(fields, className="fields"),
            html.P(hours_of(view.clock), className="hint"),
            html.Div(written, className="fields written"),
            budgets,
            _placeholders(view.placeholders),
            html.Div(_buttons(view), className="ln acts"),
        ],
    )


def preview(view: Preview) -> Component:
    """The mail with one's own figures."""
    many = counted(len(view.people), "person", "people")
    shown = list(view.people[:_NAMES_SHOWN])
    more = len(view.people) - len(shown)
    names = listed([*shown, f"{more} more"] if more > 0 else shown)
    return card(
        Name(view.subject),
        ["It would go to ", strong(many), f": {names}." if names else "."],
        html.Div(
            [*_paragraphs(view.before), *_table(view), *_paragraphs(view.after)],
            className="letter",
        ),
        method="With the figures that you may see. Each person gets the own ones; who has turned "
        "this mail off, or has no bucket with money where the text is about them, gets none.",
    )


def _paragraphs(texts: Sequence[str]) -> list[Component]:
    return [html.P(Name(text)) for text in texts]


def _table(view: Preview) -> list[Component]:
    if not view.rows:
        return []
    columns = [Column(label, is_number=place > 0) for place, label in enumerate(view.head)]
    return [table(columns, [Row(list(one)) for one in view.rows], caption="The table of the mail")]


def _buttons(view: CampaignForm) -> list[Component]:
    made: list[Component] = [
        _button("save", "check-lg", "Save", "ctl primary"),
        _button("preview", "eye", "Preview"),
    ]
    if view.is_kept:
        made.append(_button("try", "envelope", "Test mail to me"))
        made.append(_confirmed("send", "send", "Send now", "Everybody in the audience gets it."))
    if view.is_kept and view.next:
        made.append(_button("stop", "pause", "Stop"))
    if view.is_kept and not view.is_sent:
        made.append(_confirmed("delete", "trash", "Delete", "It was never sent: nothing is lost."))
    return made


def _button(what: str, picture: str, words: str, look: str = "ctl") -> html.Button:
    return html.Button([icon(picture), words], id=ids.campaigns_do(what), type="button",
                       className=look, n_clicks=0)  # fmt: skip


def _confirmed(what: str, picture: str, words: str, hint: str) -> html.Details:
    """A button that asks once more."""
    inside = [html.P(hint, className="hint"), _button(what, picture, f"Yes: {words.lower()}")]
    return html.Details(
        [html.Summary([icon(picture), words], className="ctl"),
         html.Div(inside, className="menu-form near")],
        className="menu start",
    )  # fmt: skip


def _placeholders(known: Mapping[str, str]) -> html.Details:
    rows = [
        part for name, words in known.items() for part in (html.Dt(f"{{{name}}}"), html.Dd(words))
    ]
    return html.Details([html.Summary("What can stand in braces?"), html.Dl(rows)],
                        className="placeholders")  # fmt: skip


def _labelled(label: str, field: Component) -> html.Label:
    return html.Label([html.Span(label, className="lb"), field])


def _text(
    name: str, label: str, values: Mapping[str, str], *, most: int = 20, hint: str = "",
    known: str = "",
) -> html.Label:  # fmt: skip
    more: dict[str, Any] = {"list": known} if known else {}
    field = dbc.Input(id=ids.campaigns_field(name), value=values.get(name, ""), type="text",
                      maxlength=most, placeholder=hint, autocomplete="off", **more)  # fmt: skip
    return _labelled(label, field)


def _area(name: str, label: str, values: Mapping[str, str]) -> html.Label:
    field = dbc.Textarea(id=ids.campaigns_field(name), value=values.get(name, ""), rows=12,
                         maxlength=5_000)  # fmt: skip
    return _labelled(label, field)


def _select(
    name: str, label: str, values: Mapping[str, str], choices: Mapping[str, str]
) -> html.Label:
    offered = [{"value": value, "label": words} for value, words in choices.items()]
    field = dbc.Select(id=ids.campaigns_field(name), options=offered, value=values.get(name, ""))
    return _labelled(label, field)
