-- grain: one row per location, job group, job and title
-- reads: fct_position, dim_location
-- asked by: data.staffing (staffing)
-- rows: by scope
select
    p.fiscal_year, l.location_id, l.name as location_name, l.level, p.job_group, p.job_code,
    p.job_title,
    count(*) as position_count,
    count(*) filter (where p.status = 'filled') as filled_count,
    sum(p.fte) as fte,
    sum(p.fte) filter (where p.status = 'filled') as filled_fte,
    sum(p.fte) filter (where p.status = 'vacant') as vacant_fte,
    sum(p.fte) filter (where p.status = 'frozen') as frozen_fte,
    count(distinct p.position_id) filter (
        where p.status = 'filled' and p.annual_pay_cents is not null) as paid_count,
    count(distinct p.position_id) filter (
        where p.status = 'filled' and p.annual_benefits_cents is not null) as benefits_count,
    case when $sees_compensation then sum(p.annual_pay_cents)::bigint end as annual_pay_cents,
    case when $sees_compensation then sum(p.annual_benefits_cents)::bigint end
        as annual_benefits_cents
from fct_position p
join dim_location l using (location_key)
where p.fiscal_year = $fiscal_year
    {when location_ids: and l.location_id in (select unnest($location_ids))}
    and {access: p.location_key}
group by all
order by l.location_id, p.job_group, p.job_title, p.job_code
