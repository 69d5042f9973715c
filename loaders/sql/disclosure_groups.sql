-- grain: one row per shown count of a group beside a shown count of all pupils
-- reads: counted_rest, counted, masked_cell
select g.fact::bigint as fact, g.value as part, a.value as whole
from counted_rest r
join counted g on g.cell = r.part
join counted a on a.cell = r.whole
where g.is_count and a.value > 0
    and not exists (select 1 from masked_cell m where m.cell in (r.part, r.whole))
order by g.fact
