-- grain: one row: how many orders pass the filters, how many are open, and their dollars
-- reads: purchase_orders, dim_account, dim_location, dim_vendor, chosen_bucket
-- asked by: data.orders (totals)
-- rows: by scope
with {part: orders}
select
    count(*) as order_count,
    count(*) filter (where is_open) as open_count,
    count(*) filter (where status = 'closed') as closed_count,
    count(*) filter (where status = 'cancelled') as cancelled_count,
    count(*) filter (where status = 'requisition') as requisition_count,
    sum(original_cents)::bigint as original_cents,
    (sum(open_cents) filter (where is_open))::bigint as open_cents
from orders
