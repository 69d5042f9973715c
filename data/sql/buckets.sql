-- grain: one row per bucket and kind of account with visible accounts
-- reads: bucket_cell, cell_bucket, balances, dim_location
-- asked by: data.buckets (buckets)
-- rows: by scope
-- Accounts that lie in the same buckets form a cell: each account is summed once, and the few
-- cells are then added up bucket by bucket.
with summed as (
    select
        c.cell,
        count(*) as account_count,
        sum(b.original_cents)::bigint as original_cents,
        sum(b.adjustments_cents)::bigint as adjustments_cents,
        sum(b.budget_cents)::bigint as budget_cents,
        sum(b.spent_cents)::bigint as spent_cents,
        sum(b.encumbered_cents)::bigint as encumbered_cents,
        sum(b.requested_cents)::bigint as requested_cents
    from bucket_cell c
    join balances b using (account_key)
    where b.fiscal_year = $fiscal_year
        {when location_ids: and b.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($location_ids)))}
        and {access: b.account_key}
    group by c.cell
)
select
    k.bucket_code, k.is_revenue,
    sum(s.account_count)::bigint as account_count,
    sum(s.original_cents)::bigint as original_cents,
    sum(s.adjustments_cents)::bigint as adjustments_cents,
    sum(s.budget_cents)::bigint as budget_cents,
    sum(s.spent_cents)::bigint as spent_cents,
    sum(s.encumbered_cents)::bigint as encumbered_cents,
    sum(s.requested_cents)::bigint as requested_cents
from summed s
join cell_bucket k using (cell)
group by k.bucket_code, k.is_revenue
