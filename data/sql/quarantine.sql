-- grain: one row per row set aside and reason; whole district only
-- reads: quarantine_row, file
-- asked by: data.loads (quarantine)
-- rows: by scope
-- sort: file source_row reason_code column_name amount fiscal_year
with chosen as (
    select
        f.path as file, q.source_row, q.column_name, q.reason_code, q.message,
        q.amount, q.fiscal_year, q.is_warning,
        case when $sees_compensation then q.found end as found,
        case when $sees_compensation then q.raw end as raw
    from quarantine_row q
    left join file f using (import_id)
    where {access: whole}
        {when reason: and q.reason_code = $reason}
        {when no_account: and q.reason_code in (select unnest($no_account)) and not q.is_warning}
        {when of_orders: and f.kind in ('po_detail', 'encumbrance_detail')}
        {when of_others: and coalesce(f.kind, '') not in ('po_detail', 'encumbrance_detail')}
        {when fiscal_years: and q.fiscal_year in (select unnest($fiscal_years))}
), final as (
    select * from chosen
    order by {sort}, file, source_row, reason_code
    limit $limit offset $offset
)
select
    file, source_row, column_name, reason_code, found, message, amount as amount_usd,
    fiscal_year, is_warning, raw
from final
order by {sort}, file, source_row, reason_code
