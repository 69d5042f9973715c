-- grain: one row per row set aside, the first three of each file, column and reason, those of
-- rows that were kept all the same last
-- reads: canon.quarantine_row, import_file
with alike as (
    select f.path, q.source_row, q.column_name, q.reason_code, q.is_warning, q.raw,
        case when q.found is null or q.found = '' or contains(q.message, q.found) then q.message
            else concat(q.message, ' Found ', q.found, '.') end as message,
        count(*) over kind as rows_alike, row_number() over (kind order by q.source_row) as turn
    from canon.quarantine_row q
    left join canon.import_file f on f.import_id = q.import_id
    window kind as (partition by f.path, q.column_name, q.reason_code, q.is_warning)
)
select path, source_row, column_name, reason_code, rows_alike, message, raw
from alike where turn <= 3
order by is_warning, path, rows_alike desc, reason_code, column_name, source_row
limit 30
