-- grain: one row per fiscal year, location, kind, fund, function, category, class and source
-- reads: serving.balances, dim_account
insert into serving.cube_school
select a.fiscal_year, a.location_key, a.kind, a.fund_code, a.function_code, a.category_code,
    a.spend_class, a.fund_source, a.is_transfer, count(*), sum(b.budget_cents)::bigint,
    sum(b.spent_cents)::bigint
from serving.balances b
join serving.dim_account a on a.account_key = b.account_key
where a.kind in ('expenditure', 'revenue')
group by all
order by a.fiscal_year, a.location_key, a.kind, a.fund_code, a.function_code, a.category_code,
    a.spend_class, a.fund_source, a.is_transfer
