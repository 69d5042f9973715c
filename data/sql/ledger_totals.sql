-- grain: one row: how many rows pass the filters, and their dollars by type
-- reads: fct_ledger, dim_account, dim_location, dim_vendor, chosen_bucket
-- asked by: data.transactions (totals), for readers who may see compensation
-- rows: by scope
with {part: ledger_lines}, {part: revenue_accounts}
select {part: line_sums}
from lines
left join revenue_accounts using (account_key)
