-- grain: one row per visible account of a list of one fiscal year
-- reads: dim_account
-- asked by: data.transactions, for the lines of a page
-- rows: by scope
select account_key, display as account, description as account_description
from dim_account
where fiscal_year = $fiscal_year
    and account_key in (select unnest($account_keys))
    and {access: account_key}
