-- grain: one row per fact whose pupils are withheld; `hides_value`: dollars per pupil, and shares
-- of a school, which divided into another figure give the pupils
-- reads: school_fact, counted, masked_cell; variables per_pupil, needs
with hidden as (
    select distinct fiscal_year, location_key, location_id, group_code
    from counted join masked_cell using (cell)
    where metric = 'enrollment' and grade = 'all'
)
select s.fact::bigint as fact,
    bool_or(list_contains(getvariable('per_pupil'), s.metric) and h.group_code = s.group_code
        or list_contains(getvariable('needs'), s.metric)
            and (h.group_code = 'all' or s.metric = h.group_code || '_share')) as hides_value
from school_fact s
join hidden h using (fiscal_year, location_key, location_id)
where not list_contains(getvariable('published'), s.metric)
    and (h.group_code = s.group_code
        or list_contains(getvariable('needs'), s.metric) and s.group_code = 'all'
        or h.group_code = 'all' and s.metric = 'enrollment')
group by s.fact
order by s.fact
