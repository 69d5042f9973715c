-- grain: one row per location, count type and group: pupils of every grade
-- reads: fct_school, dim_location
-- asked by: data.per_pupil (per-pupil)
-- rows: by scope
select
    s.location_key, s.count_type, s.group_code, s.value, s.status
from fct_school s
where s.fiscal_year = $fiscal_year
    and s.metric = 'enrollment'
    and s.grade = 'all'
    and s.group_code in ('all', 'frl', 'ell', 'sped')
    and s.count_type <> 'projection'
    and {access: s.location_key}
order by s.location_key, s.count_type, s.group_code
