-- grain: one row per sum that the serving file must share with the tables it was built from
-- reads: canon.ledger_line, budget_line, encumbrance_event, balance_snapshot; serving.*
-- columns: check_code, scope, fiscal_year, severity, broken, expected, actual, message
with lines as (
    select fiscal_year, amount from canon.ledger_line
    union all
    select fiscal_year, amount from canon.budget_line where status is distinct from 'proposed'
    union all
    select fiscal_year, amount from canon.encumbrance_event
),
canonical as (
    select fiscal_year, count(*) as lines, sum(amount) as amount from lines group by fiscal_year
),
star as (
    select fiscal_year, count(*) as lines, sum(amount_cents)::bigint as cents
    from serving.fct_ledger group by fiscal_year
),
searchable as (
    select fiscal_year, count(*) as lines, sum(amount_cents)::bigint as cents
    from serving.search group by fiscal_year
),
whole as (
    select b.fiscal_year, sum(b.budget_cents)::bigint as budget, sum(b.spent_cents)::bigint as spent
    from serving.balances b join serving.dim_account a on a.account_key = b.account_key
    where a.kind in ('expenditure', 'revenue') group by b.fiscal_year
),
parts as (
    select fiscal_year, sum(budget_cents)::bigint as budget, sum(spent_cents)::bigint as spent
    from serving.cube_school group by fiscal_year
),
classed as (
    select fiscal_year, sum(budget_cents)::bigint as budget, sum(spent_cents)::bigint as spent
    from serving.cube_class group by fiscal_year
),
spending as (
    select b.fiscal_year, sum(b.budget_cents)::bigint as budget, sum(b.spent_cents)::bigint as spent
    from serving.balances b join serving.dim_account a on a.account_key = b.account_key
    where a.kind = 'expenditure' group by b.fiscal_year
),
pools as (
    select set_code, fiscal_year, sum(budget_cents)::bigint as budget,
        sum(spent_cents)::bigint as spent
    from serving.cube_pool where reason = '' group by all
),
shares as (
    select set_code, fiscal_year, sum(budget_cents)::bigint as budget,
        sum(spent_cents)::bigint as spent
    from serving.pool_share group by all
),
final as (
    select 'R1' as check_code, 'lines' as scope, fiscal_year, 'error' as severity,
        (c.lines is distinct from s.lines or c.amount * 100 is distinct from s.cents)::bigint
            as broken, c.amount as expected, s.cents as cents
    from canonical c full join star s using (fiscal_year)
    union all
    select 'R1', 'search', fiscal_year, 'error',
        (c.lines is distinct from s.lines or c.amount * 100 is distinct from s.cents)::bigint,
        c.amount, s.cents
    from canonical c full join searchable s using (fiscal_year)
    union all
    select 'R1', 'budget by school', fiscal_year, 'error',
        (w.budget is distinct from p.budget)::bigint, w.budget::decimal(20, 2) * 0.01, p.budget
    from whole w full join parts p using (fiscal_year)
    union all
    select 'R1', 'spending by school', fiscal_year, 'error',
        (w.spent is distinct from p.spent)::bigint, w.spent::decimal(20, 2) * 0.01, p.spent
    from whole w full join parts p using (fiscal_year)
    union all
    select 'R1', 'spending by class', fiscal_year, 'error',
        (w.spent is distinct from c.spent or w.budget is distinct from c.budget)::bigint,
        w.spent::decimal(20, 2) * 0.01, c.spent
    from spending w full join classed c using (fiscal_year)
    union all
    select 'R1', 'shares by ' || set_code, fiscal_year, 'error',
        (p.spent is distinct from s.spent or p.budget is distinct from s.budget)::bigint,
        p.spent::decimal(20, 2) * 0.01, s.spent
    from pools p full join shares s using (set_code, fiscal_year)
)
select check_code, scope, fiscal_year, severity, broken, expected,
    cents::decimal(20, 2) * 0.01 as actual, 'sums of the parts are not the whole' as message
from final order by scope, fiscal_year
