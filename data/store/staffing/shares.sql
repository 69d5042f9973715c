-- grain: one row per position: FTE paid by the accounts asked for, in thousandths x hundredths of
--   a percent, of the position and of the people in it; own accounts of a person stand in
-- asked by: data.store.staffing.seats, after seats.sql, where accounts of a bucket are given
, paid_share as (
    select position_code, cast(sum(percentage_hundredths) as bigint) as part
    from position_funding
    where {own} and start_date <= :day and (end_date is null or end_date >= :day)
        and account_code in {listed: :bucket_accounts}
    group by position_code
),
own_share as (
    select
        position_code, employee_code,
        cast(sum(case when account_code in {listed: :bucket_accounts}
            then percentage_hundredths else 0 end) as bigint) as part
    from assignment_funding
    where {own} and start_date <= :day and (end_date is null or end_date >= :day)
    group by position_code, employee_code
),
paid_people as (
    select
        a.position_code,
        cast(sum(a.fte * coalesce(o.part, s.part, 0)) as bigint) as paid_assigned
    from active_assignment a
    left join own_share o
        on o.position_code = a.position_code and o.employee_code = a.employee_code
    left join paid_share s on s.position_code = a.position_code
    group by a.position_code
),
paid as (
    select
        t.code, t.fte * coalesce(s.part, 0) as paid_fte,
        coalesce(p.paid_assigned, 0) as paid_assigned
    from seat t
    left join paid_share s on s.position_code = t.code
    left join paid_people p on p.position_code = t.code
)
