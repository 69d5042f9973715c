-- grain: one row per position that holds on a day, or in which somebody sits on it
-- asked by: data.store.staffing.seats, as the beginning of each of its questions
-- A position that has ended counts 0 FTE while somebody is still assigned to it.
with active_assignment as (
    select id, employee_code, position_code, fte_thousandths as fte
    from assignment
    where {own} and start_date <= :day
        and (end_date is null or end_date >= :day)
),
filled as (
    select position_code, cast(sum(fte) as bigint) as assigned, count(*) as people
    from active_assignment
    group by position_code
),
paying as (
    select position_code, account_code
    from position_funding
    where {own} and start_date <= :day
        and (end_date is null or end_date >= :day)
    union
    select position_code, account_code
    from assignment_funding
    where {own} and start_date <= :day
        and (end_date is null or end_date >= :day)
),
period as (
    select
        code, job_code, location_code, start_date, end_date, is_active,
        case when is_active = 1 then fte else 0 end as fte,
        row_number() over (partition by code order by is_active desc, start_date desc) as turn
    from (
        select
            code, job_code, location_code, start_date, end_date, fte_thousandths as fte,
            case when start_date <= :day and (end_date is null or end_date >= :day)
                then 1 else 0 end as is_active
        from position
        where {own}
    ) every_period
),
title as (
    select code, name, class_code, class_name
    from (
        select
            code, name, class_code, class_name,
            row_number() over (partition by code order by class_code) as turn
        from job_title
        where {own}
    ) every_class
    where turn = 1
),
seat as (
    select
        p.code, p.job_code, p.location_code, p.start_date, p.end_date, p.fte,
        t.name as job_name, t.class_code, t.class_name,
        coalesce(f.assigned, 0) as assigned,
        coalesce(f.people, 0) as people,
        case when p.fte > coalesce(f.assigned, 0)
            then p.fte - coalesce(f.assigned, 0) else 0 end as vacant,
        g.expected_fte_thousandths as flagged, g.note, g.version as flag_version
    from period p
    left join filled f on f.position_code = p.code
    left join title t on t.code = p.job_code
    left join position_flag g on g.district_id = :district and g.position_code = p.code
    where p.turn = 1 and (p.is_active = 1 or f.people > 0)
        and {visible}
        and {filtered}
)
