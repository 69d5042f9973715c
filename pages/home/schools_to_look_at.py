"""The card of schools that stand out: questions to ask, not verdicts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from pages.components.card import card
from pages.components.figures import named
from pages.components.notices import empty
from pages.components.table import Column, Phone, Row, table
from pages.format import word


@dataclass(frozen=True, slots=True)
class Look:
    """A school that stands out on one check: figure and detail are written out already."""

    school: str
    reason: str
    figure: str
    detail: str
    href: str


def look_card(looks: Sequence[Look], method: str) -> Component:
    """Schools that stand out: questions to ask, not verdicts."""
    question = "Which schools need a look?"
    if not looks:
        body = empty("No school stands out.", "None of the checks found a school this year.")
        return card(question, body=body, method=method)
    schools = len({look.school for look in looks})
    checks = len({look.reason for look in looks})
    what = f"{word(schools, start=True)} {'school stands' if schools == 1 else 'schools stand'} out"
    on = f"{word(checks)} {'check' if checks == 1 else 'checks'}"
    rows = [
        Row(
            [
                named(look.school, look.reason, look.href),
                [look.figure, html.Span(look.detail, className="d tn")],
            ]
        )
        for look in looks
    ]
    columns = [Column("School and reason"), Column("Figure", is_number=True, phone=Phone.KEEP)]
    return card(
        question,
        [f"{what} on {on}. Each is a question to ask, not a verdict."],
        table(columns, rows, caption=question, look="c"),
        method=method,
    )
