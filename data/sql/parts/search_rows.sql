-- Rows of the search table in a range of places that pass the filters. The table is ordered by
-- date, so that the newest lines stand at the highest places.
found as (
    select s.rowid as place, s.line_key, s.amount_cents
    from search s
    where s.rowid >= $from_place
        and s.rowid < $to_place
        and s.fiscal_year = $fiscal_year
        and ($line_type = '' or s.line_type = $line_type)
        and ($account = '' or s.account_key in (
            select account_key from dim_account
            where display = $account and fiscal_year = $fiscal_year))
        and ($bucket = '' or s.account_key in (
            select account_key from bucket_account
            where bucket_code = $bucket and fiscal_year = $fiscal_year))
        and ($location = '' or s.location_key in (
            select location_key from dim_location where location_id = $location))
        and (s.posted_date >= $first_day or $first_day is null)
        and (s.posted_date <= $last_day or $last_day is null)
        and (s.amount_cents >= $least_cents or $least_cents is null)
        and (s.amount_cents <= $most_cents or $most_cents is null)
        and ($search = '' or contains(s.text, lower($search)))
        and $sees_compensation
        and ($all_locations or s.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($locations))))
)
