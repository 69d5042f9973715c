-- grain: one row: how many orders pass the filters, by state, and their dollars. An order with
--   several releases is one order; it counts in the state of each of them
-- reads: purchase_orders, dim_account, dim_location, dim_vendor, chosen_bucket
-- asked by: data.orders (totals)
-- rows: by scope
with {part: orders}
select
    count(*) as row_count,
    count(distinct po_no) as order_count,
    count(distinct po_no) filter (where is_open) as open_count,
    count(distinct po_no) filter (where status = 'closed') as closed_count,
    count(distinct po_no) filter (where status = 'cancelled') as cancelled_count,
    count(distinct po_no) filter (where status = 'requisition') as requisition_count,
    count(distinct po_no) - count(distinct po_no) filter (
        where is_open or status in ('closed', 'cancelled')) as other_count,
    sum(original_cents)::bigint as original_cents,
    (sum(open_cents) filter (where is_open))::bigint as open_cents
from orders
