-- grain: one row per segment of the accounts
-- reads: dim_segment_value
-- asked by: data.row_filter, for what conditions may name
-- rows: district
select segment, max(role) as role
from dim_segment_value
group by segment
order by segment
