-- grain: one row per visible account of a bucket that its lines choose, with its four terms
-- reads: chosen_bucket, account_recode, dim_account, balances, dim_location
-- asked by: data.bucket_categories
-- rows: by scope
with {part: bucket_members}
select
    m.account_key,
    a.display as account,
    m.is_revenue,
    b.budget_cents,
    b.spent_cents,
    b.encumbered_cents,
    b.original_cents,
    b.adjustments_cents,
    b.requested_cents,
    b.reserved_cents
from members m
join balances b using (account_key)
join dim_account a on a.account_key = m.account_key
where m.fiscal_year = $fiscal_year
    and {access: b.account_key}
    and {lines}
order by m.account_key
