-- grain: one row per position: whether accounts pay more or less than the whole of it
-- asked by: data.store.staffing.seats, after seats.sql and costs.sql, for the lists of checks
-- Shares are hundredths of a percent. The own accounts of a person stand in for those of the
-- position; where nobody rests on those of the position, it needs none.
, position_share as (
    select position_code, cast(sum(percentage_hundredths) as bigint) as part
    from position_funding
    where {own} and start_date <= :day and (end_date is null or end_date >= :day)
    group by position_code
),
person_share as (
    select position_code, employee_code, cast(sum(percentage_hundredths) as bigint) as part
    from assignment_funding
    where {own} and start_date <= :day and (end_date is null or end_date >= :day)
    group by position_code, employee_code
),
resting as (
    select
        a.position_code,
        max(case when o.part is null then 1 else 0 end) as on_position,
        max(case when o.part <> 10000 then 1 else 0 end) as off_own
    from active_assignment a
    left join person_share o
        on o.position_code = a.position_code and o.employee_code = a.employee_code
    group by a.position_code
),
funded as (
    select
        t.code,
        case
            when s.part <> 10000 then 1
            when s.part is null and (t.vacant > 0 or r.on_position = 1) then 1
            when r.off_own = 1 then 1
            else 0
        end as is_off
    from seat t
    left join position_share s on s.position_code = t.code
    left join resting r on r.position_code = t.code
)
