-- grain: one row per location, fiscal year, metric, count type, grade and group
-- reads: canon.school_year_fact, import_file; serving.dim_location, file
insert into serving.fct_school
with one as (
    select f.* from canon.school_year_fact f
    left join canon.import_file i on i.import_id = f.import_id
    qualify row_number() over (
        partition by f.location_id, f.fiscal_year, f.metric, f.count_type, f.grade, f.group_code
        order by i.source, f.import_id, f.source_row) = 1
)
select coalesce(l.location_key, 0), o.fiscal_year, o.metric, o.count_type, o.grade, o.group_code,
    o.value, o.value_low, o.value_high, o.denominator, o.status, i.import_key, o.source_row
from one o
left join serving.dim_location l on l.location_id = o.location_id
left join serving.file i on i.import_id = o.import_id
order by o.fiscal_year, o.metric, 1, o.count_type, o.grade, o.group_code
