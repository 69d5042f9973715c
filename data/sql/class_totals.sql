-- grain: one row per class and rule
-- reads: cube_class
-- asked by: data.attribution_identity (attribution-identity)
-- rows: by scope
select expense_class, rule_code, sum(account_count)::bigint as account_count,
    coalesce(sum(if($basis = 'budget', budget_cents, spent_cents)), 0)::bigint as amount_cents
from cube_class
where fiscal_year = $fiscal_year
    {when funds: and fund_code in (select unnest($funds))}
    and {access: whole}
group by all
order by expense_class, rule_code
