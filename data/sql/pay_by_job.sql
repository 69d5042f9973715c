-- grain: one row per school, job group and job title of filled positions on one day
-- reads: fct_position, dim_location
-- asked by: data.salary_gaps (salary-gaps)
-- rows: by scope
select
    l.location_id, l.name as location_name, l.level, p.job_group, p.job_title,
    count(distinct p.position_id) as staff,
    sum(p.fte) as fte,
    sum(p.annual_pay_cents)::bigint as pay_cents
from fct_position p
join dim_location l using (location_key)
where p.fiscal_year = $fiscal_year
    and p.status = 'filled'
    and p.annual_pay_cents is not null
    and p.fte > 0
    and (p.start_date is null or p.start_date <= $day)
    and (p.end_date is null or p.end_date >= $day)
    and l.type = 'school'
    and {access: p.location_key}
group by all
order by l.location_id, p.job_group, p.job_title
