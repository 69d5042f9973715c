-- grain: one row per count in a sum that the public knows: grades, levels, district, groups
-- reads: counted, counted_level, counted_district, counted_rest
with keyed as (
    select c.cell, w.cell as whole
    from counted c
    join counted w using (fiscal_year, metric, count_type, location_key, location_id, group_code)
    where c.grade <> 'all' and w.grade = 'all'
),
schools as (
    select c.cell, l.cell as whole
    from counted c
    join counted_level l using (fiscal_year, metric, count_type, level, grade, group_code)
    where c.is_count and c.type = 'school'
),
levels as (
    select l.cell, d.cell as whole
    from counted_level l
    join counted_district d using (fiscal_year, metric, count_type, grade, group_code)
),
rates as (
    select c.cell, d.cell as whole
    from counted c
    join counted d using (fiscal_year, metric, count_type, grade, group_code)
    where c.type = 'school' and d.type = 'district' and not c.is_count
),
told as (
    select d.cell, c.cell as whole
    from counted c
    join counted_district d using (fiscal_year, metric, count_type, grade, group_code)
    where c.type = 'district' and c.is_count
),
alike as (
    select cell, lead(cell) over (
        partition by fiscal_year, location_key, location_id, grade, group_code
        order by count_type) as whole
    from counted where metric = 'enrollment' and count_type <> 'projection'
),
members as (
    select 1 as kind, cell, whole from keyed
    union all select 2, cell, whole from schools
    union all select 3, cell, whole from levels
    union all select 4, cell, whole from rates
    union all select 5, cell, whole from told
    union all select 6, cell, whole from alike where whole is not null
),
entries as (
    select kind, whole as key, cell, 1 as sign from members
    union all
    select distinct kind, whole, whole, -1 from members
    union all
    select 7, cell, part, 1 from counted_rest
    union all
    select 7, cell, cell, 1 from counted_rest
    union all
    select 7, cell, whole, -1 from counted_rest
)
select (dense_rank() over (order by kind, key) - 1)::bigint as row, cell::bigint as cell,
    sign::double as sign
from entries order by row, cell
