-- grain: one row per count of pupils behind a fact, those that no state published; then one per
-- total of a level, total of the district, and rest of a group
-- reads: school_fact; variables counts (metrics that count pupils), published, minimum
-- A count that the source withheld is put at what its total leaves, else in the middle.
create or replace temp table counted as
with counts as (
    select *, list_contains(getvariable('counts'), metric) as is_count,
        case when is_count then value else denominator end as told
    from school_fact
    where not list_contains(getvariable('published'), metric)
        and status not in ('missing', 'not_applicable')
        and (is_count or denominator is not null or status = 'suppressed')
),
whole as (
    select *,
        max(told) filter (grade = 'all') over grades as all_grades,
        sum(told) filter (grade <> 'all') over grades as told_grades,
        count(*) filter (grade <> 'all' and told is null) over grades as untold
    from counts
    window grades as (partition by fiscal_year, metric, count_type, location_key, location_id,
        group_code)
)
select row_number() over (order by fact) - 1 as cell, fact, fiscal_year, metric, count_type,
    location_key, location_id, type, level, grade, group_code, is_count,
    told is null as is_untold,
    greatest(0, coalesce(told,
        case when grade <> 'all' then (all_grades - coalesce(told_grades, 0)) / untold end,
        least(value_high, (getvariable('minimum') - 1) / 2.0),
        (getvariable('minimum') - 1) / 2.0)) as value
from whole;

create or replace temp table counted_level as
select (select count(*) from counted) + row_number() over (
    order by fiscal_year, metric, count_type, level, grade, group_code) - 1 as cell, *
from (
    select fiscal_year, metric, count_type, level, grade, group_code, sum(value) as value
    from counted where is_count and type = 'school' group by all
);

create or replace temp table counted_district as
select (select count(*) from counted) + (select count(*) from counted_level)
    + row_number() over (
        order by fiscal_year, metric, count_type, grade, group_code) - 1 as cell, *
from (
    select fiscal_year, metric, count_type, grade, group_code, sum(value) as value
    from counted_level group by all
);

create or replace temp table counted_rest as
select (select count(*) from counted) + (select count(*) from counted_level)
    + (select count(*) from counted_district) + row_number() over (order by g.cell) - 1 as cell,
    g.cell as part, a.cell as whole, a.value - g.value as value, a.value = 0 as is_empty
from counted g
join counted a using (fiscal_year, metric, count_type, location_key, location_id, grade)
where g.group_code <> 'all' and a.group_code = 'all' and a.value >= g.value;
