-- grain: one row per account of a year that was recoded since, and account that carries on for it
-- reads: canon.account_crosswalk; serving.dim_account
-- A chain of recodings is followed to its end; shares multiply along it.
insert into serving.account_recode
with recursive crosswalk as (
    -- What a district has recorded comes with each of its sources.
    select from_account, from_fy, to_account, to_fy, min(share) as share
    from canon.account_crosswalk group by all
),
moves as (
    select from_account, from_fy, to_account, to_fy, share::decimal(18, 6) as share
    from crosswalk
    union all
    select m.from_account, m.from_fy, c.to_account, c.to_fy, (m.share * c.share)::decimal(18, 6)
    from moves m
    join crosswalk c
        on c.from_account = m.to_account and c.from_fy >= m.to_fy and c.to_fy > m.to_fy
),
lasting as (
    select from_account, max(from_fy) as until_fy from crosswalk group by 1
)
select a.account_key, a.fiscal_year, m.to_account, m.to_fy,
    case when l.until_fy >= m.to_fy then l.until_fy end, m.share
from moves m
join serving.dim_account a on a.display = m.from_account and a.fiscal_year <= m.from_fy
left join lasting l on l.from_account = m.to_account
order by a.account_key, m.to_fy, m.to_account
