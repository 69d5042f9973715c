-- grain: one row per account of a fiscal year, in no order
-- reads: dim_account
-- asked by: data.accounts_of_place
-- rows: by scope
-- kept: with the snapshot
select
    a.account_key, a.fiscal_year, a.display as account, a.description, a.kind, a.spend_class,
    a.category_code, a.fund_code, a.function_code, a.object_code, a.program_code, a.project_code,
    a.is_provisional, a.location_key
from dim_account a
where a.fiscal_year = $fiscal_year and {access: a.account_key}
