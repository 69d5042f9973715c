-- grain: one row per account and part of its account string
-- reads: dim_account_segment
-- asked by: data.account_table
-- rows: district
select segment, account_key, code
from dim_account_segment
order by segment, account_key
