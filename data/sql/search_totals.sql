-- grain: one row: how many lines pass the filters, and their dollars by type
-- reads: search, dim_account, dim_location, chosen_bucket
-- asked by: data.transactions (totals)
-- rows: by scope
with {part: search_rows}, {part: revenue_accounts}
select {part: line_sums}
from found
left join revenue_accounts using (account_key)
