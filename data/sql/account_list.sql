-- grain: one row per account of a fiscal year
-- reads: dim_account
-- asked by: data.account_table
-- rows: district
select account_key, fiscal_year, location_key, kind, display
from dim_account
order by account_key
