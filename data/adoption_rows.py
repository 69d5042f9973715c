"""People who hold a budget as rows of a file: how they look at it, and who called them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from access.permissions import Permission
from data.read_model import Argument, ReadModel, columns, shaped

PEOPLE: Final = columns(
    "name text | name of the person",
    "email text | address of the person",
    "roles text | roles held",
    "budgets text | budgets held",
    "schools text | schools of the budgets",
    "has_looked flag | whether one of the budgets was looked at in the last 30 days",
    "first_looked date | first day of looking that is kept; empty for never",
    "last_looked date | last day of looking",
    "looked_days count | days of looking among the last 90",
    "sign_in_days count | days with a sign-in among the last 30",
    "last_signed_in date | day of the last sign-in, UTC",
    "opened_bucket date | first day on which a bucket was opened",
    "kept_report date | day on which the first report was kept",
    "mails count | mails of campaigns that were sent in the last 30 days",
    "mails_opened count | those of them seen to be opened: an estimate, no bound",
    "mails_clicked count | those of them whose button was pressed: a lower bound of reading",
    "mail_choice text | off or month where less of this mail is wanted; empty: as it is sent",
    "last_called date | day of the last call",
    "called_by text | who called",
    "call_note text | what was said",
)


def people_table(rows: Sequence[Sequence[Any]]) -> pa.Table:
    """The rows in the order of the columns."""
    values = zip(*rows, strict=True) if rows else ([] for _ in PEOPLE)
    named = dict(zip((one.name for one in PEOPLE), map(list, values), strict=True))
    return shaped(pa.table({}), PEOPLE, **named)


def _model(name: str, title: str, *arguments: Argument) -> ReadModel:
    return ReadModel(
        name, title, "one row a person who holds a budget", Permission.MANAGE_CONFIGURE, PEOPLE,
        arguments, people_table,
    )  # fmt: skip


def _text(name: str, help_words: str) -> Argument:
    return Argument(name, "text", None, help_words)


ADOPTION: Final = _model(
    "adoption", "Who looks at the budgets",
    _text("show", "looked, not, never, ever, signed, bucket or report: who did, or did not"),
    _text("role", "people with this role"),
    _text("school", "people with a budget of this school, by its name"),
    _text("budget", "people who hold this budget, by its code"),
    _text("week", "who looked in the week from this Monday: 2026-11-23"),
    _text("regular", "yes: people of budgets that are looked at regularly"),
    _text("reach", "mailed, opened, clicked, unmailed, off or monthly: mail of the last 30 days"),
    _text("mailed", "who got mail in the week from this Monday: 2026-11-23"),
    _text("reading", "mailed, opened or clicked: how far the mail of that week was read"),
    _text("mail", "weekly or other: which mail of that week"),
)  # fmt: skip
CALL_LIST: Final = _model(
    "call-list", "Who has not looked",
    Argument("days", "whole", 30, "not looked for so many days, at most 366"),
)  # fmt: skip
KEPT_MODELS: Final = {one.name: one for one in (ADOPTION, CALL_LIST)}
"""Rows that the store keeps: the command line and the documents offer them beside the others."""
