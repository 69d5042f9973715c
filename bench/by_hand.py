"""The baselines: what a careful engineer writes by hand for the same questions and tables.

Text for text without a layer: no scope, no names of parameters, no exact decimals, no cache.
"""

from __future__ import annotations

from bench.district import BUCKETS

_FUND_LABELS = """(
    select code, min(label) as label from dim_segment_value
    where fiscal_year = $year and role = 'fund' group by code)"""

SPENDING_BY_SCHOOL = f"""
select l.location_id, l.name, l.type, l.level, c.fund_code, f.label as fund, c.category_code,
    k.label as category, c.fund_source, c.spend_class, sum(c.budget_cents)::bigint as budget,
    sum(c.spent_cents)::bigint as spent
from cube_school c
join dim_location l using (location_key)
left join dim_category k using (category_code)
left join {_FUND_LABELS} f on f.code = c.fund_code
where c.fiscal_year = $year and c.kind = 'expenditure' and not c.is_transfer
group by all order by l.location_id, c.fund_code, c.category_code, c.fund_source, c.spend_class
"""

SPENDING_BY_FUND = f"""
select a.fund_code, any_value(f.label) as fund, count(*) as accounts,
    sum(b.budget_cents)::bigint as budget, sum(b.spent_cents)::bigint as spent,
    sum(b.encumbered_cents)::bigint as encumbered
from balances b join dim_account a using (account_key)
left join {_FUND_LABELS} f on f.code = a.fund_code
where b.fiscal_year = $year and a.fiscal_year = $year
    and a.kind = 'expenditure' and not a.is_transfer
group by a.fund_code order by a.fund_code
"""

SPENDING_BY_CATEGORY = """
select k.sort, c.category_code, any_value(k.label) as category, c.fund_source,
    sum(c.account_count)::bigint as accounts, sum(c.budget_cents)::bigint as budget,
    sum(c.spent_cents)::bigint as spent
from cube_school c left join dim_category k using (category_code)
where c.fiscal_year = $year and c.kind = 'expenditure' and not c.is_transfer
group by k.sort, c.category_code, c.fund_source order by k.sort, c.fund_source
"""

PER_PUPIL = """
with money as (
    select location_key, sum(budget_cents)::bigint as budget, sum(spent_cents)::bigint as spent
    from cube_school
    where fiscal_year = $year and kind = 'expenditure' and not is_transfer
        and fund_code in (select unnest($funds))
    group by location_key
), counts as (
    select location_key, max(value) filter (where group_code = 'all') as pupils,
        max(value) filter (where group_code = 'frl') as frl,
        max(value) filter (where group_code = 'ell') as ell,
        max(value) filter (where group_code = 'sped') as sped
    from fct_school
    where fiscal_year = $year and metric = 'enrollment' and grade = 'all'
        and count_type = 'october'
    group by location_key
)
select l.location_id, l.state_id, l.name, l.level, c.pupils, c.frl, c.frl / c.pupils as frl_share,
    c.ell / c.pupils as ell_share, c.sped / c.pupils as sped_share, m.budget, m.spent,
    m.spent / c.pupils as per_pupil,
    rank() over (partition by l.level order by m.spent / c.pupils desc) as place,
    count(*) over (partition by l.level) as schools
from dim_location l join money m using (location_key) left join counts c using (location_key)
where l.type = 'school' order by l.location_id
"""

MONTHLY = """
select p.period, p.label, p.start_date, p.end_date, c.budget, c.spent, c.encumbered,
    sum(c.budget) over before::bigint as so_far, sum(c.spent) over before::bigint as spent_so_far
from dim_period p left join (
    select c.period, sum(c.budget_cents)::bigint as budget, sum(c.spent_cents)::bigint as spent,
        sum(c.encumbered_cents)::bigint as encumbered
    from cube_period c join dim_account a using (account_key)
    where c.fiscal_year = $year and a.fiscal_year = $year and a.kind = 'expenditure'
        and not a.is_transfer
    group by c.period) c using (period)
where p.fiscal_year = $year window before as (order by p.period) order by p.period
"""

ACCOUNTS = f"""
select a.display, a.description, a.kind, a.fund_code, f.label as fund, a.function_code,
    a.object_code, a.category_code, k.label as category, l.location_id, l.name, b.original_cents,
    b.adjustments_cents, b.budget_cents, b.spent_cents, b.encumbered_cents, b.requested_cents,
    b.reserved_cents, b.budget_cents - b.spent_cents - coalesce(b.encumbered_cents, 0)
        - coalesce(b.reserved_cents, 0) as remaining
from balances b
join dim_account a using (account_key)
join dim_location l on l.location_key = b.location_key
left join dim_category k using (category_code)
left join {_FUND_LABELS} f on f.code = a.fund_code
where b.fiscal_year = $year and a.fiscal_year = $year
order by b.budget_cents desc nulls last, a.display limit 100
"""

HUNDRED_BUCKETS = """
select k.bucket_code, k.name, k.description, count(*) as accounts,
    sum(b.original_cents)::bigint as original, sum(b.adjustments_cents)::bigint as adjustments,
    sum(b.budget_cents)::bigint as budget, sum(b.spent_cents)::bigint as spent,
    sum(b.encumbered_cents)::bigint as encumbered, sum(b.requested_cents)::bigint as requested,
    sum(b.reserved_cents)::bigint as reserved
from bucket k join bucket_account m using (bucket_code) join balances b using (account_key)
where m.fiscal_year = $year and b.fiscal_year = $year
group by k.bucket_code, k.name, k.description, k.sort order by k.sort
"""

ONE_GROUP_BY = """
select location_key, count(*) as accounts, sum(original_cents)::bigint as original,
    sum(adjustments_cents)::bigint as adjustments, sum(budget_cents)::bigint as budget,
    sum(spent_cents)::bigint as spent, sum(encumbered_cents)::bigint as encumbered,
    sum(requested_cents)::bigint as requested, sum(reserved_cents)::bigint as reserved
from balances where fiscal_year = $year group by location_key
"""

_AMOUNTS = ("budget_cents", "spent_cents", "encumbered_cents")


def _sums(number: int, field: str, codes: str, objects: str) -> list[str]:
    low, high = codes.split("-")
    first, last = objects.split("-")
    holds = (
        f"a.{field}_code between '{low}' and '{high}' "
        f"and a.object_code between '{first}' and '{last}'"
    )
    return [f"sum(b.{name}) filter (where {holds}) as b{number}_{name}" for name in _AMOUNTS]


HUNDRED_FILTERS = (
    "select "
    + ", ".join(sums for number, bucket in enumerate(BUCKETS) for sums in _sums(number, *bucket))
    + " from balances b join dim_account a using (account_key)"
    " where b.fiscal_year = $year and a.fiscal_year = $year and a.kind = 'expenditure'"
)

_OF_YEAR = (
    "from fct_ledger f join dim_account a using (account_key) "
    "where f.fiscal_year = $year and a.fiscal_year = $year"
)
DISTINCT_VALUES = (
    "select distinct fiscal_year from fct_ledger where $year > 0",
    f"select distinct a.fund_code {_OF_YEAR}",
    f"select distinct f.location_key {_OF_YEAR}",
    f"select distinct f.period {_OF_YEAR}",
    f"select distinct a.category_code {_OF_YEAR}",
    f"select distinct a.object_code {_OF_YEAR}",
    "select distinct bucket_code from bucket_account where fiscal_year = $year",
)

SPENT_BY_PLACE = """
select f.location_key, a.fund_source, sum(f.amount_cents)::bigint as cents
from fct_ledger f join dim_account a using (account_key)
where f.fiscal_year = $year and a.fiscal_year = $year and f.line_type = 'actual'
    and f.period >= 1 and (f.event_type is null or f.event_type not in ('opening', 'closing'))
group by f.location_key, a.fund_source
"""

EQUITY_FROM_LINES = """
with money as (
    select f.location_key, sum(f.amount_cents)::bigint as cents
    from fct_ledger f
    where f.fiscal_year = $year and f.line_type = 'actual' and f.period >= 1
        and (f.event_type is null or f.event_type not in ('opening', 'closing'))
    group by f.location_key
), counts as (
    select location_key, max(value) filter (where group_code = 'all') as pupils,
        max(value) filter (where group_code = 'frl') as frl
    from fct_school
    where fiscal_year = $year and metric = 'enrollment' and grade = 'all'
        and count_type = 'october'
    group by location_key
)
select location_key, cents, pupils, frl, cents / pupils as per_pupil
from money join counts using (location_key)
"""

ARRAYS = """
select location_key::bigint as place, account_key::bigint as account, amount_cents as cents,
    period::smallint as period, (line_type = 'actual')::tinyint as type,
    (event_type is not null and event_type in ('opening', 'closing'))::tinyint as event
from fct_ledger where fiscal_year = $year
"""

SOURCES = """
select (a.fund_source = 'federal')::bigint as is_federal
from range((select max(account_key) + 1 from dim_account)) k(account_key)
left join dim_account a using (account_key) order by k.account_key
"""

PUPILS_BY_KEY = """
select max(f.value) as pupils
from range((select max(location_key) + 1 from dim_location)) k(location_key)
left join fct_school f on f.location_key = k.location_key and f.fiscal_year = $year
    and f.metric = 'enrollment' and f.grade = 'all' and f.group_code = 'all'
    and f.count_type = 'october'
group by k.location_key order by k.location_key
"""
