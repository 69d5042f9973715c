-- grain: one row per location, fiscal year, metric, count type, grade and group, numbered
-- reads: canon.school_year_fact, import_file; serving.dim_location, file
create or replace temp table school_fact as
with one as (
    select f.* from canon.school_year_fact f
    left join canon.import_file i on i.import_id = f.import_id
    qualify row_number() over (
        partition by f.location_id, f.fiscal_year, f.metric, f.count_type, f.grade, f.group_code
        order by i.source, f.import_id, f.source_row) = 1
)
select
    row_number() over (
        order by o.fiscal_year, o.metric, coalesce(l.location_key, 0), o.location_id, o.count_type,
            o.grade, o.group_code) - 1 as fact,
    coalesce(l.location_key, 0) as location_key, o.location_id, l.type,
    coalesce(l.level, 'other') as level, o.fiscal_year, o.metric, o.count_type, o.grade,
    o.group_code, o.value::double as value, o.value_low::double as value_low,
    o.value_high::double as value_high, o.denominator::double as denominator, o.status,
    i.import_key, o.source_row
from one o
left join serving.dim_location l on l.location_id = o.location_id
left join serving.file i on i.import_id = o.import_id
