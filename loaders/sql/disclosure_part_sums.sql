-- grain: one row per count of pupils in a sum of shares: schools in the district, grades in a school
-- reads: share_member, share_part
with entries as (
    select m.kind, m.whole_fact, p.cell, 1 as sign
    from share_member m join share_part p on p.fact = m.fact
    union all
    select distinct m.kind, m.whole_fact, p.cell, -1
    from share_member m join share_part p on p.fact = m.whole_fact
)
select (dense_rank() over (order by kind, whole_fact) - 1)::bigint as row, cell::bigint as cell,
    sign::double as sign
from entries order by row, cell
