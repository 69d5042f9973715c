-- grain: one row per count: its value, what withholding it costs, whether it is known to be zero
-- reads: counted, counted_level, counted_district, counted_rest
with cells as (
    select c.cell, c.value,
        case when c.grade = 'all' then 3 else 1 end + (c.group_code = 'all')::int as cost,
        not c.is_untold and c.value = 0
            and (c.group_code = 'all' or coalesce(r.is_empty, false)) as structural,
        c.is_untold as held
    from counted c left join counted_rest r on r.part = c.cell
    union all
    select cell, value, 6, value = 0 and group_code = 'all', false from counted_level
    union all
    select cell, value, 7, value = 0 and group_code = 'all', false from counted_district
    union all
    select cell, value, 0, is_empty, false from counted_rest
)
select cell::bigint as cell, value::double as value, cost::bigint as cost, structural, held
from cells order by cell
