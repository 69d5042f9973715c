-- grain: one row per bucket, fiscal year, kind and share of its visible accounts
-- reads: bucket_cell, cell_bucket, account_recode, dim_account, balances, dim_location
-- asked by: data.bucket_history
-- rows: by scope
with {part: bucket_cells},
summed as (
    select {when by_location: m.location_key,}
        m.cell, m.bucket_code, m.fiscal_year, m.is_revenue, m.share,
        count(*) as account_count,
        sum(b.original_cents)::bigint as original_cents,
        sum(b.adjustments_cents)::bigint as adjustments_cents,
        sum(b.budget_cents)::bigint as budget_cents,
        sum(b.spent_cents)::bigint as spent_cents,
        sum(b.encumbered_cents)::bigint as encumbered_cents,
        sum(b.requested_cents)::bigint as requested_cents,
        sum(b.reserved_cents)::bigint as reserved_cents
    from members m
    join balances b using (account_key)
    where {access: b.account_key}
    group by m.cell, m.bucket_code, m.fiscal_year, m.is_revenue, m.share
        {when by_location: , m.location_key}
)
select
    {when by_location: s.location_key,}
    coalesce(s.bucket_code, w.bucket_code) as bucket_code,
    s.fiscal_year,
    s.is_revenue,
    s.share,
    sum(s.account_count)::bigint as account_count,
    sum(s.original_cents)::bigint as original_cents,
    sum(s.adjustments_cents)::bigint as adjustments_cents,
    sum(s.budget_cents)::bigint as budget_cents,
    sum(s.spent_cents)::bigint as spent_cents,
    sum(s.encumbered_cents)::bigint as encumbered_cents,
    sum(s.requested_cents)::bigint as requested_cents,
    sum(s.reserved_cents)::bigint as reserved_cents
from summed s
left join wanted w on w.cell = s.cell
group by coalesce(s.bucket_code, w.bucket_code), s.fiscal_year, s.is_revenue, s.share
    {when by_location: , s.location_key}
order by bucket_code, s.fiscal_year, s.is_revenue, s.share desc
