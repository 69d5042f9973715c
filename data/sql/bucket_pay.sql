-- grain: one row per pay date: what it cost the accounts of a bucket, year by year
-- reads: chosen_bucket, account_recode, dim_account, fct_ledger, dim_location
-- asked by: data.bucket_pay
-- rows: by scope
with {part: bucket_members}
select
    f.fiscal_year,
    f.period,
    f.posted_date as pay_date,
    sum(f.amount_cents)::bigint as pay_cents,
    (select count(*) from members o join dim_account a using (account_key)
        where not o.is_revenue and o.fiscal_year = $fiscal_year
            and a.spend_class not in ('salary', 'benefit')) as other_count
from members m
join fct_ledger f on f.account_key = m.account_key and f.fiscal_year = m.fiscal_year
where f.event_type = 'payroll'
    and {access: f.account_key}
group by f.fiscal_year, f.period, f.posted_date
order by f.posted_date
