-- grain: one row per position with people in it: their pay and benefits of a year, in cents
-- asked by: data.store.staffing.seats, after seats.sql, for readers who see pay
-- Each line is rounded to the cent as metrics.staffing.cost rounds it: whole numbers are divided
-- here, never doubles. A pay is thousandths x ten thousandths x thousandths of a dollar.
, placed as (
    select
        a.id, a.employee_code, a.position_code, a.fte,
        cast(sum(a.fte) over (partition by a.employee_code) as bigint) as whole,
        cast(sum(a.fte) over (partition by a.employee_code order by a.id
            rows between unbounded preceding and current row) as bigint) as reached
    from active_assignment a
    where a.employee_code in (
        select b.employee_code from active_assignment b join seat on seat.code = b.position_code
    )
),
wage as (
    select
        s.id, y.pay_type,
        (y.fte_basis_thousandths * y.amount_ten_thousandths * s.fte + 50000000) / 100000000
            as cents
    from placed s
    join employee_pay y on y.district_id = :district and y.employee_code = s.employee_code
        and y.start_date <= :day and (y.end_date is null or y.end_date >= :day)
),
pay as (
    select id, cast(sum(cents) as bigint) as cents from wage group by id
),
due as (
    select
        s.id, s.fte, s.whole, s.reached, b.id as benefit_id, b.pay_basis, b.pay_types,
        b.amount_ten_thousandths as amount, coalesce(b.prorate, true) as follows_fte
    from placed s
    join employee_benefit b on b.district_id = :district and b.employee_code = s.employee_code
        and b.start_date <= :day and (b.end_date is null or b.end_date >= :day)
),
named_pay as (
    select d.id, d.benefit_id, cast(sum(w.cents) as bigint) as cents
    from due d
    join wage w on w.id = d.id
    where d.pay_types is not null and w.pay_type in {listed: d.pay_types}
    group by d.id, d.benefit_id
),
benefit as (
    select
        d.id,
        case
            when d.pay_basis = 'percentage' then (d.amount * coalesce(
                case when d.pay_types is null then p.cents else n.cents end, 0
            ) + 500000) / 1000000
            when d.follows_fte then (d.amount * d.fte + 50000) / 100000
            when d.whole = 0 then 0
            else (2 * ((d.amount + 50) / 100) * d.reached + d.whole) / (2 * d.whole)
                - (2 * ((d.amount + 50) / 100) * (d.reached - d.fte) + d.whole) / (2 * d.whole)
        end as cents
    from due d
    left join pay p on p.id = d.id
    left join named_pay n on n.id = d.id and n.benefit_id = d.benefit_id
),
benefits as (
    select id, cast(sum(cents) as bigint) as cents from benefit group by id
),
cost as (
    select
        s.position_code,
        cast(sum(coalesce(p.cents, 0) + coalesce(b.cents, 0)) as bigint) as cents,
        cast(sum(coalesce(p.cents, 0)) as bigint) as pay_cents,
        cast(sum(case when p.id is null then 1 else 0 end) as bigint) as unpaid
    from placed s
    left join pay p on p.id = s.id
    left join benefits b on b.id = s.id
    group by s.position_code
)
