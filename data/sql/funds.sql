-- grain: one row per fund with accounts in the fiscal year, among the visible ones
-- reads: dim_account, dim_segment_value
-- asked by: data.districts (pickers)
-- rows: by scope
with used as (
    select fund_code, count(*) as account_count
    from dim_account
    where fiscal_year = $fiscal_year
        and ($all_locations or location_key in (
            select location_key from dim_location
            where location_id in (select unnest($locations))))
    group by fund_code
), labels as (
    select code, min(label) as label
    from dim_segment_value
    where fiscal_year = $fiscal_year and role = 'fund'
    group by code
)
select u.fund_code, coalesce(l.label, u.fund_code) as fund_name, u.account_count
from used u
left join labels l on l.code = u.fund_code
order by u.fund_code
