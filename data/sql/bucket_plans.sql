-- grain: one row per account with a plan and payments without a tag, and text of the plan's tag
-- reads: chosen_bucket, account_recode, dim_account, fct_ledger, dim_location, balances
-- asked by: data.bucket_strategies
-- rows: by scope
with {part: bucket_members}, tagged as (
    select
        m.account_key, m.is_revenue, f.line_type = 'budget' as is_plan,
        json_extract_string(f.extra, $tag_path) as tag,
        sum(f.amount_cents)::bigint as cents
    from members m
    join fct_ledger f on f.account_key = m.account_key and f.fiscal_year = m.fiscal_year
    where f.line_type in ('actual', 'receipt', 'budget')
        and f.extra is not null
        and f.period > 0
        and json_extract_string(f.extra, $tag_path) is not null
        and {access: f.account_key}
    group by m.account_key, m.is_revenue, is_plan, tag
), planned as (
    select
        b.account_key, b.budget_cents,
        b.spent_cents - coalesce(sum(t.cents) filter (where not t.is_plan), 0)::bigint
            as untagged_cents
    from tagged t
    join balances b using (account_key)
    where {access: b.account_key}
    group by b.account_key, b.budget_cents, b.spent_cents
    having bool_or(t.is_plan)
)
select
    a.display as account, t.is_revenue, t.tag, t.cents as planned_cents, p.budget_cents,
    p.untagged_cents
from tagged t
join planned p using (account_key)
join dim_account a on a.account_key = t.account_key
where t.is_plan
    and p.untagged_cents <> 0
order by account, t.tag
