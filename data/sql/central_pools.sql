-- grain: one row per pool, class, and reason why it is not attributed
-- reads: cube_pool
-- asked by: data.central_resources (central-pools), data.attribution_identity
-- rows: by scope
select pool_code, expense_class, reason, sum(account_count)::bigint as account_count,
    coalesce(sum(if($basis = 'budget', budget_cents, spent_cents)), 0)::bigint as amount_cents
from cube_pool
where fiscal_year = $fiscal_year
    and set_code = $rule_set
    {when funds: and fund_code in (select unnest($funds))}
    and {access: whole}
group by all
order by pool_code, expense_class, reason
