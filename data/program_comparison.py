"""A program across schools: its dollars per pupil beside results, and who goes without it.

The program is a bucket or a list of conditions over accounts. Its dollars are those booked at
each location, in every fund; nothing is spread. Totals of every school are for whoever compares
schools, pay of single people is for nobody here: conditions on the object or on single accounts
would come close to one person's pay, so that they are refused where they reach pay and the
reader's scope does not see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa

from access.scope import Scope
from data.condition import conditions
from data.districts import latest_fiscal_year
from data.pupil_groups import GROUPS, group_counts
from data.read_model import Argument, ArgumentError, ReadModel, columns, shaped
from data.school_measures import Measure, SchoolFigures, measures, school_figures
from data.scope import ScopeError, ScopeLine
from data.spending import FISCAL_YEAR
from data.warehouse import Warehouse
from metrics.per_pupil import per_pupil

AMOUNTS: Final = ("spent", "budget")
WIDE: Final = frozenset({"fund", "function", "program", "project", "location", "source"})
"""Roles of account parts that many people's pay stands behind; others may single one out."""
_PREFERRED: Final = ("ela_points", "math_points")
_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "location_id text | location; empty for accounts without one",
    "location_name text | readable name",
    "level text | elementary, middle, high, k12 or other; missing where not a school",
    "account_count count | expenditure accounts of the program booked at the location",
    "budget_usd money | their adjusted budget; missing where none was loaded",
    "spent_usd money | what was spent of them; zero is a figure, missing is none",
    "pupils number | all pupils of the school",
    "divided_by text | the pupils that dollars are divided by: all, frl, ell or sped",
    "group_pupils number | how many they are",
    "cost_per_pupil_usd money | dollars of the program for each of those pupils, to the cent",
    "outcome text | measure beside the cost; empty for none",
    "outcome_value number | its value; shares lie between 0 and 1",
    "second text | another measure; empty for none",
    "second_value number | its value",
    "has_program flag | whether the school has dollars of the program other than zero",
    "reason text | why the school is not compared; empty where it is",
    "hidden text | columns withheld because few pupils stand behind them, separated by blanks",
)


@dataclass(frozen=True, slots=True)
class Program:
    """What a program is: a bucket of the district, or conditions over accounts."""

    bucket: str = ""
    lines: tuple[ScopeLine, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    """How the rows are made."""

    year: int
    amount: str
    group: str
    outcomes: tuple[str, str]


def program_of(
    warehouse: Warehouse, scope: Scope, *, bucket: str = "", where: Sequence[str] = ()
) -> Program:
    """The program asked for; without bucket and conditions the first bucket for spending."""
    known = [rule.code for rule in warehouse.bucket_rules(scope) if rule.type != "revenue"]
    if bucket and bucket not in known:
        raise ArgumentError(f"bucket: {bucket!r} is none of {', '.join(known) or 'none defined'}")
    try:
        lines = conditions(where)
    except ScopeError as error:
        raise ArgumentError(f"where: {error}") from error
    if not bucket and not lines:
        bucket = known[0] if known else ""
    return Program(bucket, lines)


def program_places(
    warehouse: Warehouse, scope: Scope, *, fiscal_year: int, program: Program
) -> list[dict[str, Any]]:
    """Accounts, budget and spending of the program by location, in whole cents."""
    if not program.bucket and not program.lines:
        return []
    narrow = _narrow(warehouse, scope, fiscal_year, program)
    found = warehouse.exact(
        scope,
        "program_by_location",
        lines=program.lines,
        fiscal_year=fiscal_year,
        bucket=program.bucket,
    ).to_pylist()
    if narrow and not scope.sees_compensation and any(row["pay_accounts"] for row in found):
        raise ArgumentError(
            f"where: conditions on {', '.join(narrow)} reach salaries or benefits, and pay of "
            "single people is not shown here. Use fund, function, program or project, or add "
            "conditions that leave pay out."
        )
    return list(found)


def account_fields(warehouse: Warehouse, code: str, fiscal_year: int) -> dict[str, str]:
    """What conditions can name in a year: each part of the account with its role."""
    rows = warehouse.exact(code, "segment_values", fiscal_year=fiscal_year, field="").to_pylist()
    return {row["segment"].lower(): (row["role"] or "").lower() for row in rows}


def _narrow(warehouse: Warehouse, scope: Scope, fiscal_year: int, program: Program) -> list[str]:
    """Fields of the conditions that may single out one person; an unknown field is an error."""
    roles = account_fields(warehouse, scope.district, fiscal_year)
    known = {*roles, *roles.values(), "account", "account_type"} - {""}
    for line in program.lines:
        if line.field not in known:
            raise ArgumentError(
                f"where: {line.field!r} is no part of an account in {fiscal_year}; expected one "
                f"of: {', '.join([*roles, 'account'])}"
            )
    wide = WIDE | {name for name, role in roles.items() if role in WIDE} | {"account_type"}
    return sorted({line.field for line in program.lines} - wide)


def program_comparison(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    bucket: str = "",
    where: Sequence[str] = (),
    amount: str = "spent",
    group: str = "all",
    outcome: str | None = None,
    second: str = "",
    figures: Sequence[SchoolFigures] | None = None,
) -> pa.Table:
    """Every school with the program's dollars per pupil beside one or two measures.

    Locations that are no schools follow, so that the rows add up to the program's ledger total.
    `figures` are those of the same year, where the caller has asked for them already.
    """
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    _known(amount, AMOUNTS, "amount")
    _known(group, GROUPS, "group")
    program = program_of(warehouse, scope, bucket=bucket, where=where)
    places = program_places(warehouse, scope, fiscal_year=year, program=program)
    schools = figures or school_figures(warehouse, scope, fiscal_year=year)
    offered = measures(warehouse, scope, schools)
    if outcome is None:
        outcome = usual_outcome(offered)
    for name, measure in (("outcome", outcome), ("second", second)):
        if measure:
            _known(measure, [one.id for one in offered], name)
    asked = _Asked(year, amount, group, (outcome, second))
    counts = {} if group == "all" else group_counts(
        warehouse, scope, fiscal_year=year, group=group
    )  # fmt: skip
    by_place = {row["location_id"]: row for row in places}
    rows = [
        _school(school, by_place.pop(school.location_id, None), counts, asked) for school in schools
    ]
    rows += [_elsewhere(row, asked) for row in by_place.values()]
    return _table(rows)


def usual_outcome(offered: Sequence[Measure]) -> str:
    """The measure that stands beside the cost first: a scale score rather than a rate."""
    results = [one.id for one in offered if one.family == "results"]
    return next((name for name in (*_PREFERRED, *results) if name in results), "")


def _school(
    school: SchoolFigures, money: dict[str, Any] | None, counts: dict[str, Any], asked: _Asked
) -> dict[str, Any]:
    """One school's row; its reason says why it is not compared."""
    row = _money(asked, money) | {
        "location_id": school.location_id,
        "location_name": school.location_name,
        "level": school.level,
        "pupils": school.pupils,
    }
    hidden = ["pupils"] if "pupils" in school.row["hidden"].split() else []
    pupils, why = school.pupils, "hidden, too few pupils" if hidden else "no pupils loaded"
    if asked.group != "all":
        counted = counts.get(school.location_id)
        pupils = counted.pupils if counted and school.pupils is not None else None
        why = (counted.reason if counted else "") or why
        why = f"{asked.group}: {why}"
        hidden += ["group_pupils"] if counted and counted.is_hidden else []
    hidden += ["group_pupils", "cost_per_pupil_usd"] if hidden else []
    cents = row[f"{asked.amount}_cents"]
    row["group_pupils"] = pupils
    row["has_program"] = bool(cents)
    row["cost_per_pupil_cents"] = per_pupil(cents, pupils) if cents else None
    reasons = [_without(row, asked)] if not cents else [why] if pupils is None else []
    for name, measure in zip(("outcome", "second"), asked.outcomes, strict=True):
        found = school.value(measure) if measure else None
        row[name], row[f"{name}_value"] = measure, found.value if found else None
        if found is not None and found.is_hidden:
            hidden.append(f"{name}_value")
    return row | {"reason": "; ".join(reasons), "hidden": " ".join(dict.fromkeys(hidden))}


def _money(asked: _Asked, money: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "fiscal_year": asked.year,
        "divided_by": asked.group,
        "account_count": money["account_count"] if money else 0,
        "budget_cents": money["budget_cents"] if money else None,
        "spent_cents": money["spent_cents"] if money else None,
    }


def _without(row: dict[str, Any], asked: _Asked) -> str:
    """Why a school counts as one without the program: no account, no figure, or zero dollars."""
    if not row["account_count"]:
        return "no account of the program"
    if row[f"{asked.amount}_cents"] is None:
        return "spending not loaded" if asked.amount == "spent" else "budget not loaded"
    return "nothing spent" if asked.amount == "spent" else "nothing budgeted"


def _elsewhere(place: dict[str, Any], asked: _Asked) -> dict[str, Any]:
    """A location that is no school, or one without pupils and money in the funds of schools."""
    row = _money(asked, place) | {name: place[name] for name in ("location_id", "location_name")}
    is_school = place["location_type"] == "school"
    return row | {
        "level": (place["level"] or "other") if is_school else None,
        "pupils": None,
        "group_pupils": None,
        "cost_per_pupil_cents": None,
        "outcome": asked.outcomes[0],
        "outcome_value": None,
        "second": asked.outcomes[1],
        "second_value": None,
        "has_program": bool(place[f"{asked.amount}_cents"]),
        "reason": "no pupils loaded" if is_school else "not a school",
        "hidden": "",
    }


def _table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    names = [column.name for column in _COLUMNS if not column.name.endswith("_usd")]
    made = {name: [row[name] for row in rows] for name in names}
    cents = {
        name: pa.array([row[name] for row in rows], pa.int64())
        for name in ("budget_cents", "spent_cents", "cost_per_pupil_cents")
    }
    return shaped(pa.table(cents), _COLUMNS, **made)


def _known(value: str, known: Sequence[str], name: str) -> None:
    if value not in known:
        raise ArgumentError(f"{name}: {value!r} is none of {', '.join(known)}")


MODELS = (
    ReadModel(
        "program-comparison",
        "A program across schools",
        "one row per school, then one per other location with the program",
        "evaluate:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("bucket", "text", "", "bucket that is the program; the first when left out"),
            Argument("where", "texts", (), "conditions: 'fund is 10', comma separated"),
            Argument("amount", "text", "spent", "spent or budget"),
            Argument("group", "text", "all", "pupils to divide by: all, frl, ell or sped"),
            Argument("outcome", "text", None, "measure beside the cost; empty for none"),
            Argument("second", "text", "", "another measure; empty for none"),
        ),
        program_comparison,
    ),
)
