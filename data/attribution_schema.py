"""Tables of `serving.duckdb` that say which dollars count at which school, and why.

An account has one class; within a rule set, an account to be shared belongs to one pool; a pool
has a driver value for each school, and each school its share of every part of the pool, reckoned
in the load so that any choice of funds adds up to the cent.
"""

from __future__ import annotations

from data.table import table

_YEAR = "fiscal_year SMALLINT | fiscal year, named by the year in which it ends"
_PART = (
    "fund_code VARCHAR | fund",
    "fund_source VARCHAR | federal or state_local",
    "is_personnel BOOLEAN | pay and benefits",
)
_MONEY = (
    "budget_cents BIGINT | adjusted budget",
    "spent_cents BIGINT | spent",
)

ATTRIBUTION = (
    table(
        "expense_class",
        "one row per rule of classes",
        "rule_code",
        "rule_code VARCHAR | code",
        "name VARCHAR | name",
        "expense_class VARCHAR | allocated, attributable, central_office or excluded",
        "sort SMALLINT | order in which rules are tried",
    ),
    table(
        "account_class",
        "one row per expenditure account",
        "account_key",
        "account_key INTEGER | account",
        _YEAR,
        "location_key INTEGER | location",
        "rule_code VARCHAR | rule that decided; '' where none fits",
        "expense_class VARCHAR | class of that rule, or unclassified",
    ),
    table(
        "attribution_set",
        "one row per rule set",
        "set_code",
        "set_code VARCHAR | code",
        "name VARCHAR | name of the method",
        "description VARCHAR | what the method says",
        "spreads_central_office BOOLEAN | whether the district office is shared too",
        "sort SMALLINT | order of display; the first is the district's own choice",
    ),
    table(
        "attribution_pool",
        "one row per rule set and pool",
        "set_code pool_code",
        "set_code VARCHAR | rule set",
        "pool_code VARCHAR | code",
        "name VARCHAR | name of the pool",
        "driver VARCHAR | enrollment, fte, equal, fixed or a metric",
        "driver_label VARCHAR | the driver in words",
        "schools_label VARCHAR | the schools that share it, in words",
        "source VARCHAR | why this driver",
        "sort SMALLINT | order in which rules are tried",
    ),
    table(
        "account_pool",
        "one row per rule set and account in a pool",
        "set_code account_key",
        "set_code VARCHAR | rule set",
        "account_key INTEGER | account",
        _YEAR,
        "location_key INTEGER | location",
        "pool_code VARCHAR | pool",
    ),
    table(
        "cube_class",
        "one row per fiscal year, location, class, rule, fund, source and personnel",
        "",
        _YEAR,
        "location_key INTEGER | location",
        "expense_class VARCHAR | class, or unclassified",
        "rule_code VARCHAR | rule that decided; '' where none fits",
        *_PART,
        "account_count BIGINT | accounts behind the row",
        *_MONEY,
    ),
    table(
        "cube_pool",
        "one row per rule set, pool, fiscal year, class, fund, source and personnel",
        "",
        "set_code VARCHAR | rule set",
        "pool_code VARCHAR | pool; '' for attributable accounts that no rule takes",
        _YEAR,
        "expense_class VARCHAR | attributable or central_office",
        *_PART,
        "account_count BIGINT | accounts behind the row",
        *_MONEY,
        "reason VARCHAR | why the pool stays not attributed; '' where it is shared",
    ),
    table(
        "pool_driver",
        "one row per rule set, pool, fiscal year and selected school",
        "set_code pool_code fiscal_year location_key",
        "set_code VARCHAR | rule set",
        "pool_code VARCHAR | pool",
        _YEAR,
        "location_key INTEGER | school",
        "value DOUBLE | value of the driver; NULL where missing or withheld",
        "share DOUBLE | part of the pool, between 0 and 1; NULL where the school takes none",
        "reason VARCHAR | why the school takes no share, or that its value is a bound; else ''",
    ),
    table(
        "pool_share",
        "one row per rule set, pool, fiscal year, school, fund, source and personnel",
        "",
        "set_code VARCHAR | rule set",
        "pool_code VARCHAR | pool",
        _YEAR,
        "location_key INTEGER | school",
        *_PART,
        *_MONEY,
    ),
)
