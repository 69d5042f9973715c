-- grain: one row per location, fiscal year, metric, count type, grade and group
-- reads: school_fact, and withheld: what no reader may see has no value here
insert into serving.fct_school
select s.location_key, s.fiscal_year, s.metric, s.count_type, s.grade, s.group_code,
    case when w.mark = 'ok' then s.value when w.mark <> 'suppressed' then w.bound end,
    case when w.mark = 'ok' then s.value_low when w.mark <> 'suppressed' then w.low end,
    case when w.mark = 'ok' then s.value_high when w.mark <> 'suppressed' then w.high end,
    case when w.mark <> 'suppressed' and not w.hides_pupils then s.denominator end,
    case when w.mark = 'ok' then s.status else w.mark end, s.import_key, s.source_row
from school_fact s
join withheld w using (fact)
order by s.fiscal_year, s.metric, s.location_key, s.count_type, s.grade, s.group_code
