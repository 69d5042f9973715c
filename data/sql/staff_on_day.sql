-- grain: one row per location, job group and job title on one day of the fiscal year
-- reads: fct_position, dim_location
-- asked by: data.staff_on_day (staff-on-day)
-- rows: by scope
select
    p.fiscal_year, l.location_id, l.name as location_name, l.level, p.job_group, p.job_title,
    sum(p.fte) filter (where p.status = 'filled') as filled_fte,
    sum(p.fte) filter (where p.status = 'filled' and p.fund_source = 'federal') as federal_fte,
    sum(p.fte) filter (where p.status = 'filled' and p.fund_source = 'state_local')
        as state_local_fte,
    sum(p.fte) filter (where p.status = 'vacant') as vacant_fte
from fct_position p
join dim_location l using (location_key)
where p.fiscal_year = $fiscal_year
    and (p.start_date is null or p.start_date <= $day)
    and (p.end_date is null or p.end_date >= $day)
    {when location_ids: and l.location_id in (select unnest($location_ids))}
    and {access: p.location_key}
group by all
order by l.location_id, p.job_group, p.job_title
