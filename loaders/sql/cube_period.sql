-- grain: one row per account and period with postings
-- reads: line_sums; serving.dim_account
insert into serving.cube_period
select s.account_key, a.fiscal_year, a.location_key, s.period, s.budget,
    if(a.kind in ('expenditure', 'revenue'), s.spent, null), s.encumbered
from line_sums s
join serving.dim_account a on a.account_key = s.account_key
order by s.account_key, s.period
