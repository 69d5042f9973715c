-- grain: one row per file and heading of a further column that its posting lines, or orders, carry
-- reads: fct_ledger, purchase_orders
-- asked by: data.row_filter, for what conditions and columns may name
-- rows: district
-- Every line of a file that has one of them has all, so one line a file tells them.
select import_key, unnest(json_keys(extra)) as heading
from (
    select import_key, any_value(extra) as extra
    {when of_orders: from purchase_orders}
    {when of_lines: from fct_ledger}
    where extra is not null
    group by import_key
)
order by import_key
