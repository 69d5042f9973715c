-- grain: one row per cell in which an account without lines has dollars
-- reads: bucket_cell, balances, dim_location
-- asked by: data.bucket_sums, for buckets whose sums come to nothing
-- rows: by scope
select distinct c.cell
from bucket_cell c
join balances b using (account_key)
where b.fiscal_year = $fiscal_year
    {when location_ids: and b.location_key in (
        select location_key from dim_location
        where location_id in (select unnest($location_ids)))}
    and {access: b.account_key}
    and b.line_count = 0
    and (b.original_cents <> 0 or b.adjustments_cents <> 0 or b.budget_cents <> 0
        or b.spent_cents <> 0 or b.encumbered_cents <> 0 or b.requested_cents <> 0)
