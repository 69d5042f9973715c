-- grain: one row per expenditure account
-- reads: dim_account, expense_class, chosen (the rule that decides each account)
insert into account_class
select a.account_key, a.fiscal_year, a.location_key, coalesce(c.code, ''),
    coalesce(e.expense_class, 'unclassified')
from dim_account a
left join chosen c on c.account_key = a.account_key
left join expense_class e on e.rule_code = c.code
where a.kind = 'expenditure'
order by a.account_key
