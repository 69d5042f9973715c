-- grain: one row per group of accounts and kind: sums over all accounts that pass the filters
-- reads: balances, dim_account, dim_account_segment, dim_location, chosen_bucket
-- asked by: data.row_groups (account-groups)
-- rows: by scope
with {part: chosen_accounts}, {part: account_codes}
select
    coalesce(c.code, '') as code,
    kind,
    count(*) as account_count,
    sum(original_cents)::bigint as original_cents,
    sum(adjustments_cents)::bigint as adjustments_cents,
    sum(budget_cents)::bigint as budget_cents,
    sum(spent_cents)::bigint as spent_cents,
    sum(encumbered_cents)::bigint as encumbered_cents,
    sum(requested_cents)::bigint as requested_cents,
    sum(reserved_cents)::bigint as reserved_cents
from chosen
left join account_codes c using (account_key)
group by 1, 2
order by 1, 2
