-- grain: one row per kind of account: totals over all accounts that pass the filters
-- reads: balances, dim_account, dim_location, chosen_bucket
-- asked by: data.balances (account totals)
-- rows: by scope
with {part: chosen_accounts}
select
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
group by kind
order by kind
