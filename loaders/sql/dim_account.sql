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
    from canon.segment_def
    where role in ('fund', 'function', 'object', 'program', 'project', 'grant')
    group by layout_id, segment
),
codes as (
    -- Two parts may share a role; the one printed first counts.
    select s.account_id,
        min({p: r.position, c: s.code}) filter (where r.role = 'fund').c as fund_code,
        min({p: r.position, c: s.code}) filter (where r.role = 'function').c as function_code,
        min({p: r.position, c: s.code}) filter (where r.role = 'object').c as object_code,
        min({p: r.position, c: s.code}) filter (where r.role = 'program').c as program_code,
        min({p: r.position, c: s.code}) filter (where r.role in ('project', 'grant')).c
            as project_code
    from canon.account_segment s
    join one a on a.account_id = s.account_id
    join roles r on r.layout_id = a.layout_id and r.segment = s.segment
    group by s.account_id
),
labels as (
    select fiscal_year, role, code, min(label) as label from serving.dim_segment_value
    where role in ('function', 'object') group by fiscal_year, role, code
),
final as (
    select
        row_number() over (
            order by a.fiscal_year, a.location_id nulls first, a.canonical, a.account_id
        )::integer as account_key,
        a.account_id, a.fiscal_year, a.display,
        coalesce(nullif(a.description, ''),
            nullif(concat_ws(' · ', o.label, f.label), ''), a.display),
        a.kind, a.spend_class, a.category_code,
        coalesce(c.fund_code, ''), coalesce(c.function_code, ''), coalesce(c.object_code, ''),
        coalesce(c.program_code, ''), coalesce(c.project_code, ''),
        case when a.is_federal then 'federal' else 'state_local' end,
        coalesce(a.is_transfer, false), coalesce(a.is_provisional, false),
        coalesce(l.location_key, 0)
    from one a
    left join codes c on c.account_id = a.account_id
    left join labels o on o.fiscal_year = a.fiscal_year and o.role = 'object'
        and o.code = c.object_code
    left join labels f on f.fiscal_year = a.fiscal_year and f.role = 'function'
        and f.code = c.function_code
    left join serving.dim_location l on l.location_id = a.location_id
)
select * from final order by account_key
