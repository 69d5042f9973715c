-- grain: one row per posting line, or per account and day of pay, of a page, in the order of the
-- page, and its account; pay is named by the lowest key of its lines
-- reads: fct_ledger, dim_account, dim_location, dim_vendor, chosen_bucket
-- asked by: data.transactions, for readers without the right to see compensation
-- rows: by scope
-- sort: posted_date amount_cents account account_description vendor_name description period line_type location_id po_no invoice_no check_no journal_no source_code
with {part: summed_lines}
select line_key, account_key from lines
order by {sort}, line_key desc
limit $limit offset $offset
