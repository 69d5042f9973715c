-- grain: one row per posting line, or per account and day of pay, named by its key
-- reads: fct_ledger, dim_account, dim_location, dim_vendor, chosen_bucket, file
-- asked by: data.transactions, for readers without the right to see compensation
-- rows: by scope
with {part: summed_lines}
select p.*, i.path as file
from lines p
left join file i using (import_key)
where p.line_key in (select unnest($line_keys))
