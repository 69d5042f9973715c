"""The part of Current, Reports that has a report sent by mail: what is arranged, and a form."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from pages.components.figures import icon
from pages.format import clock
from pages.manage.report_ids import Reports

WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
CHANGE: Final = "change"
WHEN: Final = {
    "day": "Every day",
    **{f"week-{place}": f"Every {name}" for place, name in enumerate(WEEKDAYS)},
    "month-1": "On the 1st of each month",
    "month-15": "On the 15th of each month",
    "month-28": "On the 28th of each month",
    CHANGE: "When it changes",
}
AT: Final = "At (district time)"
_USUAL: Final = "week-0"
_MORNING: Final = 7


@dataclass(frozen=True, slots=True)
class MailLine:
    """One arrangement in words; `is_off` where the reader has stopped it for themselves."""

    number: int
    words: str
    ends_for: str
    is_off: bool


def hours_of(clock: str) -> str:
    """By which clock an hour of a mail is meant; `clock` is a name such as America/Denver."""
    return f"District time is the clock of {clock}, whoever reads the mail."


def mail_form(lines: Sequence[MailLine], clock: str, *, may_share: bool) -> html.Div:
    """What is arranged and the form for more; only owners send a report to others.

    `clock` names the time zone by which the hours are meant.
    """
    arranged = [html.Li(_line(one)) for one in lines]
    return html.Div(
        [
            html.H3("By mail"),
            html.Ul(arranged) if arranged else html.P("Not sent to anybody yet.", className="hint"),
            _form(may_share=may_share),
            html.P(hours_of(clock), className="hint at-hour"),
            html.P(
                "Each person gets a link and the first rows, with what they may see themselves, "
                "and can stop the mail by a link in it.",
                className="hint",
            ),
        ],
        className="part by-mail",
    )


def _line(one: MailLine) -> list[Any]:
    if one.is_off:
        again = _button({"type": Reports.MAIL_AGAIN, "mail": one.number}, "bell",
                        "Get it again", one.words)  # fmt: skip
        return [f"{one.words}; you have stopped it for yourself ", again]
    end = _button({"type": Reports.MAIL_END, "mail": one.number}, "x-lg", one.ends_for, one.words)
    return [f"{one.words} ", end]


def _form(*, may_share: bool) -> html.Div:
    hours = [{"value": str(hour), "label": clock(hour)} for hour in range(24)]
    people = [{"value": "me", "label": "me"}]
    if may_share:
        people.append({"value": "shared", "label": "me and everybody it is shared with"})
    when = [{"value": value, "label": words} for value, words in WHEN.items()]
    amount = dbc.Input(id=Reports.MAIL_AMOUNT, type="text", inputMode="decimal", size="sm",
                       placeholder="any new row", autocomplete="off")  # fmt: skip
    return html.Div(
        [
            _labelled("When", dbc.Select(id=Reports.MAIL_WHEN, options=when, value=_USUAL,
                                         size="sm")),
            _labelled(AT, dbc.Select(id=Reports.MAIL_HOUR, options=hours, value=str(_MORNING),
                                       size="sm"), "at-hour"),
            _labelled("Change of at least ($)", amount, "by-amount"),
            _labelled("To", dbc.Select(id=Reports.MAIL_TO, options=people, value="me", size="sm")),
            html.Button([icon("envelope"), "Send by mail"], id=Reports.MAIL_SAVE, type="button",
                        className="ctl"),
        ],
        className="acts",
    )  # fmt: skip


def _labelled(text: str, control: Component, name: str = "") -> html.Div:
    return html.Div([html.Label(text, htmlFor=control.id, className="lb"), control], className=name)


def _button(identity: Any, picture: str, words: str, about: str) -> html.Button:
    return html.Button([icon(picture), words], id=identity, type="button", className="ctl",
                       **{"aria-label": f"{words}: {about}"})  # fmt: skip
