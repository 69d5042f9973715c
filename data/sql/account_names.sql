-- grain: one row per visible account of a fiscal year
-- reads: dim_account
-- asked by: data.transactions
-- rows: by scope
-- kept: with the snapshot
select account_key, display as account, description as account_description
from dim_account
where fiscal_year = $fiscal_year
    and {access: account_key}
order by account_key
