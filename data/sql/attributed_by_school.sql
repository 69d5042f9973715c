-- grain: one row per school, part (site or central share), source and personnel
-- reads: cube_class, pool_share, dim_location
-- asked by: data.attribution (per-pupil-report)
-- rows: by scope
with parts as (
    select location_key, 'site' as part, fund_source, is_personnel,
        sum(if($basis = 'budget', budget_cents, spent_cents))::bigint as cents
    from cube_class
    where fiscal_year = $fiscal_year
        and expense_class = 'allocated'
        {when funds: and fund_code in (select unnest($funds))}
        and {access: location_key}
    group by all
    union all
    select location_key, 'central', fund_source, is_personnel,
        sum(if($basis = 'budget', budget_cents, spent_cents))::bigint
    from pool_share
    where fiscal_year = $fiscal_year
        and set_code = $rule_set
        {when funds: and fund_code in (select unnest($funds))}
        and {access: location_key}
    group by all
)
select
    l.location_id, l.state_id, l.nces_id, l.name as location_name, l.level,
    p.part, p.fund_source, p.is_personnel, p.cents
from parts p
join dim_location l using (location_key)
order by l.location_id, p.part, p.fund_source, p.is_personnel
