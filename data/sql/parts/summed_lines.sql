-- Posting lines that pass every filter, for readers without the right to see compensation:
-- pay is one sum per account, day and type, found by its account alone. Sums are made from keys and
-- named afterwards: groups of names take many times the memory.
visible as not materialized (
    select
        f.*,
        coalesce(f.event_type = 'payroll', false)
            or (coalesce(a.spend_class in ('salary', 'benefit'), false)
                and f.line_type <> 'budget') as is_pay
    from fct_ledger f
    join dim_account a using (account_key)
    where {part: ledger_filters}
), summed as not materialized (
    select
        line_key, fiscal_year, posted_date, period, line_type, account_key, location_key,
        vendor_key, description, po_no, invoice_no, check_no, journal_no, source_code,
        amount_cents, extra, import_key, source_row, 1::bigint as line_count
    from visible
    where not is_pay
    union all
    select
        min(line_key), fiscal_year, posted_date, max(period), line_type, account_key, location_key,
        null, null, null, null, null, null, null, sum(amount_cents)::bigint, null, null, null,
        count(*)
    from visible
    where is_pay
    group by fiscal_year, posted_date, line_type, account_key, location_key
), named as not materialized (
    select
        s.*, l.location_id, a.display as account, a.description as account_description,
        v.vendor_id, v.name as vendor_name
    from summed s
    join dim_account a using (account_key)
    join dim_location l on l.location_key = s.location_key
    left join dim_vendor v using (vendor_key)
), lines as (
    select * from named
    where true
        {when vendor: and (vendor_id = $vendor or lower(vendor_name) = lower($vendor))}
        {when search: and contains(
            lower(concat_ws(' ', nullif(vendor_id, ''), nullif(vendor_name, ''), description,
                po_no, invoice_no, check_no, journal_no, source_code, account, extra)),
            lower($search))}
        {when least_cents: and amount_cents >= $least_cents}
        {when most_cents: and amount_cents <= $most_cents}
        and {rows}
)
