-- grain: one row per identity and fiscal year that can be tested with what is loaded
-- reads: canon.balance_snapshot, account, budget_line, po_line_account, purchase_order,
-- encumbrance_event, ledger_line
-- columns: check_code, scope, fiscal_year, severity, broken, expected, actual, message
with newest as (
    select account_id, max(as_of_date) as as_of_date from canon.balance_snapshot group by 1
),
balance as (
    select b.account_id, b.fiscal_year, max(n.as_of_date) as as_of_date,
        sum(b.current_budget) as current_budget, sum(b.actual_ytd) as actual_ytd,
        sum(b.encumbered) as encumbered
    from canon.balance_snapshot b
    join newest n on n.account_id = b.account_id and n.as_of_date is not distinct from b.as_of_date
    group by b.account_id, b.fiscal_year
),
b1 as (
    select 'B1' as check_code, 'budget in the balance file' as scope, fiscal_year,
        'error' as severity,
        count(*) filter (where current_budget <> original_budget + adjustments) as broken,
        sum(original_budget + adjustments) as expected, sum(current_budget) as actual,
        'account lines whose adjusted budget is not original plus adjustments' as message
    from canon.balance_snapshot
    where original_budget is not null and adjustments is not null and current_budget is not null
    group by fiscal_year
),
b2 as (
    select 'B2', 'available in the balance file', fiscal_year, 'warn',
        count(*) filter (where available_reported not in (
            current_budget - actual_ytd - coalesce(encumbered, 0),
            current_budget - actual_ytd - coalesce(encumbered, 0) - coalesce(pre_encumbered, 0))),
        sum(current_budget - actual_ytd - coalesce(encumbered, 0)), sum(available_reported),
        'account lines whose available money is not budget less spent less encumbered'
    from canon.balance_snapshot
    where available_reported is not null and current_budget is not null
        and actual_ytd is not null
    group by fiscal_year
),
documents as (
    select fiscal_year, document_no, sum(amount) as amount from canon.budget_line
    where type in ('transfer_in', 'transfer_out') and document_no is not null
        and status is distinct from 'proposed'
    group by fiscal_year, document_no
),
b4 as (
    select 'B4', 'budget transfers', fiscal_year, 'error', count(*) filter (where amount <> 0),
        0, sum(amount), 'transfer documents that do not add up to zero'
    from documents group by fiscal_year
),
posted as (
    select l.account_id, sum(l.amount) as amount
    from canon.ledger_line l
    join balance b on b.account_id = l.account_id
    where coalesce(l.period, 1) >= 1
        and coalesce(l.event_type, '') not in ('opening', 'closing', 'encumbrance_memo')
        and (l.posted_date is null or b.as_of_date is null or l.posted_date <= b.as_of_date)
    group by l.account_id
),
l1 as (
    select 'L1', a.kind || ' of the balance file', b.fiscal_year, 'warn',
        count(*) filter (where b.actual_ytd <> coalesce(p.amount, 0)), sum(b.actual_ytd),
        sum(coalesce(p.amount, 0)),
        'accounts whose balance is not the sum of their ledger lines'
    from balance b
    join (select distinct account_id, kind from canon.account) a on a.account_id = b.account_id
    left join posted p on p.account_id = b.account_id
    where a.kind in ('expenditure', 'revenue') and b.actual_ytd is not null
        and b.fiscal_year in (select distinct fiscal_year from canon.ledger_line)
    group by a.kind, b.fiscal_year
),
open_orders as (
    select account_id, sum(amount) as amount from canon.encumbrance_event
    where event <> 'pre' group by account_id
    union all
    select p.account_id, sum(p.open_amount) from canon.po_line_account p
    where p.fiscal_year not in (select distinct fiscal_year from canon.encumbrance_event)
        and not exists (
            select 1 from canon.purchase_order o
            where o.po_no = p.po_no and o.release is not distinct from p.release
                and o.fiscal_year = p.fiscal_year
                and o.status in ('requisition', 'closed', 'cancelled'))
    group by p.account_id
),
e1 as (
    select 'E1', 'encumbered in the balance file', b.fiscal_year, 'warn',
        count(*) filter (where b.encumbered <> coalesce(o.amount, 0)), sum(b.encumbered),
        sum(coalesce(o.amount, 0)),
        'accounts whose encumbrance is not the sum of their open orders'
    from balance b left join open_orders o on o.account_id = b.account_id
    where b.encumbered is not null and b.fiscal_year in (
        select distinct fiscal_year from canon.encumbrance_event
        union select distinct fiscal_year from canon.po_line_account)
    group by b.fiscal_year
),
e2 as (
    select 'E2', 'purchase order lines', fiscal_year, 'warn',
        count(*) filter (where open_amount < 0
            or open_amount <> ordered + coalesce(changed, 0) - liquidated - coalesce(cancelled, 0)),
        sum(ordered + coalesce(changed, 0) - liquidated - coalesce(cancelled, 0)),
        sum(open_amount), 'order lines whose open amount is negative or does not follow'
    from canon.po_line_account
    where ordered is not null and liquidated is not null and open_amount is not null
    group by fiscal_year
)
select * from b1 union all select * from b2 union all select * from b4 union all
select * from l1 union all select * from e1 union all select * from e2
order by 1, 3, 2
