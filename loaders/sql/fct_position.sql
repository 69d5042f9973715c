-- grain: one row per fiscal year and position row
-- reads: canon.position; serving.dim_location
insert into serving.fct_position
select p.fiscal_year, p.position_id, p.job_code, p.job_title, p.job_group,
    coalesce(l.location_key, 0), p.fte, p.start_date, p.end_date,
    (p.annual_pay * 100)::bigint, (p.annual_benefits * 100)::bigint, p.status
from canon.position p
left join serving.dim_location l on l.location_id = p.location_id
order by p.fiscal_year, 6, p.position_id, p.import_id, p.source_row
