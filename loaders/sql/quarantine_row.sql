-- grain: one row per row set aside, and reason
-- reads: canon.quarantine_row, import_file
-- A row of pupil counts would say in full what is withheld of the rows that were accepted: line and
-- column lead to it in the district's own file. A word in place of a number tells of nobody.
insert into serving.quarantine_row
with pupils as (
    select distinct import_id from canon.import_file where kind = 'school_facts'
)
select q.* replace (
    case when p.import_id is null then q.raw end as raw,
    case when p.import_id is null or not regexp_matches(q.found, '[0-9]') then q.found end as found)
from canon.quarantine_row q
left join pupils p on p.import_id = q.import_id
order by q.import_id, q.source_row, q.reason_code
