"""The accounts behind federal fiscal tests: each under the part of a test that counts it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

import pyarrow as pa

from access.scope import Scope
from data.districts import latest_fiscal_year
from data.federal.settings import AccountGroup, FederalSettings, Groups, federal_settings
from data.read_model import Argument, ArgumentError, ReadModel, columns, shaped
from data.spending import FISCAL_YEAR, LOCATION_IDS
from data.warehouse import Warehouse

Row = dict[str, Any]
STATE_LOCAL: Final = "state_local"
PARTS: Final = ("title_one", "instruction", "effort_excluded", "special_education", "local")
"""Parts of the settings that name accounts."""
_SUMMED: Final = ["account_key", "fiscal_year", "location_id", "fund_source", "spend_class",
                  "budget_cents", "spent_cents"]  # fmt: skip
_COLUMNS = columns(
    "fiscal_year year | fiscal year",
    "part text | title_one, instruction, effort_excluded, special_education or local",
    "group_name text | the group of the settings that holds the account first",
    "account text | the account as the ERP prints it",
    "description text | its title",
    "location_id text | location",
    "location_name text | readable name",
    "fund_source text | federal or state_local; tests of effort count state_local alone",
    "spend_class text | salary, benefit, non_personnel, capital or debt",
    "budget_usd money | adjusted budget; missing where none was loaded",
    "spent_usd money | spent; missing where nothing was loaded",
)


def accounts_of(
    warehouse: Warehouse,
    scope: Scope,
    groups: Groups,
    *fiscal_years: int,
    whole: bool = False,
    location_ids: Sequence[str] = (),
) -> list[tuple[AccountGroup, list[Row]]]:
    """The accounts of each group in some years; one of several groups counts in the first.

    Rows hold what sums need, with `whole` also what names the account and its place.
    """
    taken: set[int] = set()
    found = []
    for group in groups:
        table = warehouse.exact(
            scope,
            "group_accounts",
            lines=group.lines,
            fiscal_years=list(fiscal_years),
            location_ids=list(location_ids),
        )
        rows = (table if whole else table.select(_SUMMED)).to_pylist()
        own = [row for row in rows if row["account_key"] not in taken]
        taken |= {row["account_key"] for row in own}
        found.append((group, own))
    return found


def spent_by_year(rows: Iterable[Row]) -> dict[int, int]:
    """State and local cents spent on the rows in each year."""
    cents: dict[int, int] = defaultdict(int)
    for row in rows:
        if row["fund_source"] == STATE_LOCAL:
            cents[row["fiscal_year"]] += row["spent_cents"] or 0
    return dict(cents)


def spent_by_school(
    warehouse: Warehouse, scope: Scope, groups: Groups, *, fiscal_year: int, **only: str
) -> dict[str, int]:
    """Cents spent on the groups at each school, of the rows whose columns have these values."""
    cents: dict[str, int] = defaultdict(int)
    for _, rows in accounts_of(warehouse, scope, groups, fiscal_year):
        for row in rows:
            if all(row[name] == value for name, value in only.items()):
                cents[row["location_id"]] += row["spent_cents"] or 0
    return dict(cents)


def title_one_dollars(
    warehouse: Warehouse, scope: Scope, settings: FederalSettings, *, fiscal_year: int
) -> dict[str, int]:
    """Cents of Title I at each school: spent, or budgeted where nothing is spent yet."""
    cents: dict[str, int] = defaultdict(int)
    groups = settings.title_one
    for _, rows in accounts_of(warehouse, scope, groups, fiscal_year):
        for row in rows:
            cents[row["location_id"]] += row["spent_cents"] or row["budget_cents"] or 0
    return {place: amount for place, amount in cents.items() if amount > 0}


def federal_accounts(
    warehouse: Warehouse,
    scope: Scope,
    *,
    fiscal_year: int | None = None,
    part: str = "effort_excluded",
    group: str = "",
    location_ids: Sequence[str] = (),
) -> pa.Table:
    """Accounts of one part of the tests in a year, or of one group of it, the largest first."""
    if part not in PARTS:
        raise ArgumentError(f"part: {part!r} is none of {', '.join(PARTS)}")
    year = fiscal_year or latest_fiscal_year(warehouse, scope.district)
    groups: Groups = getattr(federal_settings(warehouse, scope), part)
    listed = accounts_of(warehouse, scope, groups, year, whole=True, location_ids=location_ids)
    rows = [
        row | {"part": part, "group_name": one.name}
        for one, own in listed
        if group in ("", one.name)
        for row in own
    ]
    rows.sort(
        key=lambda row: (-abs(row["spent_cents"] or row["budget_cents"] or 0), row["account"])
    )
    return _table(rows)


def _table(rows: list[Row]) -> pa.Table:
    names = [column.name for column in _COLUMNS if not column.name.endswith("_usd")]
    made = {name: [row[name] for row in rows] for name in names}
    cents = {
        name: pa.array([row[name] for row in rows], pa.int64())
        for name in ("budget_cents", "spent_cents")
    }
    return shaped(pa.table(cents), _COLUMNS, **made)


MODELS = (
    ReadModel(
        "federal-accounts",
        "Accounts of federal tests",
        "one row per expenditure account that a part of the tests counts",
        "account:read",
        _COLUMNS,
        (
            FISCAL_YEAR,
            Argument("part", "text", "effort_excluded", f"one of {', '.join(PARTS)}"),
            Argument("group", "text", "", "one group of the part, by its name"),
            LOCATION_IDS,
        ),
        federal_accounts,
    ),
)
