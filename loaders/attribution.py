"""Classes of accounts, pools of central cost and each school's share, into the serving file.

Accounts are matched by set, once per rule; a pool is shared in each of its parts (fund, source,
pay or not), so that any choice of funds sums to the ledger by adding alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

import pyarrow as pa
from duckdb import DuckDBPyConnection
from pydantic import ValidationError

from data.scope import ScopeLine, scope_predicate
from loaders.attribution_drivers import Drivers, driver_label, schools_label
from loaders.erp.attribution_settings import BucketScope, ExpenseClass, RuleSet
from loaders.errors import LoaderError
from metrics.attribution import Basis

TRANSFERS: Final = "transfers"
NO_RULE: Final = "no rule of the method takes these accounts"
_OWN_FIELDS: Final = {"account", "account_type"}

_CHOSEN = "create or replace temp table chosen (account_key integer, code varchar)"
_CHOOSE = """
insert into chosen
select a.account_key, $code from dim_account a
where a.kind = 'expenditure'
    and a.account_key not in (select account_key from chosen)
    and (OPEN)
    and (PREDICATE)
"""
_CLASS_OPEN: Final = {
    "allocated": "a.location_key in (select location_key from dim_location where type = 'school')"
}
_POOL_OPEN = (
    "a.account_key in (select account_key from account_class "
    "where list_contains($classes, expense_class))"
)
_CELLS = """
select set_code, pool_code, fiscal_year, fund_code, fund_source, is_personnel,
    sum(budget_cents)::bigint, sum(spent_cents)::bigint
from cube_pool where reason = '' group by all order by all
"""


def fill_attribution(con: DuckDBPyConnection, settings: dict[str, Any], text: Any) -> None:
    """Fill every table of `data.attribution_schema`; plain names mean those of the serving file.

    `text` gives the SQL of a file by its name. Raises LoaderError where a rule names a part of
    the account or a location that the district does not have.
    """
    classes = _ordered(_read(settings, "expense_classes", ExpenseClass))
    sets = _read(settings, "attribution", RuleSet)
    _check_names(con, classes, sets)
    _fill_classes(con, classes)
    con.execute(text("account_class"))
    con.execute(text("cube_class"))
    drivers = Drivers(con, settings)
    bases: dict[tuple[str, str, int], Basis] = {}
    for sort, one in enumerate(sets):
        _fill_set(con, one, sort, drivers)
        for year in drivers.years:
            for rule in one.rules:
                bases[one.code, rule.code, year] = drivers.fill(one.code, rule, year)
    _insert(con, "pool_driver", drivers.rows)
    _insert_reasons(con, bases)
    con.execute(text("cube_pool"))
    _share(con, bases)


def _read(settings: dict[str, Any], key: str, model: Any) -> list[Any]:
    try:
        return [model.model_validate(entry) for entry in settings.get(key) or ()]
    except ValidationError as problem:
        [first, *_] = problem.errors()
        place = ".".join(str(part) for part in first["loc"])
        raise LoaderError(
            f"{key} of the settings cannot be used: {place}: {first['msg']}"
        ) from None


def _ordered(rules: Iterable[Any]) -> list[Any]:
    numbered = list(enumerate(rules))
    return [
        rule
        for _, rule in sorted(
            numbered, key=lambda p: (p[0] if p[1].sort is None else p[1].sort, p[0])
        )
    ]


def _check_names(
    con: DuckDBPyConnection, classes: Sequence[ExpenseClass], sets: Sequence[RuleSet]
) -> None:
    """Parts of the account and locations that rules name must be there."""
    rows = con.execute("select lower(segment), lower(role) from dim_segment_value").fetchall()
    fields = {name for row in set(rows) for name in row if name}
    rules = [(f"Rule {rule.code} of {one.code}", rule) for one in sets for rule in one.rules]
    for who, rule in [(f"Class {one.code}", one) for one in classes] + rules:
        for line in rule.scopes:
            field = _line(line).field
            if fields and field not in fields | _OWN_FIELDS:
                known = ", ".join(sorted(fields | _OWN_FIELDS))
                raise LoaderError(
                    f"{who} asks for a part that no account has.", found=field, expected=known
                )
    places = {row[0] for row in con.execute("select location_id from dim_location").fetchall()}
    for who, rule in rules:
        for code in (*rule.organizations, *rule.shares):
            if code not in places:
                raise LoaderError(
                    f"{who} names a location that no file tells of.",
                    found=code,
                    expected="the code of a loaded location",
                )


def _fill_classes(con: DuckDBPyConnection, classes: Sequence[ExpenseClass]) -> None:
    """Rules of classes, and in `chosen` the rule that decides each account."""
    con.execute(_CHOSEN)
    statement = _CHOOSE.replace("OPEN", "a.is_transfer").replace("PREDICATE", "true")
    con.execute(statement, {"code": TRANSFERS})
    row = "insert into expense_class values ($code, $name, $class, $sort)"
    con.execute(
        row, {"code": TRANSFERS, "name": "Transfers between funds", "class": "excluded", "sort": 0}
    )
    for sort, one in enumerate(classes, 1):
        values = {"code": one.code, "name": one.name, "class": one.expense_class, "sort": sort}
        con.execute(row, values)
        _choose(con, one.code, one.scopes, _CLASS_OPEN.get(one.expense_class, "true"))


def _fill_set(con: DuckDBPyConnection, one: RuleSet, sort: int, drivers: Drivers) -> None:
    """A rule set, its pools and the accounts in each."""
    con.execute(
        "insert into attribution_set values ($code, $name, $description, $spread, $sort)",
        {"code": one.code, "name": one.name, "description": one.description,
         "spread": one.spread_central_office, "sort": sort},
    )  # fmt: skip
    classes = ["attributable", *(["central_office"] if one.spread_central_office else [])]
    con.execute(_CHOSEN)
    for number, rule in enumerate(_ordered(one.rules)):
        con.execute(
            "insert into attribution_pool values "
            "($set, $code, $name, $driver, $label, $schools, $source, $sort)",
            {"set": one.code, "code": rule.code, "name": rule.name, "driver": rule.driver,
             "label": driver_label(rule, drivers.settings), "schools": schools_label(rule),
             "source": rule.source, "sort": number},
        )  # fmt: skip
        _choose(con, rule.code, rule.scopes, _POOL_OPEN, classes=classes)
    con.execute(
        "insert into account_pool select $set, a.account_key, a.fiscal_year, a.location_key, "
        "c.code from chosen c join dim_account a using (account_key) order by a.account_key",
        {"set": one.code},
    )


def _choose(
    con: DuckDBPyConnection, code: str, scopes: Iterable[BucketScope], is_open: str, **more: object
) -> None:
    predicate, parameters = scope_predicate([_line(line) for line in scopes])
    statement = _CHOOSE.replace("OPEN", is_open).replace("PREDICATE", predicate)
    con.execute(statement, parameters | {"code": code} | more)


def _line(line: BucketScope) -> ScopeLine:
    return ScopeLine(line.field, line.operator, line.value)


def _insert_reasons(con: DuckDBPyConnection, bases: dict[tuple[str, str, int], Basis]) -> None:
    """Why a pool of a year cannot be shared, beside the accounts that no rule takes."""
    rows = [(*key, told.reason) for key, told in bases.items() if told.reason]
    con.execute(
        "create or replace temp table pool_reason (set_code varchar, pool_code varchar, "
        "fiscal_year smallint, reason varchar)"
    )
    if rows:
        con.executemany("insert into pool_reason values (?, ?, ?, ?)", rows)
    con.execute("set variable no_rule = $reason", {"reason": NO_RULE})


def _share(con: DuckDBPyConnection, bases: dict[tuple[str, str, int], Basis]) -> None:
    """Split every part of every shared pool between its schools."""
    cells = con.execute(_CELLS).fetchall()
    rows: list[tuple[Any, ...]] = []
    for set_code, pool, year, *part, budget, spent in cells:
        one = bases[set_code, pool, year]
        split_budget = {} if budget is None else one.split(budget)
        split_spent = {} if spent is None else one.split(spent)
        rows += [
            (set_code, pool, year, school, *part, split_budget.get(school), split_spent.get(school))
            for school in one.schools
        ]
    _insert(con, "pool_share", rows)


def _insert(con: DuckDBPyConnection, table: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Add rows whose fourth value is the code of a location, in one statement."""
    if not rows:
        return
    names = [row[0] for row in con.execute(f"describe {table}").fetchall()]
    values = dict(zip(names, (list(column) for column in zip(*rows, strict=True)), strict=True))
    con.register("brought", pa.table(values))
    chosen = ", ".join(
        "l.location_key" if name == "location_key" else f"b.{name}" for name in names
    )
    con.execute(
        f"insert into {table} select {chosen} from brought b "  # noqa: S608 - names of our own
        "join dim_location l on l.location_id = b.location_key "
        "order by b.fiscal_year, l.location_key, b.set_code, b.pool_code"
    )
    con.unregister("brought")
