-- grain: one row per school and pool
-- reads: pool_driver, pool_share, cube_pool, attribution_pool, dim_location
-- asked by: data.central_resources (central-resources)
-- rows: by scope
with shared as (
    select location_key, pool_code,
        sum(if($basis = 'budget', budget_cents, spent_cents))::bigint as amount_cents
    from pool_share
    where fiscal_year = $fiscal_year
        and set_code = $rule_set
        {when funds: and fund_code in (select unnest($funds))}
        and {access: location_key}
    group by all
)
select
    d.fiscal_year, l.location_id, l.name as location_name, l.level, d.pool_code,
    p.name as pool_name, p.driver, p.driver_label, p.schools_label, d.value as driver_value,
    d.share as pool_share, s.amount_cents, d.reason
from pool_driver d
join dim_location l using (location_key)
join attribution_pool p on p.set_code = d.set_code and p.pool_code = d.pool_code
left join shared s on s.location_key = d.location_key and s.pool_code = d.pool_code
where d.fiscal_year = $fiscal_year
    and d.set_code = $rule_set
    and exists (
        select 1 from cube_pool c
        where c.set_code = d.set_code and c.pool_code = d.pool_code
            and c.fiscal_year = d.fiscal_year
            {when funds: and c.fund_code in (select unnest($funds))})
    {when location_ids: and l.location_id in (select unnest($location_ids))}
    {when pool: and d.pool_code = $pool}
    and {access: d.location_key}
order by l.location_id, p.sort, d.pool_code
