-- grain: one row per fiscal year and kind of account
-- reads: serving.balances, dim_account; what the snapshot's manifest states, in cents
select a.fiscal_year, a.kind, count(*) as accounts, sum(b.line_count)::bigint as lines,
    sum(b.budget_cents)::bigint as budget_cents, sum(b.spent_cents)::bigint as spent_cents,
    sum(b.encumbered_cents)::bigint as encumbered_cents
from serving.balances b
join serving.dim_account a on a.account_key = b.account_key
group by a.fiscal_year, a.kind
order by a.fiscal_year, a.kind
