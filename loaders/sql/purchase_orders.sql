-- grain: one row per purchase order line and account
-- A text that stands on the first line alone is that line's: others may be another school's.
-- reads: canon.po_line_account, purchase_order; serving.dim_account, dim_vendor, file
insert into serving.purchase_orders
with vendors as (
    select vendor_key, if(vendor_id = '', chr(31) || name, vendor_id) as vendor
    from serving.dim_vendor where vendor_key > 0
),
heads as (
    select * from canon.purchase_order
    qualify row_number() over (partition by po_no, release, fiscal_year order by import_id) = 1
)
select p.po_no, p.release, p.line, a.account_key, a.location_key, p.fiscal_year,
    coalesce(v.vendor_key, 0), o.issued_on, o.status, o.is_blanket, o.is_carryforward,
    coalesce(p.description, if(p.import_id = o.import_id and p.source_row = o.source_row,
        o.description, null)), o.requester, p.extra, f.import_key, (p.ordered * 100)::bigint, (p.changed * 100)::bigint,
    (p.liquidated * 100)::bigint, (p.cancelled * 100)::bigint, (p.open_amount * 100)::bigint
from canon.po_line_account p
join serving.dim_account a on a.account_id = p.account_id
left join heads o
    on o.po_no = p.po_no and o.release is not distinct from p.release
    and o.fiscal_year = p.fiscal_year
left join serving.file f on f.import_id = p.import_id
left join vendors v on v.vendor = coalesce(o.vendor_id, chr(31) || o.vendor_name)
order by a.account_key, p.po_no, p.release, p.line
