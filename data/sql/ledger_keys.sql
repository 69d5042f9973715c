-- grain: one row per posting line of a page, in the order of the page, and its account
-- reads: fct_ledger, dim_account, dim_location, dim_vendor, chosen_bucket
-- asked by: data.transactions, for readers who may see compensation: whole lines in another order
-- than the newest first take more memory than a web process has
-- rows: by scope
-- sort: posted_date amount_cents account account_description vendor_name description period line_type location_id po_no invoice_no check_no journal_no source_code
with {part: ledger_lines}
select line_key, account_key from lines
order by {sort}, line_key desc
limit $limit offset $offset
