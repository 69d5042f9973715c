-- grain: one row per check of the load; whole district only
-- reads: check_result, file
-- asked by: data.loads (control-totals)
-- rows: by scope
select
    c.check_code, c.scope as check_scope, c.fiscal_year, c.severity, c.status,
    c.expected as expected_usd, c.actual as actual_usd, c.difference as difference_usd,
    c.message, f.path as file
from check_result c
left join file f using (import_id)
where {access: whole}
    {when status: and c.status = $status}
order by c.check_code, c.fiscal_year, check_scope
