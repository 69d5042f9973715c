-- grain: one row: how many lines pass the filters, and their dollars
-- reads: search, dim_account, dim_location, chosen_bucket
-- asked by: data.transactions (totals)
-- rows: by scope
with {part: search_rows}
select count(*) as row_count, sum(amount_cents)::bigint as amount_cents from found
