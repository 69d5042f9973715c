-- grain: one row per location, fiscal year, metric, count type, grade and group
-- reads: fct_school, dim_location, file
-- asked by: data.schools (school-facts)
-- rows: by scope
with facts as (
    select
        s.fiscal_year, l.location_id, l.name as location_name, l.level, s.metric, s.count_type,
        s.grade, s.group_code, s.value, s.value_low, s.value_high, s.denominator, s.status,
        f.path as file, s.source_row
    from fct_school s
    join dim_location l using (location_key)
    left join file f using (import_key)
    where {access: s.location_key}
        {when fiscal_years: and s.fiscal_year in (select unnest($fiscal_years))}
        {when metrics: and s.metric in (select unnest($metrics))}
        {when groups: and s.group_code in (select unnest($groups))}
        {when location_ids: and l.location_id in (select unnest($location_ids))}
)
select * from facts
order by fiscal_year, location_id, metric, count_type, grade, group_code
