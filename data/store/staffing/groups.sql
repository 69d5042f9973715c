-- grain: several rows per position: FTE in thousandths x hundredths of a percent, by the code of
--   the accounts that pay; no code where none of these accounts pays
-- asked by: data.store.staffing.seat_groups, after seats.sql, for groups of accounts
-- Own accounts of a person stand in for those of the position, for that person's FTE.
, coded (account_code, code) as ({paired: :codes}),
share as (
    select f.position_code, c.code, cast(sum(f.percentage_hundredths) as bigint) as part
    from position_funding f
    left join coded c on c.account_code = f.account_code
    where {own} and f.start_date <= :day and (f.end_date is null or f.end_date >= :day)
    group by f.position_code, c.code
),
own_part as (
    select f.position_code, f.employee_code, c.code,
        cast(sum(f.percentage_hundredths) as bigint) as part
    from assignment_funding f
    left join coded c on c.account_code = f.account_code
    where {own} and f.start_date <= :day and (f.end_date is null or f.end_date >= :day)
    group by f.position_code, f.employee_code, c.code
),
covered as (
    select position_code, sum(part) as part from share group by position_code
),
own_covered as (
    select position_code, employee_code, sum(part) as part
    from own_part
    group by position_code, employee_code
),
part as (
    select t.code as position_code, s.code, t.fte * s.part as fte, 0 as assigned,
        t.vacant * s.part as vacant
    from seat t
    join share s on s.position_code = t.code
    union all
    select t.code, null, t.fte * (10000 - coalesce(f.part, 0)), 0,
        t.vacant * (10000 - coalesce(f.part, 0))
    from seat t
    left join covered f on f.position_code = t.code
    where coalesce(f.part, 0) < 10000
    union all
    select a.position_code, o.code, 0, a.fte * o.part, 0
    from active_assignment a
    join own_part o on o.position_code = a.position_code and o.employee_code = a.employee_code
    union all
    select a.position_code, s.code, 0, a.fte * s.part, 0
    from active_assignment a
    join share s on s.position_code = a.position_code
    where not exists (
        select 1 from own_covered o
        where o.position_code = a.position_code and o.employee_code = a.employee_code
    )
    union all
    select a.position_code, null, 0, a.fte * (10000 - coalesce(o.part, f.part, 0)), 0
    from active_assignment a
    left join own_covered o
        on o.position_code = a.position_code and o.employee_code = a.employee_code
    left join covered f on f.position_code = a.position_code
    where coalesce(o.part, f.part, 0) < 10000
)
