-- grain: one row per file and reason; whole district only
-- reads: quarantine_row, file
-- asked by: data.loads (what the quarantined rows are worth)
-- rows: by scope
select
    f.path as file, coalesce(f.kind in ('po_detail', 'encumbrance_detail'), false) as is_order,
    q.reason_code, q.is_warning, count(*) as row_count,
    sum(q.amount)::decimal(38, 2) as amount_usd
from quarantine_row q
left join file f using (import_id)
where {access: whole}
group by all
order by file, reason_code, is_warning
