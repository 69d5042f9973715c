-- grain: one row per row set aside, the first twenty, rows that were kept all the same last
-- reads: canon.quarantine_row, import_file
select f.path, q.source_row, q.column_name, q.reason_code, q.message, q.raw
from canon.quarantine_row q
left join canon.import_file f on f.import_id = q.import_id
order by q.is_warning, f.path, q.source_row, q.reason_code
limit 20
