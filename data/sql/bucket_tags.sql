-- grain: one row per kind of account, type of line and text of the strategy column
-- reads: chosen_bucket, account_recode, dim_account, fct_ledger, dim_location
-- asked by: data.bucket_strategies
-- rows: by scope
-- JSON is read by DuckDB's own function; lines without the column are not asked for.
with {part: bucket_members}
select
    m.is_revenue,
    f.line_type,
    json_extract_string(f.extra, $tag_path) as tag,
    sum(f.amount_cents)::bigint as amount_cents
from members m
join fct_ledger f on f.account_key = m.account_key and f.fiscal_year = m.fiscal_year
where f.line_type in ('actual', 'receipt', 'budget')
    and f.extra is not null
    and f.period > 0
    and json_extract_string(f.extra, $tag_path) is not null
    and {access: f.account_key}
group by m.is_revenue, f.line_type, tag
order by m.is_revenue, f.line_type, tag
