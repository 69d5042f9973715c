-- grain: one row per fiscal year and fund: its terms, and what was spent up to a month
-- reads: balances, cube_period, dim_account, dim_period
-- asked by: data.fund_projection (fund-projection)
-- rows: by scope
with own as (
    select account_key, fiscal_year, fund_code, spend_class
    from dim_account
    where fiscal_year between $first_year and $fiscal_year
        and kind = 'expenditure'
        and not is_transfer
        and {access: account_key}
),
terms as (
    select o.fiscal_year, o.fund_code,
        count(*) as account_lines,
        sum(b.budget_cents)::bigint as budget_cents,
        sum(b.budget_cents) filter (where o.spend_class = 'capital')::bigint as capital_cents,
        sum(b.spent_cents)::bigint as spent_cents,
        sum(b.encumbered_cents)::bigint as encumbered_cents,
        sum(b.reserved_cents)::bigint as reserved_cents
    from own o
    join balances b on b.account_key = o.account_key and b.fiscal_year = o.fiscal_year
    group by o.fiscal_year, o.fund_code
),
posted as (
    select o.fiscal_year, o.fund_code, sum(c.spent_cents)::bigint as by_then_cents
    from own o
    join cube_period c on c.account_key = o.account_key and c.fiscal_year = o.fiscal_year
    join dim_period p on p.fiscal_year = c.fiscal_year and p.period = c.period
    where p.kind = 'regular' and c.period <= $month
    group by o.fiscal_year, o.fund_code
)
select t.*, p.by_then_cents
from terms t
left join posted p on p.fiscal_year = t.fiscal_year and p.fund_code = t.fund_code
order by t.fund_code, t.fiscal_year
