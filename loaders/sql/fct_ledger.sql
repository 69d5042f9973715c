-- grain: one row per posting line of one fiscal year, sorted by location, account, date
-- reads: canon.ledger_line, budget_line, encumbrance_event; serving.dim_account, dim_vendor, file
-- Runs once for each fiscal year (variable `fiscal_year`), which bounds the memory of the sort;
-- variable `lines_before` is the last key of the years before. Proposed budget lines are plans.
insert into serving.fct_ledger
with lines as (
    select account_id, period, posted_date, null as line_type, amount,
        coalesce(vendor_id, chr(31) || vendor_name) as vendor, event_type, source_code, journal_no,
        description, po_no, invoice_no, check_no, extra, import_id, source_row, ledger_line_id as id
    from canon.ledger_line where fiscal_year = getvariable('fiscal_year')
    union all
    select account_id, period, effective_date, 'budget', amount,
        null, type, null, document_no,
        reason, null, null, null, extra, import_id, source_row, budget_line_id
    from canon.budget_line
    where fiscal_year = getvariable('fiscal_year') and status is distinct from 'proposed'
    union all
    select account_id, period, event_date, 'encumbrance', amount,
        coalesce(vendor_id, chr(31) || vendor_name), event, source, null,
        description, po_no, null, null, null, import_id, source_row, event_id
    from canon.encumbrance_event where fiscal_year = getvariable('fiscal_year')
),
vendors as (
    select vendor_key, if(vendor_id = '', chr(31) || name, vendor_id) as vendor
    from serving.dim_vendor where vendor_key > 0
),
coded as (
    select a.fiscal_year, a.location_key, a.account_key, l.period, l.posted_date,
        coalesce(l.line_type, case when l.event_type = 'encumbrance_memo' then 'encumbrance'
            when a.kind = 'revenue' then 'receipt' else 'actual' end) as line_type,
        (l.amount * 100)::bigint as amount_cents, coalesce(v.vendor_key, 0) as vendor_key,
        l.event_type, l.source_code, l.journal_no, l.description, l.po_no, l.invoice_no,
        l.check_no, l.extra, f.import_key, l.source_row, l.id
    from lines l
    join serving.dim_account a on a.account_id = l.account_id
    left join vendors v on v.vendor = l.vendor
    left join serving.file f on f.import_id = l.import_id
    order by a.account_key, l.posted_date, l.id
)
select getvariable('lines_before') + row_number() over (), * exclude (id) from coded
