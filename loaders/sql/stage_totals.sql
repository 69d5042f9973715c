-- grain: one row per fiscal year and kind of account, of what a drop would load
-- reads: canon.ledger_line, budget_line, balance_snapshot, account
with kinds as (
    select distinct account_id, kind from canon.account
),
lines as (
    select account_id, fiscal_year, 'ledger lines' as measure, amount from canon.ledger_line
    union all
    select account_id, fiscal_year, 'budget lines', amount from canon.budget_line
    union all
    select account_id, fiscal_year, 'encumbrances', amount from canon.encumbrance_event
    union all
    select account_id, fiscal_year, 'balance: budget', current_budget from canon.balance_snapshot
    union all
    select account_id, fiscal_year, 'balance: spent', actual_ytd from canon.balance_snapshot
)
select l.fiscal_year, k.kind, l.measure, count(*) as lines, sum(l.amount) as amount
from lines l left join kinds k on k.account_id = l.account_id
group by l.fiscal_year, k.kind, l.measure
order by l.fiscal_year, k.kind, l.measure
