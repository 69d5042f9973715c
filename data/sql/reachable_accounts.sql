-- grain: one row per visible account as the ERP prints it, of a bucket where one is named
-- reads: dim_account, chosen_bucket
-- asked by: data.positions, for whose positions a reader may see
-- rows: by scope
select distinct display as account
from dim_account
where {access: account_key}
    {when fiscal_year: and fiscal_year = $fiscal_year}
    {when bucket: and account_key in (select account_key from chosen_bucket)}
order by account
