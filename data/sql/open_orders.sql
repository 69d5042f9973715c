-- grain: one row per open purchase order, release and cell: accounts that lie in the same buckets
-- reads: bucket_cell, purchase_orders, dim_vendor, dim_location
-- asked by: data.open_orders, which adds up the cells of the buckets asked for
-- rows: by scope
select
    o.po_no,
    o.release,
    c.cell,
    any_value(v.name) as vendor_name,
    arg_min(o.description, (length(o.line), o.line)) as description,
    arg_min(o.line, (length(o.line), o.line)) filter (where o.description is not null)
        as described_line,
    min(o.issued_on) as issued_on,
    sum(o.open_cents)::bigint as open_cents
from purchase_orders o
join bucket_cell c using (account_key)
left join dim_vendor v using (vendor_key)
where o.fiscal_year = $fiscal_year
    and o.status not in ('closed', 'cancelled')
    {when location_ids: and o.location_key in (
        select location_key from dim_location
        where location_id in (select unnest($location_ids)))}
    and {access: o.account_key}
group by o.po_no, o.release, c.cell
