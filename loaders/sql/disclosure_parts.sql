-- grain: one row per share in a sum of others, of schools in the district or grades in a school: the
-- pupils that it tells of, and all of them
-- reads: school_fact; variables shares (metrics that are shares), published
-- A share of the district times its pupils is what the shares of its schools add up to; one that its
-- source withheld is put at what the others leave.
create or replace temp table share_member as
with shares as (
    select *, list_contains(['ok'], status) and value between 0 and 1 and denominator > 0 as is_told,
        round(value * denominator) as part
    from school_fact
    where list_contains(getvariable('shares'), metric)
        and not list_contains(getvariable('published'), metric)
        and status in ('ok', 'suppressed')
)
select 1 as kind, s.fact, d.fact as whole_fact
from shares s
join shares d using (fiscal_year, metric, count_type, grade, group_code)
where s.type = 'school' and d.type = 'district' and d.is_told
union all
select 2, s.fact, a.fact
from shares s
join shares a using (fiscal_year, metric, count_type, location_key, location_id, group_code)
where s.grade <> 'all' and a.grade = 'all' and a.is_told;

create or replace temp table share_part as
with facts as (
    select fact from share_member union select whole_fact from share_member
),
told as (
    select f.fact, s.denominator, s.type, s.grade,
        case when s.status = 'ok' and s.denominator > 0 then round(s.value * s.denominator) end as part
    from facts f join school_fact s using (fact)
),
left_over as (
    select m.fact, min(greatest(0, w.part - coalesce(t.told, 0)) / t.untold) as part
    from share_member m
    join told w on w.fact = m.whole_fact
    join (
        select m.kind, m.whole_fact, sum(o.part) as told,
            count(*) filter (where o.part is null) as untold
        from share_member m join told o on o.fact = m.fact group by all
    ) t on t.kind = m.kind and t.whole_fact = m.whole_fact
    where t.untold > 0
    group by m.fact
)
select row_number() over (order by t.fact) - 1 as cell, t.fact,
    coalesce(t.part, l.part, 0) as part, coalesce(t.denominator, 0) as whole,
    t.part is null as is_untold,
    case when t.type = 'district' then 6 when t.grade = 'all' then 3 else 1 end as cost
from told t left join left_over l using (fact);

select cell::bigint as cell, fact::bigint as fact, part::double as part, whole::double as whole,
    is_untold as held, cost::bigint as cost
from share_part order by cell
