-- grain: one row per bucket, location and year before the asked one with postings of its spending
-- accounts; one per month as well where only a part of an account belongs, as each month is rounded
-- reads: bucket_cell, cell_bucket, account_recode, dim_account, cube_period, dim_period, dim_location
-- asked by: data.location_terms
-- rows: by scope
with {part: bucket_cells},
summed as (
    select {when by_location: m.location_key,}
        m.cell, m.bucket_code, m.fiscal_year, m.share, case when m.share <> 1 then c.period end as month,
        coalesce(sum(c.spent_cents) filter (where c.period <= $month), 0)::bigint as spent_cents
    from members m
    join cube_period c using (account_key)
    join dim_period p on p.fiscal_year = c.fiscal_year and p.period = c.period
    where p.kind = 'regular'
        and c.spent_cents is not null
        and not m.is_revenue
        and m.fiscal_year < $fiscal_year
        and {access: c.account_key}
    group by all
)
select
    {when by_location: s.location_key,}
    coalesce(s.bucket_code, w.bucket_code) as bucket_code,
    s.fiscal_year,
    s.share,
    s.month,
    sum(s.spent_cents)::bigint as spent_cents
from summed s
left join wanted w on w.cell = s.cell
group by all
