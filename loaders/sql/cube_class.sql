-- grain: one row per fiscal year, location, class, rule, fund, source and personnel
-- reads: account_class, balances, dim_account
insert into cube_class
select c.fiscal_year, c.location_key, c.expense_class, c.rule_code, a.fund_code, a.fund_source,
    coalesce(a.spend_class in ('salary', 'benefit'), false), count(*),
    sum(b.budget_cents)::bigint, sum(b.spent_cents)::bigint
from account_class c
join balances b on b.account_key = c.account_key
join dim_account a on a.account_key = c.account_key
group by all
order by all
