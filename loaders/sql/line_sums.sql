-- grain: one row per account and period with postings (temporary: balances and cube_period)
-- reads: serving.fct_ledger
-- Spending counts the periods after the opening one; opening and closing entries move no money
-- to anybody. Requests (`pre`) are not yet orders.
create or replace temp table line_sums as
select account_key, period,
    sum(amount_cents) filter (where line_type in ('actual', 'receipt')
        and coalesce(period, 1) >= 1
        and coalesce(event_type, '') not in ('opening', 'closing'))::bigint as spent,
    sum(amount_cents) filter (where line_type = 'budget')::bigint as budget,
    sum(amount_cents) filter (where line_type = 'budget'
        and event_type = 'original')::bigint as original,
    sum(amount_cents) filter (where line_type = 'encumbrance'
        and event_type not in ('pre', 'encumbrance_memo'))::bigint as encumbered,
    sum(amount_cents) filter (where line_type = 'encumbrance'
        and event_type = 'pre')::bigint as requested,
    count(*) as lines
from serving.fct_ledger
group by account_key, period
