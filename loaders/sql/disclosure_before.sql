-- grain: one row per count that the snapshot before withheld and that would now give it away
-- reads: counted, counted_level; known_before (its tables), withheld_before (its serving file)
-- A count whose margin stands as it was tells the old one by how much it changed.
with known as (
    select location_id, fiscal_year, metric, count_type, grade, group_code,
        max(value)::double as value
    from known_before group by all
),
now as (
    select c.*, k.value as old,
        sum(k.value) over level_now as old_level, sum(c.value) over level_now as new_level
    from counted c
    left join known k using (location_id, fiscal_year, metric, count_type, grade, group_code)
    where c.is_count
    window level_now as (partition by c.fiscal_year, c.metric, c.count_type, c.level, c.grade,
        c.group_code)
)
select n.cell::bigint as cell
from now n
join withheld_before b using (location_id, fiscal_year, metric, count_type, grade, group_code)
where n.old is not null and abs(n.value - n.old) < getvariable('minimum')
    and (n.new_level is not distinct from n.old_level or exists (
        select 1 from now w
        where w.location_id = n.location_id and w.fiscal_year = n.fiscal_year
            and w.metric = n.metric and w.count_type = n.count_type and w.value = w.old
            and (w.grade = 'all' and n.grade <> 'all' and w.group_code = n.group_code
                or w.group_code = 'all' and n.group_code <> 'all' and w.grade = n.grade)))
order by n.cell
