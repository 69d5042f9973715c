-- grain: one row per fiscal year whose ledger carries balance-sheet lines
-- reads: canon.ledger_line, account
-- columns: check_code, scope, fiscal_year, severity, broken, expected, actual, message
with whole_years as (
    -- An extract of expenses alone has one side of each journal and cannot balance.
    select distinct l.fiscal_year
    from canon.ledger_line l
    join canon.account a on a.account_id = l.account_id
    where a.kind in ('asset', 'liability', 'equity', 'balance')
),
journals as (
    select fiscal_year, journal_no, sum(debit) as debit, sum(credit) as credit
    from canon.ledger_line
    where fiscal_year in (select fiscal_year from whole_years) and journal_no is not null
        and (debit is not null or credit is not null)
    group by fiscal_year, journal_no
)
select 'L2', 'journals', fiscal_year, 'warn',
    count(*) filter (where coalesce(debit, 0) <> coalesce(credit, 0)), sum(debit), sum(credit),
    'journals whose debits are not their credits'
from journals group by fiscal_year order by fiscal_year
