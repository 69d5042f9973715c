-- Rows of the search table in a range of places that pass the filters. The table is ordered by
-- date, so that the newest lines stand at the highest places.
found as (
    select s.place, s.line_key, s.account_key, s.line_type, s.amount_cents
    from search s
    where s.place >= $from_place
        and s.place < $to_place
        and s.fiscal_year = $fiscal_year
        {when line_type: and s.line_type = $line_type}
        {when account: and s.account_key in (
            select account_key from dim_account
            where display = $account and fiscal_year = $fiscal_year)}
        {when bucket: and s.account_key in (select account_key from chosen_bucket)}
        {when location: and s.location_key in (
            select location_key from dim_location where location_id = $location)}
        {when first_day: and s.posted_date >= $first_day}
        {when last_day: and s.posted_date <= $last_day}
        {when least_cents: and s.amount_cents >= $least_cents}
        {when most_cents: and s.amount_cents <= $most_cents}
        {when search: and contains(s.text, lower($search))}
        and $sees_compensation
        and {access: s.account_key}
)
