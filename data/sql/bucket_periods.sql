-- grain: one row per bucket, year, kind, share and regular period with postings of its accounts
-- reads: bucket_cell, cell_bucket, account_recode, dim_account, cube_period, dim_period, dim_location
-- asked by: data.bucket_history
-- rows: by scope
with {part: bucket_cells},
summed as (
    select m.cell, m.bucket_code, m.fiscal_year, m.is_revenue, m.share, c.period,
        sum(c.spent_cents)::bigint as spent_cents
    from members m
    join cube_period c using (account_key)
    join dim_period p on p.fiscal_year = c.fiscal_year and p.period = c.period
    where p.kind = 'regular'
        and c.spent_cents is not null
        and {access: c.account_key}
    group by m.cell, m.bucket_code, m.fiscal_year, m.is_revenue, m.share, c.period
)
select
    coalesce(s.bucket_code, w.bucket_code) as bucket_code,
    s.fiscal_year,
    s.is_revenue,
    s.share,
    s.period,
    sum(s.spent_cents)::bigint as spent_cents
from summed s
left join wanted w on w.cell = s.cell
group by coalesce(s.bucket_code, w.bucket_code), s.fiscal_year, s.is_revenue, s.share, s.period
order by bucket_code, s.fiscal_year, s.is_revenue, s.period, s.share desc
