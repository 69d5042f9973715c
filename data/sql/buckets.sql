-- grain: one row per cell: accounts that lie in the same buckets
-- reads: bucket_cell, balances, dim_location
-- asked by: data.bucket_sums, which adds the few cells up bucket by bucket, and data.buckets
-- rows: by scope
select
    c.cell,
    count(*) as account_count,
    sum(b.original_cents)::bigint as original_cents,
    sum(b.adjustments_cents)::bigint as adjustments_cents,
    sum(b.budget_cents)::bigint as budget_cents,
    sum(b.spent_cents)::bigint as spent_cents,
    sum(b.encumbered_cents)::bigint as encumbered_cents,
    sum(b.requested_cents)::bigint as requested_cents,
    sum(b.reserved_cents)::bigint as reserved_cents,
    sum(b.line_count)::bigint as line_count
from bucket_cell c
join balances b using (account_key)
where b.fiscal_year = $fiscal_year
    {when location_ids: and b.location_key in (
        select location_key from dim_location
        where location_id in (select unnest($location_ids)))}
    and {access: b.account_key}
group by c.cell
