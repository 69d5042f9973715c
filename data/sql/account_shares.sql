-- grain: one row per account that passes the filters: what its share of use is reckoned from
-- reads: balances, dim_account, dim_location, chosen_bucket
-- asked by: data.balances (account-status sorted by share of use)
-- rows: by scope
with {part: chosen_accounts}
select account_key, account, kind, budget_cents, spent_cents, encumbered_cents
from chosen
order by account_key
