-- grain: one row per posting line of the newest of a fiscal year, the newest first, with the text
-- that a search looks through
-- reads: search, fct_ledger, dim_account, dim_location, dim_vendor, file
-- asked by: data.newest_lines, for readers of everything
-- rows: by scope
with newest as (
    select line_key, place, text
    from search
    where fiscal_year = $fiscal_year
        and place > (select max(place) from search where fiscal_year = $fiscal_year) - $most_lines
        and $sees_compensation
        and {access: whole}
    qualify sum(length(text)) over (order by place desc) <= $most_characters
)
select
    n.text, f.line_key, f.fiscal_year, f.posted_date, f.period, f.line_type, f.source_code,
    f.amount_cents, f.description, f.journal_no, f.po_no, f.invoice_no, f.check_no, f.extra,
    f.source_row, a.display as account, a.description as account_description, l.location_id,
    v.vendor_id, v.name as vendor_name, i.path as file, 1::bigint as line_count
from newest n
join fct_ledger f using (line_key)
join dim_account a using (account_key)
join dim_location l on l.location_key = f.location_key
left join dim_vendor v using (vendor_key)
left join file i using (import_key)
order by n.place desc
