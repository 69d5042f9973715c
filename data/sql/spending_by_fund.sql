-- grain: one row per fiscal year and fund
-- reads: balances, dim_account, dim_location
-- asked by: data.spending (spending-by-fund)
-- rows: by scope
select
    b.fiscal_year, a.fund_code,
    count(*) as account_lines,
    sum(b.budget_cents)::bigint as budget_cents,
    sum(b.spent_cents)::bigint as spent_cents,
    sum(b.encumbered_cents)::bigint as encumbered_cents,
    sum(b.reserved_cents)::bigint as reserved_cents
from balances b
join dim_account a using (account_key)
where b.fiscal_year = $fiscal_year
    and a.fiscal_year = $fiscal_year
    and a.kind = 'expenditure'
    and not a.is_transfer
    {when location_ids: and b.location_key in (
        select location_key from dim_location
        where location_id in (select unnest($location_ids)))}
    and {access: b.account_key}
    and {access: a.account_key}
group by b.fiscal_year, a.fund_code
order by a.fund_code
