-- Posting lines that pass every filter, for readers who may see compensation. What a search
-- looks through is what the search table holds.
every_line as (
    select
        f.line_key, f.fiscal_year, f.posted_date, f.period, f.line_type, f.account_key,
        l.location_id, a.display as account, a.description as account_description, v.vendor_id,
        v.name as vendor_name, f.description, f.po_no, f.invoice_no, f.check_no, f.journal_no,
        f.source_code, f.amount_cents, f.extra, f.import_key, f.source_row,
        1::bigint as line_count
    from fct_ledger f
    join dim_account a using (account_key)
    join dim_location l on l.location_key = f.location_key
    left join dim_vendor v using (vendor_key)
    where $sees_compensation
        and {part: ledger_filters}
        {when vendor: and (v.vendor_id = $vendor or lower(v.name) = lower($vendor))}
        {when least_cents: and f.amount_cents >= $least_cents}
        {when most_cents: and f.amount_cents <= $most_cents}
        {when search: and contains(
            lower(concat_ws(' ', nullif(v.vendor_id, ''), nullif(v.name, ''), f.description,
                f.po_no, f.invoice_no, f.check_no, f.journal_no, f.source_code, a.display,
                f.extra)),
            lower($search))}
), lines as (
    select * from every_line where {rows}
)
