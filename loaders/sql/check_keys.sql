-- grain: one row per table of lines: lines without an account, and keys that stand twice
-- reads: canon.*
-- columns: check_code, scope, fiscal_year, severity, broken, expected, actual, message
with known as (
    select distinct account_id from canon.account
),
lines as (
    select 'ledger lines' as scope, account_id, count(*) as lines, sum(amount) as amount
    from canon.ledger_line group by account_id
    union all
    select 'budget lines', account_id, count(*), sum(amount)
    from canon.budget_line group by account_id
    union all
    select 'encumbrances', account_id, count(*), sum(amount)
    from canon.encumbrance_event group by account_id
    union all
    select 'purchase order lines', account_id, count(*), sum(open_amount)
    from canon.po_line_account group by account_id
    union all
    select 'balances', account_id, count(*), sum(actual_ytd)
    from canon.balance_snapshot group by account_id
),
k1 as (
    select 'K1' as check_code, l.scope, null::smallint as fiscal_year, 'error' as severity,
        coalesce(sum(l.lines) filter (where k.account_id is null), 0) as broken,
        sum(l.amount) as expected, sum(l.amount) filter (where k.account_id is not null) as actual,
        'lines whose account is not in the chart of accounts' as message
    from lines l left join known k on k.account_id = l.account_id
    group by l.scope
),
k2 as (
    select 'K2', 'ledger lines', null::smallint, 'error',
        count(*) - count(distinct ledger_line_id), null, null, 'lines that are loaded twice'
    from canon.ledger_line
    union all
    select 'K2', 'budget lines', null, 'error',
        count(*) - count(distinct budget_line_id), null, null, 'lines that are loaded twice'
    from canon.budget_line
    union all
    select 'K2', 'encumbrances', null, 'error',
        count(*) - count(distinct event_id), null, null, 'lines that are loaded twice'
    from canon.encumbrance_event
)
select * from k1 union all select * from k2 order by 1, 2
