-- grain: one row per purchase order and release over the visible accounts; one page of them
-- reads: purchase_orders, dim_account, dim_location, dim_vendor, chosen_bucket
-- asked by: data.orders (purchase-orders)
-- rows: by scope
-- sort: po_no vendor_name issued_on description requester status original_cents changed_cents liquidated_cents cancelled_cents open_cents days_open
with {part: orders}, page as (
    select * from orders
    order by {sort}, po_no, release
    limit $limit offset $offset
), counted as (
    select
        po_no, release, count(distinct line) as line_count,
        '[' || string_agg(distinct extra, ',' order by extra) || ']' as extra
    from lines
    where po_no in (select po_no from page)
    group by po_no, release
)
select p.*, c.line_count, c.extra
from page p
left join counted c on c.po_no = p.po_no and c.release is not distinct from p.release
order by {sort}, po_no, release
