-- grain: one row per year, kind, share and regular period with postings of a bucket's accounts
-- reads: chosen_bucket, account_recode, dim_account, cube_period, dim_period, dim_location
-- asked by: data.bucket_history
-- rows: by scope
with {part: bucket_members}
select
    m.fiscal_year,
    m.is_revenue,
    m.share,
    c.period,
    sum(c.spent_cents)::bigint as spent_cents
from members m
join cube_period c using (account_key)
join dim_period p on p.fiscal_year = c.fiscal_year and p.period = c.period
where p.kind = 'regular'
    and c.spent_cents is not null
    and {access: c.account_key}
group by m.fiscal_year, m.is_revenue, m.share, c.period
order by m.fiscal_year, m.is_revenue, c.period, m.share desc
