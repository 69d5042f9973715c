-- grain: one row per segment and code, of all fiscal years
-- reads: dim_segment_value
-- asked by: data.chart, for what configured records may refer to
-- rows: district
select segment, max(role) as role, code
from dim_segment_value
group by segment, code
order by segment, code
