-- Accounts of revenue, to be joined from the left.
revenue_accounts as (
    select account_key, true as of_revenue from dim_account
    where fiscal_year = $fiscal_year and kind = 'revenue'
)
