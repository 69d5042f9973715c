-- grain: one row per segment and code that postings use and no list of codes explains
-- reads: canon.account_segment, segment_def, location, segment_value, ledger_line, budget_line, balance_snapshot
with dollars as (
    select account_id, sum(abs(amount)) as amount from (
        select account_id, amount from canon.ledger_line
        union all
        select account_id, amount from canon.budget_line
        union all
        select account_id, coalesce(actual_ytd, current_budget) from canon.balance_snapshot
    ) group by account_id
),
final as (
    select s.segment, s.code, count(*) as accounts, sum(d.amount) as amount
    from canon.account_segment s
    left join dollars d on d.account_id = s.account_id
    where not exists (
        select 1 from canon.segment_value v
        where v.segment = s.segment and v.code = s.code and v.fiscal_year in (0, s.fiscal_year))
    and not exists (
        select 1 from canon.segment_def d join canon.location l on l.location_id = s.code
        where d.segment = s.segment and d.role = 'location'
            and (l.name <> l.location_id or l.type = 'undistributed'))
    group by s.segment, s.code
)
select segment, code, accounts, coalesce(amount, 0) as amount
from final order by 4 desc, 1, 2 limit 20
