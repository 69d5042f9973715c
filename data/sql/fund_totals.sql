-- grain: one row per fiscal year, fund and kind of account: what the ERP says, what was loaded
-- reads: balances, dim_account
-- asked by: data.reconciliation (fund-totals)
-- rows: by scope
select
    a.fiscal_year, a.fund_code, a.kind, count(*) as account_count,
    sum(b.budget_cents)::bigint as budget_cents,
    sum(b.spent_cents)::bigint as spent_cents,
    count(b.reported_spent_cents) as reported_count,
    sum(b.reported_spent_cents)::bigint as reported_cents,
    (sum(coalesce(b.spent_cents, 0)) filter (where b.reported_spent_cents is not null)
        - sum(b.reported_spent_cents))::bigint as difference_cents
from balances b
join dim_account a using (account_key)
where a.fiscal_year = $fiscal_year
    and {access: whole}
    and {access: b.location_key}
group by 1, 2, 3
order by 1, 2, 3
