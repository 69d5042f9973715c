-- grain: one row per posting line found in a range of places, in no order: sorting a part of
-- them in here costs more than finding all
-- reads: search, dim_account, dim_location, chosen_bucket
-- asked by: data.transactions, which walks back from the newest lines until a page is full
-- rows: by scope
with {part: search_rows}
select place, line_key from found
