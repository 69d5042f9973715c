"""What a record refers to and who refers to it, asked of the store."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table, func, select
from sqlalchemy.orm import Session

from data.entities.content import Filled
from data.entities.entity import Entity, folded
from data.entities.field import Kind
from data.entities.registry import ENTITIES, referring_to
from data.rules.attribute_values import FIELDS, VALUES, as_target
from data.rules.surroundings import Surroundings, Target, codes_of, targets_of
from data.store.record_tables import LINES, RECORDS
from data.store.records import Record, records

_NAMED: Final = 5
_READ: Final = 2_000


@dataclass(frozen=True, slots=True)
class Use:
    """One record that refers to another: its kind and how a person reads its key."""

    entity: Entity
    label: str


def surroundings(
    tx: Session, district: str, entity: Entity, chart: Mapping[str, Mapping[str, Target]]
) -> Surroundings:
    """Everything that records of an entity may refer to, and the entity's own codes."""
    wanted = {field.refers for field in (*entity.fields, *entity.lines)} | {entity.name}
    targets = dict(chart)
    for name in wanted & ENTITIES.keys():
        targets[name] = targets_of(ENTITIES[name], _short(tx, district, ENTITIES[name]))
    if "scope_field" in wanted and "scope_field" in targets:
        attributes = codes_of(_attributes(tx, district))
        targets["scope_field"] = {**attributes, **targets["scope_field"]}
    if entity.name in {"position", "vacancy_pay"}:
        targets |= _rated(tx, district)
    if entity.name in {"account_attribute", FIELDS}:
        targets |= _of_attributes(tx, district)
    return Surroundings(targets)


def _of_attributes(tx: Session, district: str) -> dict[str, Mapping[str, Target]]:
    """What attributes have to be, and the different values that accounts have of each."""
    fields, values = RECORDS[FIELDS].c, RECORDS["account_attribute"].c
    kinds = tx.execute(
        select(fields.name, fields.kind, fields.choices).where(fields.district_id == district)
    )
    named = {folded(name): as_target(name, kind, tuple(of or ())) for name, kind, of in kinds}
    rows = tx.execute(
        select(values.custom_attribute_field, values.value)
        .where(values.district_id == district)
        .distinct()
        .limit(_READ)
    )
    kept = {f"{name}\x1f{value}": Target(value, type=name) for name, value in rows}
    return {FIELDS: named, VALUES: kept}


def _rated(tx: Session, district: str) -> dict[str, Mapping[str, Target]]:
    """The jobs that a vacancy can be reckoned with: those with vacant pay, those with a package."""
    pays, jobs, plans = (RECORDS[name] for name in ("vacancy_pay", "job", "compensation_plan"))
    here = pays.c.district_id == district
    paid = set(tx.scalars(select(pays.c.job_code).where(here, pays.c.job_code.is_not(None))))
    for codes in tx.scalars(
        select(plans.c.job_codes).where(
            plans.c.district_id == district,
            plans.c.code.in_(select(pays.c.compensation_plan_code).where(here)),
        )
    ):
        paid |= set(codes or ())
    package = jobs.c.benefits_package_code.is_not(None)
    bundled = tx.scalars(select(jobs.c.code).where(jobs.c.district_id == district, package))
    return {"job_with_pay": codes_of(paid), "job_with_package": codes_of(bundled)}


def uses(tx: Session, district: str, entity: Entity, one: Filled) -> list[Use]:
    """The records that refer to a record, by kind and key.

    A code that stays in use by another record (another class of the job, another period of the
    position) may go: then nothing is named.
    """
    code = one.values[entity.key[0]]
    if len(_same_code(tx, district, entity, code)) > 1:
        return []
    found = []
    for other, field, in_line in referring_to(entity.name):
        ids = _referring(tx, district, other, field, str(code), in_line=in_line)
        kept = records(tx, district, other, ids)
        found += [Use(other, other.label_of(one.values)) for one in kept]
    return found


def why_kept(entity: Entity, one: Filled, used: Iterable[Use]) -> str:
    """Why a record cannot go, naming who refers to it; empty when nobody does (V14, V20)."""
    by_kind: dict[str, list[str]] = {}
    for use in used:
        by_kind.setdefault(use.entity.plural, []).append(use.label)
    if not by_kind:
        return ""
    parts = [f"{plural}: {_some(labels)}" for plural, labels in by_kind.items()]
    label = entity.label_of(one.values)
    return f"{entity.title} {label} is still referred to by {'; '.join(parts)}."


def _some(labels: list[str]) -> str:
    more = f" and {len(labels) - _NAMED} more" if len(labels) > _NAMED else ""
    return ", ".join(labels[:_NAMED]) + more


def _short(tx: Session, district: str, entity: Entity) -> Iterator[Record]:
    """The records of an entity with only the columns by which they are referred to."""
    table = RECORDS[entity.name]
    names = [entity.key[0], *("name", "is_active", "archived", "type", "unit")]
    kept = [name for name in dict.fromkeys(names) if name in {f.name for f in entity.fields}]
    wanted = select(*(table.c[name] for name in kept)).where(table.c.district_id == district)
    for row in tx.execute(wanted.execution_options(yield_per=_READ)):
        yield Record(0, 0, dict(zip(kept, row, strict=True)))


def _attributes(tx: Session, district: str) -> list[str]:
    table = RECORDS["account_attribute"]
    return list(
        tx.scalars(
            select(table.c.custom_attribute_field).where(table.c.district_id == district).distinct()
        )
    )


def _same_code(tx: Session, district: str, entity: Entity, code: object) -> list[int]:
    table = RECORDS[entity.name]
    column = func.lower(table.c[entity.key[0]])
    wanted = select(table.c.id).where(table.c.district_id == district)
    return list(tx.scalars(wanted.where(column == str(code).lower())))


def _referring(
    tx: Session, district: str, other: Entity, field: str, code: str, *, in_line: bool
) -> list[int]:
    """The numbers of the records of `other` that hold the code in a field."""
    table: Table = (LINES if in_line else RECORDS)[other.name]
    number = table.c.record_id if in_line else table.c.id
    wanted = select(number).where(table.c.district_id == district)
    if other.by_name[field].kind is Kind.LIST:
        rows = tx.execute(wanted.add_columns(table.c[field]))
        return [row[0] for row in rows if folded(code) in {folded(one) for one in row[1] or ()}]
    return list(tx.scalars(wanted.where(func.lower(table.c[field]) == code.lower()).distinct()))
