-- Posting lines of a fiscal year that pass every filter. For a reader without the right to see
-- compensation, lines of pay are one sum per account, day and type, found by their account only.
visible as (
    select
        f.line_key, f.fiscal_year, f.posted_date, f.period, f.line_type, f.event_type,
        f.source_code, f.amount_cents, f.account_key, f.description, f.journal_no, f.po_no,
        f.invoice_no, f.check_no, f.extra, f.import_key, f.source_row, f.vendor_key,
        a.display as account, a.description as account_description, l.location_id,
        v.vendor_id, v.name as vendor_name,
        not $sees_compensation and (
            f.event_type = 'payroll'
            or (a.spend_class in ('salary', 'benefit') and f.line_type <> 'budget')) as is_pay
    from fct_ledger f
    join dim_account a using (account_key)
    join dim_location l on l.location_key = f.location_key
    left join dim_vendor v using (vendor_key)
    where f.fiscal_year = $fiscal_year
        and ($line_type = '' or f.line_type = $line_type)
        and ($account = '' or a.display = $account)
        and ($bucket = '' or f.account_key in (
            select account_key from bucket_account
            where bucket_code = $bucket and fiscal_year = $fiscal_year))
        and ($location = '' or l.location_id = $location)
        and (f.posted_date >= $first_day or $first_day is null)
        and (f.posted_date <= $last_day or $last_day is null)
        and ($all_locations or f.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($locations))))
), searched as (
    select * from visible
    where ($search = '' or case
            when is_pay then contains(
                lower(account), lower($search))
            else contains(
                lower(concat_ws(' ', nullif(vendor_id, ''), nullif(vendor_name, ''), description,
                    po_no, invoice_no, check_no, journal_no, source_code, account, extra)),
                lower($search)) end)
        and ($vendor = '' or (not is_pay and (
            vendor_id = $vendor or lower(vendor_name) = lower($vendor))))
), masked as (
    select
        line_key, fiscal_year, posted_date, period, line_type, account_key, account,
        account_description, location_id, vendor_id, vendor_name, description, po_no, invoice_no,
        check_no, journal_no, source_code, amount_cents, extra, import_key, source_row,
        1::bigint as line_count
    from searched
    where not is_pay
    union all
    select
        min(line_key), fiscal_year, posted_date, max(period), line_type, account_key, account,
        account_description, location_id, null, null, 'Pay, summed by account and day', null,
        null, null, null, null, sum(amount_cents)::bigint, null, null, null, count(*)
    from searched
    where is_pay
    group by fiscal_year, posted_date, line_type, account_key, account, account_description,
        location_id
), lines as (
    select * from masked
    where (amount_cents >= $least_cents or $least_cents is null)
        and (amount_cents <= $most_cents or $most_cents is null)
)
