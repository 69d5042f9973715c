-- grain: one row per fiscal year and account, ordered by fiscal year, location, account
-- reads: canon.account, account_segment, segment_def; serving.dim_location, dim_segment_value
insert into serving.dim_account
with one as (
    -- An account that two sources tell of stands once; the master speaks before a posting.
    select * from canon.account
    qualify row_number() over (
        partition by account_id order by is_provisional, description is null, import_id) = 1
),
roles as (
    select layout_id, segment, min(role) as role, min(position) as position
    from canon.segment_def where role is not null group by layout_id, segment
),
parts as (
    select distinct a.account_id, a.fiscal_year, s.segment, s.code, r.role, r.position
    from one a
    join canon.account_segment s on s.account_id = a.account_id
    join roles r on r.layout_id = a.layout_id and r.segment = s.segment
),
codes as (
    select p.account_id,
        arg_min(p.code, p.position) filter (where p.role = 'fund') as fund_code,
        arg_min(p.code, p.position) filter (where p.role = 'function') as function_code,
        arg_min(p.code, p.position) filter (where p.role = 'object') as object_code,
        arg_min(p.code, p.position) filter (where p.role = 'program') as program_code,
        arg_min(p.code, p.position) filter (where p.role in ('project', 'grant')) as project_code,
        arg_min(v.label, p.position) filter (where p.role = 'function') as function_label,
        arg_min(v.label, p.position) filter (where p.role = 'object') as object_label
    from parts p
    left join serving.dim_segment_value v
        on v.fiscal_year = p.fiscal_year and v.segment = p.segment and v.code = p.code
        and p.role in ('function', 'object')
    group by p.account_id
),
final as (
    select
        row_number() over (
            order by a.fiscal_year, a.location_id nulls first, a.canonical, a.account_id
        )::integer as account_key,
        a.account_id, a.fiscal_year, a.display,
        coalesce(nullif(a.description, ''),
            nullif(concat_ws(' · ', c.object_label, c.function_label), ''), a.display),
        a.kind, a.spend_class, a.category_code,
        coalesce(c.fund_code, ''), coalesce(c.function_code, ''), coalesce(c.object_code, ''),
        coalesce(c.program_code, ''), coalesce(c.project_code, ''),
        case when a.is_federal then 'federal' else 'state_local' end,
        coalesce(a.is_transfer, false), coalesce(a.is_provisional, false),
        coalesce(l.location_key, 0)
    from one a
    left join codes c on c.account_id = a.account_id
    left join serving.dim_location l on l.location_id = a.location_id
)
select * from final order by account_key
