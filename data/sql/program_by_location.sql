-- grain: one row per location with expenditure accounts of the program
-- reads: balances, dim_account, chosen_bucket, dim_location
-- asked by: data.program_comparison (program-comparison)
-- rows: by scope
-- The program is a bucket or scope lines. Transfers between funds are no spending.
with chosen as (
    select
        b.location_key, a.account_key, b.budget_cents, b.spent_cents,
        a.spend_class in ('salary', 'benefit') as is_pay
    from balances b
    join dim_account a using (account_key)
    where b.fiscal_year = $fiscal_year
        and a.fiscal_year = $fiscal_year
        and a.kind = 'expenditure'
        and not a.is_transfer
        {when bucket: and b.account_key in (select account_key from chosen_bucket)}
        and {access: b.account_key}
        and {access: a.account_key}
        and {lines}
)
select
    l.location_id, l.name as location_name, l.type as location_type, l.level,
    count(*) as account_count,
    count(*) filter (where c.is_pay) as pay_accounts,
    sum(c.budget_cents)::bigint as budget_cents,
    sum(c.spent_cents)::bigint as spent_cents
from chosen c
join dim_location l using (location_key)
group by l.location_id, l.name, l.type, l.level
order by l.location_id
