-- grain: one row per bucket and kind of account; buckets without accounts once
-- reads: bucket, bucket_account, balances, dim_account
-- asked by: data.buckets (buckets)
-- rows: by scope
with summed as (
    select
        m.bucket_code, a.kind,
        count(*) as account_count,
        sum(b.original_cents)::bigint as original_cents,
        sum(b.adjustments_cents)::bigint as adjustments_cents,
        sum(b.budget_cents)::bigint as budget_cents,
        sum(b.spent_cents)::bigint as spent_cents,
        sum(b.encumbered_cents)::bigint as encumbered_cents,
        sum(b.requested_cents)::bigint as requested_cents
    from bucket_account m
    join balances b on b.account_key = m.account_key
    join dim_account a on a.account_key = m.account_key
    where m.fiscal_year = $fiscal_year
        and b.fiscal_year = $fiscal_year
        and a.kind in ('expenditure', 'revenue')
        and (len($location_ids) = 0 or b.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($location_ids))))
        and ($all_locations or b.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($locations))))
    group by m.bucket_code, a.kind
), final as (
    select
        k.bucket_code, k.name as bucket_name, k.description, k.decided_by, k.type,
        coalesce(s.kind, case when k.type = 'revenue' then 'revenue' else 'expenditure' end)
            as kind,
        k.sort, coalesce(s.account_count, 0) as account_count,
        s.original_cents, s.adjustments_cents, s.budget_cents, s.spent_cents,
        s.encumbered_cents, s.requested_cents
    from bucket k
    left join summed s
        on s.bucket_code = k.bucket_code and (k.type not in ('expenditure', 'revenue')
            or s.kind = k.type)
)
select * from final
order by sort, bucket_code, kind
