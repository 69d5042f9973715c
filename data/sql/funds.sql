-- grain: one row per fund with accounts in the fiscal year, among the visible ones
-- reads: dim_account
-- asked by: data.districts (pickers)
-- rows: by scope
select fund_code, count(*) as account_count
from dim_account
where fiscal_year = $fiscal_year
    and {access: account_key}
group by fund_code
order by fund_code
