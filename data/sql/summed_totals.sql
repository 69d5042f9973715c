-- grain: one row: how many rows pass the filters, and their dollars
-- reads: fct_ledger, dim_account, dim_location, dim_vendor, chosen_bucket
-- asked by: data.transactions (totals), for readers without the right to see compensation
-- rows: by scope
with {part: summed_lines}
select count(*) as row_count, sum(amount_cents)::bigint as amount_cents
from lines
