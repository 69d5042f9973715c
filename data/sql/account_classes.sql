-- grain: one row per expenditure account with any figure
-- reads: account_class, account_pool, balances, dim_account, dim_location
-- asked by: data.attribution_identity (account-classes)
-- rows: by scope
select
    c.fiscal_year, a.display as account, a.description, l.location_id, l.name as location_name,
    a.fund_code, a.fund_source, a.spend_class, c.expense_class, c.rule_code, p.pool_code,
    b.budget_cents, b.spent_cents
from account_class c
join balances b using (account_key)
join dim_account a using (account_key)
join dim_location l on l.location_key = c.location_key
left join account_pool p on p.account_key = c.account_key and p.set_code = $rule_set
where c.fiscal_year = $fiscal_year
    {when funds: and a.fund_code in (select unnest($funds))}
    {when expense_class: and c.expense_class = $expense_class}
    {when pool: and p.pool_code = $pool}
    {when location_ids: and l.location_id in (select unnest($location_ids))}
    and {access: c.account_key}
    and {access: b.account_key}
order by abs(coalesce(b.spent_cents, b.budget_cents, 0)) desc, a.display
