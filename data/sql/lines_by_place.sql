-- grain: one row per posting line named by its place; for readers who may see compensation
-- reads: fct_ledger, dim_vendor, file
-- asked by: data.transactions, for the page that a search found
-- rows: by scope
select
    f.line_key, f.fiscal_year, f.posted_date, f.period, f.line_type, f.source_code,
    f.amount_cents, f.description, f.journal_no, f.po_no, f.invoice_no, f.check_no, f.extra,
    f.source_row, f.account_key, f.location_key, v.vendor_id, v.name as vendor_name,
    i.path as file, 1::bigint as line_count
from fct_ledger f
left join dim_vendor v using (vendor_key)
left join file i using (import_key)
where f.rowid in (select unnest($places))
    and f.line_key between $first_key and $last_key
    and $sees_compensation
    and {access: f.account_key}
