-- grain: one row per period of the fiscal year
-- reads: cube_period, dim_account, dim_period, bucket_account, dim_location
-- asked by: data.monthly (monthly)
-- rows: by scope
with posted as (
    select max(p.period) as last_period
    from cube_period c
    join dim_period p using (fiscal_year, period)
    where c.fiscal_year = $fiscal_year and p.kind = 'regular'
        and (c.spent_cents <> 0 or c.encumbered_cents <> 0)
), summed as (
    select
        c.period,
        sum(c.budget_cents)::bigint as budget_cents,
        sum(c.spent_cents)::bigint as spent_cents,
        sum(c.encumbered_cents)::bigint as encumbered_cents
    from cube_period c
    join dim_account a using (account_key)
    where c.fiscal_year = $fiscal_year
        and a.kind = $kind
        and (a.kind <> 'expenditure' or not a.is_transfer or $bucket <> '' or $account <> '')
        and (len($funds) = 0 or a.fund_code in (select unnest($funds)))
        and ($account = '' or a.display = $account)
        and ($bucket = '' or c.account_key in (
            select account_key from bucket_account
            where bucket_code = $bucket and fiscal_year = $fiscal_year))
        and (len($location_ids) = 0 or c.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($location_ids))))
        and ($all_locations or c.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($locations))))
    group by c.period
), final as (
    select
        p.fiscal_year, p.period, p.label, p.kind as period_kind, p.start_date, p.end_date,
        p.is_closed, coalesce(p.period <= d.last_period, false) as is_posted,
        s.budget_cents, s.spent_cents, s.encumbered_cents
    from dim_period p
    cross join posted d
    left join summed s using (period)
    where p.fiscal_year = $fiscal_year
)
select * from final
order by period
