f.fiscal_year = $fiscal_year
    and a.fiscal_year = $fiscal_year
    {when line_type: and f.line_type = $line_type}
    {when account: and a.display = $account}
    {when account_keys: and f.account_key in (select unnest($account_keys))}
    {when bucket: and f.account_key in (select account_key from chosen_bucket)}
    {when location: and f.location_key in (
        select location_key from dim_location where location_id = $location)}
    {when first_period: and f.period >= $first_period}
    {when last_period: and f.period <= $last_period}
    {when undated: and f.posted_date is null}
    {when first_day: and f.posted_date >= $first_day}
    {when last_day: and f.posted_date <= $last_day}
    and {lines}
    and {access: f.account_key}
    and {access: a.account_key}
