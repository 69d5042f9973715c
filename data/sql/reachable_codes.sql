-- grain: one row per visible account as the ERP prints it: its kind, and its code in a segment
-- reads: dim_account, dim_account_segment
-- asked by: data.position_groups, for what positions are grouped by
-- rows: by scope
select a.display as account, max(a.kind) as kind, min(s.code) as code
from dim_account a
left join dim_account_segment s
    on s.account_key = a.account_key and s.segment in (select unnest($segments::varchar[]))
where {access: a.account_key}
group by a.display
order by account
