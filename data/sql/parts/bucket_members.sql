-- The visible accounts of a bucket in each fiscal year, as they were coded then.
members as (
    select a.account_key, a.fiscal_year, a.location_key, a.kind = 'revenue' as is_revenue
    from dim_account a
    where a.account_key in (select account_key from chosen_bucket)
        and a.fiscal_year between $first_year and $fiscal_year
        {when location_ids: and a.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($location_ids)))}
        and {access: a.account_key}
)
