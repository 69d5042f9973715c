-- grain: one row per kind of account and whether they lie in no bucket, in one or in several
-- reads: bucket_cell, cell_bucket, balances, dim_account
-- asked by: data.bucket_coverage (totals)
-- rows: by scope
with {part: bucket_places}
select
    kind,
    least(bucket_count, 2)::bigint as bucket_count,
    count(*) as account_count,
    sum(budget_cents)::bigint as budget_cents,
    sum(spent_cents)::bigint as spent_cents
from covered
group by 1, 2
order by 1, 2
