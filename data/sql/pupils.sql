-- grain: one row per location and count type: pupils of every grade, all and by group
-- reads: fct_school
-- asked by: data.per_pupil (per-pupil)
-- rows: by scope
select
    location_key, count_type,
    max(value) filter (where group_code = 'all') as pupils,
    max(value) filter (where group_code = 'frl') as frl,
    max(value) filter (where group_code = 'ell') as ell,
    max(value) filter (where group_code = 'sped') as sped,
    max(status) filter (where group_code = 'all') as pupils_status,
    max(status) filter (where group_code = 'frl') as frl_status,
    max(status) filter (where group_code = 'ell') as ell_status,
    max(status) filter (where group_code = 'sped') as sped_status
from fct_school
where fiscal_year = $fiscal_year
    and metric = 'enrollment'
    and grade = 'all'
    and count_type <> 'projection'
    and {access: location_key}
group by location_key, count_type
