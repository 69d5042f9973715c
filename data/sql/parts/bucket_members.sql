-- The visible accounts of a bucket in each fiscal year, as they were coded then. An account that
-- was recoded since follows those that carry on for it, by its shares, and no more its own code.
coded as (
    select a.account_key, a.fiscal_year, a.display, a.kind = 'revenue' as is_revenue
    from dim_account a
    where a.account_key in (select account_key from chosen_bucket)
        and a.fiscal_year between $first_year and $fiscal_year
        {when location_ids: and a.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($location_ids)))}
        and {access: a.account_key}
), {part: recoded_accounts}, members as (
    select account_key, fiscal_year, is_revenue, 1::decimal(18, 6) as share
    from coded
    where account_key not in (select account_key from moved)
    union all
    select account_key, fiscal_year, is_revenue, sum(share)::decimal(18, 6)
    from moved
    where to_account in (select display from coded where fiscal_year = $fiscal_year)
    group by account_key, fiscal_year, is_revenue
)
