-- grain: one row per row set aside, and reason
-- reads: canon.quarantine_row
insert into serving.quarantine_row
select * from canon.quarantine_row order by import_id, source_row, reason_code
