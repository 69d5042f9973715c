-- grain: one row per group of orders that pass the filters, by their lines on visible accounts
-- reads: purchase_orders, dim_account, dim_account_segment, dim_location, dim_vendor, chosen_bucket
-- asked by: data.row_groups (purchase-order-groups)
-- rows: by scope
with {part: orders}, {part: account_codes}
select
    {when by_account: coalesce(c.code, '')}
    {when by_vendor: coalesce(o.vendor_name, '')}
    {when by_requester: coalesce(o.requester, '')}
    {when by_month: coalesce(strftime(o.issued_on, '%Y-%m'), '')}
    {when by_type: coalesce(o.status, '')}
    {when heading: coalesce(json_extract_string(l.extra, $heading), '')}
        as code,
    count(distinct l.po_no) as order_count,
    sum(l.ordered_cents)::bigint as original_cents,
    sum(l.liquidated_cents)::bigint as liquidated_cents,
    (sum(l.open_cents) filter (where o.is_open))::bigint as open_cents
from lines l
join orders o on o.fiscal_year = l.fiscal_year and o.po_no = l.po_no and o.release = l.release
left join account_codes c on c.account_key = l.account_key
group by 1
order by 1
