-- grain: one row per bucket and kind of account with visible accounts
-- reads: bucket_account, balances, dim_account, dim_location
-- asked by: data.buckets (buckets)
-- rows: by scope
-- A bucket holds accounts of expenditure and revenue alone, so that what is not revenue is spent;
-- only where a bucket is for both is the kind of each account looked up.
select
    m.bucket_code,
    {when has_both: r.account_key is not null}
    {when has_one: false} as is_revenue,
    count(*) as account_count,
    sum(b.original_cents)::bigint as original_cents,
    sum(b.adjustments_cents)::bigint as adjustments_cents,
    sum(b.budget_cents)::bigint as budget_cents,
    sum(b.spent_cents)::bigint as spent_cents,
    sum(b.encumbered_cents)::bigint as encumbered_cents,
    sum(b.requested_cents)::bigint as requested_cents
from bucket_account m
join balances b using (account_key)
{when has_both: left join (
    select account_key from dim_account
    where fiscal_year = $fiscal_year and kind = 'revenue') r using (account_key)}
where m.fiscal_year = $fiscal_year
    and b.fiscal_year = $fiscal_year
    {when location_ids: and b.location_key in (
        select location_key from dim_location
        where location_id in (select unnest($location_ids)))}
    and {access: b.location_key}
    and {access: m.location_key}
group by m.bucket_code, is_revenue
