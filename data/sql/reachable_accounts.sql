-- grain: one row per visible account as the ERP prints it, of a bucket or of conditions where given
-- reads: dim_account, chosen_bucket
-- asked by: data.positions, for whose positions a reader may see
-- rows: by scope
select distinct a.display as account
from dim_account a
where {access: a.account_key}
    and {lines}
    {when fiscal_year: and a.fiscal_year = $fiscal_year}
    {when bucket: and a.account_key in (select account_key from chosen_bucket)}
order by account
