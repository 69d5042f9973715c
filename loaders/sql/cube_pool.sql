-- grain: one row per rule set, pool, fiscal year, class, fund, source and personnel
-- reads: account_class, account_pool, attribution_set, balances, dim_account, pool_reason
-- Attributable accounts that no rule takes stand under the pool ''; the district office appears
-- only where a rule set shares it.
insert into cube_pool
select s.set_code, coalesce(p.pool_code, '') as pool, c.fiscal_year, c.expense_class, a.fund_code,
    a.fund_source, coalesce(a.spend_class in ('salary', 'benefit'), false), count(*),
    sum(b.budget_cents)::bigint, sum(b.spent_cents)::bigint,
    if(pool = '', getvariable('no_rule'), coalesce(r.reason, ''))
from attribution_set s
cross join account_class c
left join account_pool p on p.set_code = s.set_code and p.account_key = c.account_key
join balances b on b.account_key = c.account_key
join dim_account a on a.account_key = c.account_key
left join pool_reason r
    on r.set_code = s.set_code and r.pool_code = p.pool_code and r.fiscal_year = c.fiscal_year
where c.expense_class = 'attributable' or p.pool_code is not null
group by all
order by all
