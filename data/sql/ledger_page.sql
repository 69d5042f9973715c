-- grain: one row per posting line, or per account and day of pay; one page of them
-- reads: fct_ledger, dim_account, dim_location, dim_vendor, chosen_bucket, file
-- asked by: data.transactions, for readers who may see compensation
-- rows: by scope
-- sort: posted_date amount_cents account account_description vendor_name description period line_type location_id po_no invoice_no check_no journal_no source_code
with {part: ledger_lines}, page as (
    select * from lines
    order by {sort}, line_key desc
    limit $limit offset $offset
)
select p.*, i.path as file
from page p
left join file i using (import_key)
order by {sort}, line_key desc
