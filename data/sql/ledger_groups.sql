-- grain: one row per group of posting lines that pass the filters
-- reads: fct_ledger, dim_account, dim_account_segment, dim_location, dim_vendor, chosen_bucket
-- asked by: data.row_groups (transaction-groups), for readers who may see compensation
-- rows: by scope
with {part: ledger_lines}, {part: account_codes}, {part: revenue_accounts}
select
    {when by_account: coalesce(c.code, '')}
    {when by_vendor: coalesce(l.vendor_name, '')}
    {when by_month: coalesce(strftime(l.posted_date, '%Y-%m'), '')}
    {when by_type: l.line_type}
    {when heading: coalesce(json_extract_string(l.extra, $heading), '')}
        as code,
    {part: line_sums}
from lines l
left join account_codes c using (account_key)
left join revenue_accounts using (account_key)
group by 1
order by 1
