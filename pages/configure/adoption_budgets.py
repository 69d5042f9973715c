"""The cockpit, budget by budget: who holds it, when it was looked at, and whether mail helped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dash import html
from dash.development.base_component import Component

from pages.components.card import card
from pages.components.figures import marked, missing, opened
from pages.components.sentence import Sentence, strong
from pages.components.table import FOLD, Column, Phone, Row, table
from pages.format import counted, day, share

QUESTION: Final = "Which budgets are looked at?"
_METHOD: Final = (
    "Those that nobody has looked at for longest stand first. Days: on how many of the last 30 "
    "somebody of its people looked at the budget. Opened: of the mails of campaigns that its "
    "people got in the last 30 days, an estimate. Without effect: those of these mails after which "
    "the person looked at none of the own budgets within {days} days; younger mails are not "
    "counted yet."
)


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One budget: its people, its looks, and the mails of its people.

    `last` is missing for never, `opened` where nobody got mail.
    """

    name: str
    school: str
    people: int
    people_href: str
    last: date | None
    days: int
    is_regular: bool
    mails: int
    opened: float | None
    without_effect: int


def budgets_card(lines: Sequence[BudgetLine], effect_days: int) -> html.Section:
    """Every budget with people; the longest unseen first."""
    columns = [
        Column("Budget", is_given=True),
        Column("School", is_given=True),
        Column("People", is_number=True, width="84px"),
        Column("Last looked", phone=Phone.KEEP, width="130px"),
        Column("Days of the last 30", is_number=True, width="110px"),
        Column("Regular", width="110px"),
        Column("Mails", is_number=True, width="80px"),
        Column("Opened (estimate)", is_number=True, width="104px"),
        Column("Without effect", is_number=True, width="96px", is_strong=True),
    ]
    rows = [Row(_cells(one)) for one in lines]
    return card(
        QUESTION,
        _sentence(lines),
        table(columns, rows, caption=QUESTION, fold=FOLD),
        method=_METHOD.format(days=effect_days),
    )


def _cells(one: BudgetLine) -> list[Component | str]:
    never = missing("nobody of its people has looked since days are kept")
    return [
        one.name,
        one.school,
        opened(str(one.people), one.people_href),
        day(one.last) if one.last else never,
        str(one.days),
        marked("Yes", "check2", "good") if one.is_regular else "Not yet",
        str(one.mails),
        share(one.opened),
        str(one.without_effect),
    ]


def _sentence(lines: Sequence[BudgetLine]) -> Sentence:
    unseen = sum(not one.days for one in lines)
    if not unseen:
        return ["Somebody looked at every budget in the last 30 days."]
    verb = "was" if unseen == 1 else "were"
    many = f"{unseen} of {counted(len(lines), 'budget')}"
    return [strong(many), f" {verb} looked at by nobody in the last 30 days."]
