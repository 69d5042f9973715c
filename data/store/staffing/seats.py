"""Positions on a day: who may see them, which of them fit, and their sums, in one statement each.

FTE and dollars are added where the records are, so that a district of thirty thousand positions
answers at once; `metrics.staffing` says what the sums mean, and tests hold both together.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Date, TextClause, bindparam, text
from sqlalchemy.orm import Session

from data.store.staffing.seat_conditions import seat_predicate
from data.store.staffing.seat_terms import (
    CHECKS,
    HOLDS,
    JobRate,
    Listing,
    Reach,
    Seat,
    Sums,
    Wanted,
)

_FOLDER: Final = Path(__file__).parent
_SEATS, _COSTS, _SHARES, _CHECKS = (
    (_FOLDER / f"{name}.sql").read_text() for name in ("seats", "costs", "shares", "checks")
)
# FTE in thousandths times shares in hundredths of a percent.
_PAID_UNIT: Final = 10**3 * 10**4
_LISTED: Final = re.compile(r"\{listed: ([a-z_0-9.:]+)\}")
_LISTS: Final = {
    "sqlite": "(select value from json_each({}))",
    "postgresql": "(select json_array_elements_text(cast({} as json)))",
}
_PAIRED: Final = re.compile(r"\{paired: ([a-z_0-9.:]+)\}")
_PAIRS: Final = {
    "sqlite": "select key, value from json_each({})",
    "postgresql": "select key, value from json_each_text(cast({} as json))",
}
# SQLite keeps no statistics and takes a district for ten rows; without the index on the district
# it expects many, and joins the parts by an index of the moment instead of row by row.
_OWN: Final = {"sqlite": "+district_id = :district", "postgresql": "district_id = :district"}
SORTS: Final = {
    "code": "s.code",
    "job": "s.job_name",
    "class": "s.class_name",
    "location": "s.location_code",
    "fte": "s.fte",
    "assigned": "s.assigned",
    "vacant": "s.vacant",
    "flagged": "s.flagged",
    "cost": "cents",
}
"""What positions can be ordered by; `cost` only for readers who see pay."""


_OF_PEOPLE: Final = (
    "p.code in (select a.position_code from active_assignment a join employee e "
    "on e.district_id = :district and e.code = a.employee_code "
    "where lower(e.first_name || ' ' || e.last_name || ' ' || e.code) LIKE)"
)


def seats(
    tx: Session,
    reach: Reach,
    wanted: Wanted,
    *,
    sort: str = "code",
    descending: bool = False,
    offset: int = 0,
    limit: int | None = None,
) -> list[Seat]:
    """The positions of a list that the reader may see, in an order, a part of them."""
    pays = reach.scope.sees_compensation
    # Nobody learns from an order what may not be read.
    order = SORTS["code" if sort == "cost" and not pays else sort]
    turn = "desc" if descending else "asc"
    tail = f"where {HOLDS[wanted.listing]} order by {order} is null, {order} {turn}, s.code" + (
        "" if limit is None else " limit :limit offset :offset"
    )
    rows = asked_seats(tx, reach, wanted, "s.*", tail, {"limit": limit, "offset": offset})
    return [_seat(row) for row in rows]


def sums(tx: Session, reach: Reach, wanted: Wanted) -> dict[Listing, Sums]:
    """The sums of every list at once, over what else is asked for; of checks where one is."""
    parts = []
    lists = [one for one in HOLDS if one not in CHECKS or wanted.listing in CHECKS]
    for number, condition in enumerate(HOLDS[one] for one in lists):
        for name, value in (
            ("positions", "1"),
            ("fte", "s.fte"),
            ("assigned", "s.assigned"),
            ("vacant", "s.vacant"),
            ("people", "s.people"),
            ("cents", "case when unpaid = 0 then cents end"),
            ("pay", "case when unpaid = 0 then pay_cents end"),
            ("uncosted", "case when unpaid > 0 then 1 else 0 end"),
            ("unpaid", "unpaid"),
            ("paid_fte", "paid_fte"),
            ("paid_assigned", "paid_assigned"),
        ):
            parts.append(
                f"cast(sum(case when {condition} then {value} end) as bigint) as {name}_{number}"
            )
    [row] = asked_seats(tx, reach, wanted, ", ".join(parts), "", {})
    return {one: _sums(row, number, reach) for number, one in enumerate(lists)}


def job_rates(tx: Session, reach: Reach, day: date) -> dict[str, JobRate]:
    """Job -> what its people cost on a day, each FTE counting alike; nothing without the right.

    Positions with somebody whose pay is not known tell nothing of their job.
    """
    if not reach.scope.sees_compensation:
        return {}
    columns = "s.job_code, " + ", ".join(
        f"cast(sum({name}) as bigint) as {name}" for name in ("assigned", "pay_cents", "cents")
    )
    tail = "where unpaid = 0 and s.assigned > 0 group by s.job_code"
    return {
        row["job_code"]: JobRate(
            Fraction(1_000 * row["pay_cents"], row["assigned"]),
            Fraction(1_000 * (row["cents"] - row["pay_cents"]), row["assigned"]),
        )
        for row in asked_seats(tx, reach, Wanted(day), columns, tail, {})
    }


def listed(dialect: str, source: str) -> str:
    """The texts of a JSON list, as a subquery: lists of any length are one parameter."""
    return _LISTS[dialect].format(source)


def asked_seats(
    tx: Session,
    reach: Reach,
    wanted: Wanted,
    columns: str,
    tail: str,
    given: Mapping[str, Any],
    more: str = "",
) -> list[Mapping[str, Any]]:
    """Run the statement over the visible positions that fit; `more` stands before the select."""
    conditions, parameters = _conditions(reach, wanted)
    tests, compared = seat_predicate(tx, reach.scope.district, wanted.tests)
    pays = reach.scope.sees_compensation
    cost = (
        "c.cents, c.pay_cents, coalesce(c.unpaid, 0) as unpaid"
        if pays
        else "cast(null as bigint) as cents, cast(null as bigint) as pay_cents, 0 as unpaid"
    )
    paid = "cast(null as bigint) as paid_fte, cast(null as bigint) as paid_assigned"
    if wanted.accounts is not None:
        paid = "h.paid_fte, h.paid_assigned"
    checks = wanted.listing in CHECKS
    whole = _SEATS + (_COSTS if pays else "") + ("" if wanted.accounts is None else _SHARES)
    whole += _CHECKS if checks else ""
    joined = "left join cost c on c.position_code = t.code" if pays else ""
    joined += "" if wanted.accounts is None else " left join paid h on h.code = t.code"
    joined += " left join funded k on k.code = t.code" if checks else ""
    is_off = "k.is_off" if checks else "0 as is_off"
    inner = f"(select t.*, {cost}, {paid}, {is_off} from seat t {joined}) s"  # noqa: S608 - parts of this file
    if wanted.tests:
        inner = f"(select s.* from {inner} where {tests}) s"  # noqa: S608 - parts of this file
    statement = f"{whole} {more} select {columns} from {inner} {tail}"  # noqa: S608 - parts of this file
    for name, condition in conditions.items():
        statement = statement.replace("{" + name + "}", condition)
    values = {**parameters, **compared, **given}
    rows = tx.execute(_bound(tx, statement), values).mappings()
    return [dict(row) for row in rows]


def _bound(tx: Session, statement: str) -> TextClause:
    dialect = tx.get_bind().dialect.name
    written = _LISTED.sub(lambda found: listed(dialect, found[1]), statement)
    written = _PAIRED.sub(lambda found: _PAIRS[dialect].format(found[1]), written)
    written = written.replace("{own}", _OWN[dialect])
    return text(written).bindparams(bindparam("day", type_=Date))


def _conditions(reach: Reach, wanted: Wanted) -> tuple[dict[str, str], dict[str, Any]]:
    """What stands for {visible} and {filtered}, and every parameter."""
    scope = reach.scope
    parameters: dict[str, Any] = {"district": scope.district, "day": wanted.day}
    visible = "1 = 1"
    if scope.locations is not None:
        visible = (
            "(p.location_code in {listed: :places} or p.code in "
            "(select position_code from paying where account_code in {listed: :own_accounts}))"
        )
        parameters["places"] = json.dumps(sorted(scope.locations))
        parameters["own_accounts"] = json.dumps(list(reach.accounts))
    filters = ["1 = 1"]
    if wanted.accounts is not None:
        filters.append(
            "p.code in (select position_code from paying where account_code in "
            "{listed: :bucket_accounts})"
        )
        parameters["bucket_accounts"] = json.dumps(list(wanted.accounts))
    for name, column in (("class_code", "t.class_code"), ("code", "p.code")):
        if value := getattr(wanted, name):
            filters.append(f"{column} = :{name}")
            parameters[name] = value
    for number, (word, places) in enumerate(wanted.words.items()):
        filters.append(_search(number, names=scope.sees_employees))
        parameters[f"word_{number}"] = f"%{_escaped(word.lower())}%"
        parameters[f"places_{number}"] = json.dumps(list(places))
    return {"visible": visible, "filtered": " and ".join(filters)}, parameters


def _search(number: int, *, names: bool) -> str:
    """One word in any text of a position; in the people's names where they may be read."""
    like = f"like :word_{number} escape '!'"
    texts = ["p.code", "p.job_code", "t.name", "t.class_name", "p.location_code", "g.note"]
    tests = [f"lower(coalesce({one}, '')) {like}" for one in texts]
    tests.append(f"p.location_code in {{listed: :places_{number}}}")
    if names:
        tests.append(_OF_PEOPLE.replace("LIKE", like))
    return f"({' or '.join(tests)})"


def _escaped(word: str) -> str:
    return re.sub(r"([!%_])", r"!\1", word)


def _seat(row: Mapping[str, Any]) -> Seat:
    known = row["people"] and not row["unpaid"]
    return Seat(
        code=row["code"],
        job_code=row["job_code"],
        job_name=row["job_name"],
        class_name=row["class_name"],
        location_code=row["location_code"],
        fte=fte(row["fte"]),
        assigned=fte(row["assigned"]),
        vacant=fte(row["vacant"]),
        people=row["people"],
        flagged=None if row["flagged"] is None else fte(row["flagged"]),
        note=row["note"],
        flag_version=row["flag_version"],
        cost_cents=row["cents"] if known else None,
        unpaid=row["unpaid"],
        paid_fte=paid_fte(row["paid_fte"]),
        paid_assigned=paid_fte(row["paid_assigned"]),
    )


def paid_fte(units: int | None) -> Fraction | None:
    """FTE of thousandths times hundredths of a percent."""
    return None if units is None else Fraction(units, _PAID_UNIT)


def _sums(row: Mapping[str, Any], number: int, reach: Reach) -> Sums:
    found = {name: row[f"{name}_{number}"] or 0 for name in
             ("positions", "fte", "assigned", "vacant", "people", "cents", "pay", "uncosted",
              "unpaid")}  # fmt: skip
    return Sums(
        positions=found["positions"],
        fte=fte(found["fte"]),
        assigned=fte(found["assigned"]),
        vacant=fte(found["vacant"]),
        people=found["people"],
        cost_cents=found["cents"] if reach.scope.sees_compensation else None,
        pay_cents=found["pay"] if reach.scope.sees_compensation else None,
        uncosted=found["uncosted"],
        unpaid=found["unpaid"],
        paid_fte=paid_fte(row[f"paid_fte_{number}"]),
        paid_assigned=paid_fte(row[f"paid_assigned_{number}"]),
    )


def fte(thousandths: int) -> Decimal:
    """FTE of whole thousandths."""
    return Decimal(thousandths).scaleb(-3)
