-- grain: one row per fiscal year, segment and code in use or in the master
-- reads: canon.segment_value, account_segment, segment_def
insert into serving.dim_segment_value
with years as (
    select distinct fiscal_year from canon.account_segment
),
labelled as (
    select fiscal_year, segment, code, label, fiscal_year = 0 as every_year,
        case label_source when 'district_override' then 0 when 'erp' then 1 else 2 end as rank
    from canon.segment_value
),
told as (
    select fiscal_year, segment, code, label, every_year, rank from labelled where not every_year
    union all
    select y.fiscal_year, l.segment, l.code, l.label, l.every_year, l.rank
    from labelled l cross join years y where l.every_year
    union all
    select fiscal_year, segment, code, null, true, 3
    from canon.account_segment group by fiscal_year, segment, code
),
roles as (
    select segment, min(role) as role from canon.segment_def group by segment
),
final as (
    select t.fiscal_year, t.segment, r.role, t.code,
        coalesce(first(t.label order by t.rank, t.every_year, t.label)
            filter (where t.label <> ''), t.code) as label
    from told t left join roles r on r.segment = t.segment
    where t.code is not null
    group by t.fiscal_year, t.segment, r.role, t.code
)
select * from final order by fiscal_year, segment, code
