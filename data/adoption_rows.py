"""People who hold a budget as rows of a file: how they look at it, and who called them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pyarrow as pa

from access.permissions import Permission
from data.read_model import ReadModel, columns, shaped

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
    "last_called date | day of the last call",
    "called_by text | who called",
    "call_note text | what was said",
)


def people_table(rows: Sequence[Sequence[Any]]) -> pa.Table:
    """The rows in the order of the columns."""
    values = zip(*rows, strict=True) if rows else ([] for _ in PEOPLE)
    named = dict(zip((one.name for one in PEOPLE), map(list, values), strict=True))
    return shaped(pa.table({}), PEOPLE, **named)


def _model(name: str, title: str) -> ReadModel:
    return ReadModel(
        name, title, "one row a person who holds a budget", Permission.MANAGE_CONFIGURE, PEOPLE, (),
        people_table,
    )  # fmt: skip


ADOPTION: Final = _model("adoption", "Who looks at the budgets")
CALL_LIST: Final = _model("call-list", "Who has not looked")
