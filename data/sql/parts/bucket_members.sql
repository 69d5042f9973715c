-- The visible accounts of a bucket in each fiscal year, as they were coded then.
members as (
    select m.account_key, m.fiscal_year, m.location_key, a.kind = 'revenue' as is_revenue
    from bucket_account m
    join dim_account a on a.account_key = m.account_key
    where m.bucket_code = $bucket
        and m.fiscal_year between $first_year and $fiscal_year
        {when location_ids: and m.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($location_ids)))}
        and {access: m.location_key}
)
