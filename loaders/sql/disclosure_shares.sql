-- grain: one row per share whose pupils are known: the pupils it tells of, and all of them
-- reads: school_fact; counted; variables shares (metrics that are shares), published
-- Shares without pupils of their own are of the pupils of the school and grade.
with pupils as (
    select fiscal_year, location_key, location_id, grade, max(value) as pupils
    from counted
    where metric = 'enrollment' and group_code = 'all' and not is_untold
    group by all
)
select s.fact::bigint as fact, coalesce(c.cell, -1)::bigint as cell,
    round(s.value * coalesce(s.denominator, p.pupils)) as part,
    coalesce(s.denominator, p.pupils) as whole
from school_fact s
left join counted c using (fact)
left join pupils p on p.fiscal_year = s.fiscal_year and p.location_key = s.location_key
    and p.location_id = s.location_id and p.grade = s.grade and s.group_code = 'all'
where list_contains(getvariable('shares'), s.metric)
    and not list_contains(getvariable('published'), s.metric)
    and s.status = 'ok' and s.value between 0 and 1
    and coalesce(s.denominator, p.pupils) > 0
order by s.fact
