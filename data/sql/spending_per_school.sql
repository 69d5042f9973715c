-- grain: one row per school with money or pupils in the fiscal year
-- reads: cube_school, fct_school, dim_location
-- asked by: data.per_pupil (per-pupil)
-- rows: by scope
with money as (
    select
        location_key,
        sum(budget_cents)::bigint as budget_cents,
        sum(spent_cents)::bigint as spent_cents
    from cube_school
    where fiscal_year = $fiscal_year
        and kind = 'expenditure'
        and not is_transfer
        {when funds: and fund_code in (select unnest($funds))}
        and {access: location_key}
    group by location_key
), counted as (
    select distinct location_key
    from fct_school
    where fiscal_year = $fiscal_year
        and metric = 'enrollment'
        and {access: location_key}
)
select
    $fiscal_year::smallint as fiscal_year, l.location_key, l.location_id, l.state_id,
    l.name as location_name, l.level, m.budget_cents, m.spent_cents
from dim_location l
left join money m using (location_key)
left join counted c using (location_key)
where l.type = 'school'
    and (m.location_key is not null or c.location_key is not null)
    and {access: l.location_key}
order by l.location_id
