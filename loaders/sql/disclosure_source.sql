-- grain: one row per fact that its source withheld, where no state published it so
-- reads: school_fact; variable published
-- A bound such as `<10` goes with the value: it would narrow down what stands beside it.
select fact::bigint as fact
from school_fact
where status = 'suppressed' and not list_contains(getvariable('published'), metric)
order by fact
