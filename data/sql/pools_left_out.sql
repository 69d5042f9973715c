-- grain: one row per school and pool of which it takes no share
-- reads: pool_driver, cube_pool, attribution_pool, dim_location
-- asked by: data.attribution (per-pupil-report)
-- rows: by scope
select l.location_id, p.name as pool_name, d.reason
from pool_driver d
join dim_location l using (location_key)
join attribution_pool p on p.set_code = d.set_code and p.pool_code = d.pool_code
where d.fiscal_year = $fiscal_year
    and d.set_code = $rule_set
    and d.reason <> ''
    and d.share is null
    and exists (
        select 1 from cube_pool c
        where c.set_code = d.set_code and c.pool_code = d.pool_code
            and c.fiscal_year = d.fiscal_year
            {when funds: and c.fund_code in (select unnest($funds))})
    and {access: d.location_key}
order by l.location_id, p.sort
