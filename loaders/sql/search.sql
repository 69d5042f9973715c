-- grain: one row per posting line, ordered by date, newest last
-- reads: serving.fct_ledger, dim_account, dim_vendor
-- Runs once for each span of dates from variable `low` up to `high`; NULL bounds are open, and
-- lines without a date come first. Variable `lines_before` counts the lines of the spans before.
insert into serving.search
select getvariable('lines_before') + row_number() over () - 1 as place, *
from (
    select l.posted_date, l.fiscal_year, l.location_key, l.account_key, l.line_key, l.line_type,
        l.amount_cents,
        lower(concat_ws(' ', nullif(v.vendor_id, ''), nullif(v.name, ''), l.description, l.po_no,
            l.invoice_no, l.check_no, l.journal_no, l.source_code, a.display, l.extra)) as text
    from serving.fct_ledger l
    join serving.dim_account a on a.account_key = l.account_key
    join serving.dim_vendor v on v.vendor_key = l.vendor_key
    where (getvariable('low') is null or l.posted_date >= getvariable('low'))
        and (getvariable('high') is null or l.posted_date < getvariable('high')
            or (l.posted_date is null and getvariable('low') is null))
    order by l.posted_date nulls first, l.line_key
)
