-- grain: one row per account with figures that lies in no bucket, or in several
-- reads: bucket_cell, cell_bucket, balances, dim_account
-- asked by: data.bucket_coverage
-- rows: by scope
with {part: bucket_places}
select * from covered
where bucket_count <> 1
    {when in_none: and bucket_count = 0}
    {when in_several: and bucket_count > 1}
    {when kind: and kind = $kind}
order by abs(coalesce(budget_cents, spent_cents, 0)) desc, account
limit $limit offset $offset
