-- The visible accounts of buckets in each fiscal year, as they were coded then, by cell; those that
-- were recoded since follow the accounts that carry on for them, by their shares, and no more their
-- own code: they are known by bucket. By location they stand where those stand that carry on.
wanted as (
    select cell, bucket_code
    from cell_bucket
    where true {when bucket: and bucket_code = $bucket}
), coded as (
    select a.account_key, a.fiscal_year, a.display, a.location_key, a.kind = 'revenue' as is_revenue,
        c.cell
    from bucket_cell c
    join dim_account a using (account_key)
    where c.cell in (select cell from wanted)
        and a.fiscal_year between $first_year and $fiscal_year
        {when location_ids: and a.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($location_ids)))}
        and {access: a.account_key}
), {part: recoded_accounts}, carrying as (
    select distinct c.display, c.location_key, w.bucket_code
    from coded c
    join wanted w using (cell)
    where c.fiscal_year = $fiscal_year
), members as (
    select account_key, fiscal_year, is_revenue, 1::decimal(18, 6) as share, cell,
        null::varchar as bucket_code {when by_location: , location_key}
    from coded
    where account_key not in (select account_key from moved)
    union all
    select m.account_key, m.fiscal_year, m.is_revenue, sum(m.share)::decimal(18, 6), null::integer,
        c.bucket_code {when by_location: , c.location_key}
    from moved m
    join carrying c on c.display = m.to_account
    group by m.account_key, m.fiscal_year, m.is_revenue, c.bucket_code
        {when by_location: , c.location_key}
)
