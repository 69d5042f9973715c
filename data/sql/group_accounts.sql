-- grain: one row per expenditure account that the conditions name, with any figure in the years
-- reads: balances, dim_account, dim_location
-- asked by: data.federal.accounts (federal-accounts)
-- rows: by scope
select
    b.account_key, a.fiscal_year, a.display as account, a.description, l.location_id,
    l.name as location_name, l.type as location_type, a.fund_source, a.spend_class,
    b.budget_cents, b.spent_cents
from balances b
join dim_account a using (account_key)
join dim_location l on l.location_key = b.location_key
where b.fiscal_year in (select unnest($fiscal_years))
    and a.kind = 'expenditure'
    and not a.is_transfer
    {when location_ids: and l.location_id in (select unnest($location_ids))}
    and {access: b.location_key}
    and {lines}
order by b.account_key
