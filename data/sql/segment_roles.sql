-- grain: one row per part of the account string and its role, where it has one
-- reads: dim_segment_value
-- asked by: data.account_table
-- rows: district
select distinct segment, role
from dim_segment_value
where role is not null
order by segment, role
