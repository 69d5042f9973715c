-- grain: one row per line and account of one purchase order
-- reads: purchase_orders, dim_account, dim_location
-- asked by: data.orders (purchase-order-lines)
-- rows: by scope
select
    o.fiscal_year, o.po_no, o.release, o.line, a.display as account,
    a.description as account_description, l.location_id, o.description, o.extra,
    o.ordered_cents as original_cents, o.changed_cents, o.liquidated_cents, o.cancelled_cents,
    o.open_cents
from purchase_orders o
join dim_account a using (account_key)
join dim_location l on l.location_key = o.location_key
where o.po_no = $po_no
    {when fiscal_year: and o.fiscal_year = $fiscal_year}
    and {access: o.account_key}
order by o.fiscal_year, o.release, length(o.line), o.line, account
