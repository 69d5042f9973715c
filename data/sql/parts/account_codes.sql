-- The code by which rows of an account are put into a group: one of its segments, its kind, or a
-- custom attribute; accounts without it are not here.
account_codes as (
    select account_key, min(code) as code from (
        select 0::integer as account_key, ''::varchar as code where false
        {when segments: union all
            select account_key, code from dim_account_segment
            where segment in (select unnest($segments))}
        {when by_kind: union all
            select account_key, kind from dim_account where fiscal_year = $fiscal_year}
        {when attribute_accounts: union all
            select a.account_key, v.value from dim_account a join (
                select unnest($attribute_accounts) as account, unnest($attribute_values) as value
            ) v on v.account = a.display
            where a.fiscal_year = $fiscal_year}
    )
    group by account_key
)
