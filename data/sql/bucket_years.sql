-- grain: one row per fiscal year, kind and share of a bucket's visible accounts
-- reads: chosen_bucket, account_recode, dim_account, balances, dim_location
-- asked by: data.bucket_history
-- rows: by scope
with {part: bucket_members}
select
    m.fiscal_year,
    m.is_revenue,
    m.share,
    count(*) as account_count,
    sum(b.original_cents)::bigint as original_cents,
    sum(b.adjustments_cents)::bigint as adjustments_cents,
    sum(b.budget_cents)::bigint as budget_cents,
    sum(b.spent_cents)::bigint as spent_cents,
    sum(b.encumbered_cents)::bigint as encumbered_cents,
    sum(b.requested_cents)::bigint as requested_cents
from members m
join balances b using (account_key)
where {access: b.account_key}
group by m.fiscal_year, m.is_revenue, m.share
order by m.fiscal_year, m.is_revenue, m.share desc
