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
    where (len($fiscal_years) = 0 or s.fiscal_year in (select unnest($fiscal_years)))
        and (len($metrics) = 0 or s.metric in (select unnest($metrics)))
        and (len($groups) = 0 or s.group_code in (select unnest($groups)))
        and (len($location_ids) = 0 or l.location_id in (select unnest($location_ids)))
        and ($all_locations or s.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($locations))))
), final as (
    select
        f.*,
        w.value as whole
    from facts f
    left join facts w
        on w.group_code = 'all' and f.metric = 'enrollment'
        and w.location_id = f.location_id and w.fiscal_year = f.fiscal_year
        and w.metric = f.metric and w.count_type = f.count_type and w.grade = f.grade
)
select * from final
order by fiscal_year, location_id, metric, count_type, grade, group_code
