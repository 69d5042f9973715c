-- grain: one row per fiscal year, fund and measure that both snapshots know
-- reads: serving.cube_school of the new file and of the served one (before)
-- columns: fund_code, fiscal_year, measure, before, now, year_total, all cents
with sums as (
    select 'now' as snapshot, fiscal_year, fund_code, sum(budget_cents)::bigint as budget,
        sum(spent_cents)::bigint as spent
    from serving.cube_school where kind = 'expenditure' group by fiscal_year, fund_code
    union all
    select 'before', fiscal_year, fund_code, sum(budget_cents)::bigint, sum(spent_cents)::bigint
    from before.cube_school where kind = 'expenditure' group by fiscal_year, fund_code
),
long as (
    unpivot sums on budget, spent into name measure value cents
),
paired as (
    select fiscal_year, fund_code, measure,
        coalesce(sum(cents) filter (where snapshot = 'before'), 0)::bigint as before,
        coalesce(sum(cents) filter (where snapshot = 'now'), 0)::bigint as now
    from long group by fiscal_year, fund_code, measure
)
select fund_code, fiscal_year, measure, before, now,
    (sum(abs(before)) over (partition by fiscal_year, measure))::bigint as year_total
from paired
qualify year_total > 0 and before <> now
order by fiscal_year, measure, fund_code
