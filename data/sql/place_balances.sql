-- grain: one row per account of a fiscal year with any figure, or with lines in another year; in no
-- order
-- reads: balances
-- asked by: data.accounts_of_place
-- rows: by scope
select
    b.account_key, b.original_cents, b.adjustments_cents, b.budget_cents, b.spent_cents,
    b.encumbered_cents, b.requested_cents, b.reserved_cents, b.reported_available_cents
from balances b
where b.fiscal_year = $fiscal_year and {access: b.account_key}
