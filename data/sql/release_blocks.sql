-- grain: one row per rule set and cause that keeps a fiscal year from being released
-- reads: cube_class, cube_pool, attribution_set, expense_class
-- asked by: data.attribution_identity (release-check)
-- rows: by scope
with open as (
    select s.set_code, s.sort, 'unclassified' as cause, '' as pool_code,
        'no class fits these accounts' as reason, sum(c.account_count)::bigint as account_count,
        coalesce(sum(c.spent_cents), 0)::bigint as spent_cents,
        coalesce(sum(c.budget_cents), 0)::bigint as budget_cents
    from cube_class c cross join attribution_set s
    where c.fiscal_year = $fiscal_year and c.expense_class = 'unclassified'
        and (coalesce(c.spent_cents, 0) <> 0 or coalesce(c.budget_cents, 0) <> 0)
    group by all
    union all
    select p.set_code, s.sort, 'not attributed', p.pool_code, p.reason,
        sum(p.account_count)::bigint, coalesce(sum(p.spent_cents), 0)::bigint,
        coalesce(sum(p.budget_cents), 0)::bigint
    from cube_pool p join attribution_set s using (set_code)
    where p.fiscal_year = $fiscal_year and p.reason <> ''
        and (coalesce(p.spent_cents, 0) <> 0 or coalesce(p.budget_cents, 0) <> 0)
    group by all
)
select set_code, cause, pool_code, reason, account_count, spent_cents, budget_cents
from open
where {access: whole}
    {when rule_set: and set_code = $rule_set}
order by sort, cause, pool_code
