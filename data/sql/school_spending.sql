-- grain: one row per school, part, category or pool, source and class of spending
-- reads: balances, dim_account, account_class, pool_share, attribution_pool, dim_location
-- asked by: data.school_spending (school-spending)
-- rows: by scope
-- The part site is what counts at the school by the district's classes, transfers included where a
-- class says so; aside is what is booked there and counts elsewhere or nowhere.
with booked as (
    select
        b.location_key,
        if(c.expense_class = 'allocated', 'site', 'aside') as part,
        a.category_code as code, a.fund_source, a.spend_class,
        sum(b.budget_cents)::bigint as budget_cents,
        sum(b.spent_cents)::bigint as spent_cents
    from balances b
    join dim_account a using (account_key)
    join account_class c using (account_key)
    where b.fiscal_year = $fiscal_year
        and (not a.is_transfer or c.expense_class = 'allocated')
        {when funds: and a.fund_code in (select unnest($funds))}
        and {access: b.location_key}
    group by all
),
shared as (
    select
        location_key, 'central' as part, pool_code as code, fund_source,
        if(is_personnel, 'personnel', 'non_personnel') as spend_class,
        sum(budget_cents)::bigint as budget_cents,
        sum(spent_cents)::bigint as spent_cents
    from pool_share
    where fiscal_year = $fiscal_year
        and set_code = $rule_set
        {when funds: and fund_code in (select unnest($funds))}
        and {access: location_key}
    group by all
)
select
    l.location_id, l.name as location_name, l.level, p.part, p.code, q.name as pool_name,
    p.fund_source, p.spend_class, p.budget_cents, p.spent_cents
from (select * from booked union all select * from shared) p
join dim_location l using (location_key)
left join attribution_pool q
    on p.part = 'central' and q.set_code = $rule_set and q.pool_code = p.code
where l.type = 'school'
order by l.location_id, p.part, p.code, p.fund_source, p.spend_class
