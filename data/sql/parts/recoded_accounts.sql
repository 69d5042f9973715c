-- Visible accounts that other accounts carry on for, in the view of the fiscal year asked for.
moved as (
    select r.account_key, r.fiscal_year, r.to_account, r.share, a.kind = 'revenue' as is_revenue
    from account_recode r
    join dim_account a on a.account_key = r.account_key
    where r.fiscal_year between $first_year and $fiscal_year
        and r.to_fy <= $fiscal_year
        and (r.until_fy is null or r.until_fy >= $fiscal_year)
        and {access: a.account_key}
)
