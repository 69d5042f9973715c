"""The configured records that choose accounts, as rules: budgets, buckets, rollup templates."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from access.account_rules import (
    Attributes,
    BucketRule,
    BudgetRule,
    Category,
    Line,
    Rollup,
    Rulebook,
)
from data.entities.content import Filled, Values
from data.entities.current import QUESTIONS
from data.entities.entity import folded
from data.entities.registry import ENTITIES
from data.entities.scope_lines import SCOPE
from data.rules.places import locations_of
from data.store.record_tables import RECORDS
from data.store.records import records

_BOTH: Final = "expenditure and revenue"
_LAST: Final = 1 << 30


def rulebook(tx: Session, district: str, attributes: Attributes) -> Rulebook:
    """Everything that the district has configured about accounts, as it is now."""
    kept = {
        name: records(tx, district, ENTITIES[name])
        for name in ("bucket", "budget", "rollup_template")
    }
    return Rulebook.of(
        [bucket_rule(one) for one in sorted(kept["bucket"], key=_place)],
        [budget_rule(one) for one in kept["budget"]],
        [rollup(one) for one in kept["rollup_template"]],
        attributes,
    )


def attributes_mark(tx: Session, district: str) -> tuple[int, int, int]:
    """What changes whenever an attribute of an account is made, changed or removed."""
    table = RECORDS["account_attribute"].c
    count, last, versions = tx.execute(
        select(func.count(), func.max(table.id), func.sum(table.version)).where(
            table.district_id == district
        )
    ).one()
    return count or 0, last or 0, int(versions or 0)


def attributes(tx: Session, district: str) -> Attributes:
    """The attributes of the district's accounts: account, field, value."""
    table = RECORDS["account_attribute"].c
    rows = tx.execute(
        select(table.account_code, table.custom_attribute_field, table.value)
        .where(table.district_id == district)
        .order_by(table.record_key)
    )
    return Attributes.of((account, name, value) for account, name, value in rows)


def bucket_rule(held: Filled) -> BucketRule:
    """A recorded bucket as a rule."""
    values = held.values
    kind = str(values.get("type") or "expenditure")
    roles = values.get("roles")
    return BucketRule(
        code=str(values.get("code") or ""),
        name=str(values.get("name") or ""),
        type="both" if kind == _BOTH else kind,
        lines=lines_of(held.lines),
        roles=frozenset(folded(one) for one in roles) if isinstance(roles, (list, tuple)) else
        frozenset(),
        description=str(values.get("description") or ""),
        decided_by=str(values.get("decided_by") or "owner"),
        rollup=folded(values.get("rollup_widget_template")),
        questions=tuple(
            (str(values[f"question_{number}"]), str(values[f"answer_{number}"]))
            for number in QUESTIONS
            if values.get(f"question_{number}") and values.get(f"answer_{number}")
        ),
    )  # fmt: skip


def budget_rule(held: Filled, role: str | None = None) -> BudgetRule:
    """A recorded budget as a rule; `role` is the code of the role by which it is seen."""
    return BudgetRule(
        code=str(held.values.get("code") or ""),
        name=str(held.values.get("name") or ""),
        lines=lines_of(held.lines),
        locations=locations_of(held.lines),
        role=None if role is None else folded(role),
    )


def rollup(held: Filled) -> Rollup:
    """A recorded template as a rule."""
    values = held.values
    return Rollup(folded(values.get("code")), str(values.get("name") or ""), categories(held))


def categories(held: Filled) -> tuple[Category, ...]:
    """The categories of a rollup template in their order; one category has several lines."""
    found: dict[str, tuple[tuple[int, int], list[Values]]] = {}
    for place, line in enumerate(held.lines):
        name, sort = str(line.get("category") or ""), line.get("category_sort")
        number = sort if isinstance(sort, int) else _LAST
        first, own = found.setdefault(name, ((number, place), []))
        found[name] = (min(first, (number, place)), [*own, line])
    ordered = sorted(found.items(), key=lambda item: item[1][0])
    return tuple(Category(name, lines_of(own)) for name, (_, own) in ordered)


def lines_of(lines: Iterable[Values]) -> tuple[Line, ...]:
    """The scope lines of a record; a line without a field is none."""
    filled = (line for line in lines if line.get(SCOPE[0]))
    return tuple((str(line[SCOPE[0]]), str(line[SCOPE[1]]), str(line[SCOPE[2]])) for line in filled)


def _place(one: Filled) -> tuple[int, str, str]:
    """Where a bucket stands among the others: by its place, then by name."""
    place = one.values.get("place")
    number = place if isinstance(place, int) else _LAST
    return number, folded(one.values.get("name")), folded(one.values.get("code"))
