-- grain: one row per fiscal year and position row
-- reads: canon.position; serving.dim_location, dim_account
-- A position's code of what pays may be a fund, a program or a project: it is the part of the account
-- in which most positions find their code, of the same year or else of any year. A code of accounts of
-- both sources tells neither.
insert into serving.fct_position
with codes as (
    select fiscal_year, 'fund' as role, fund_code as code, fund_source from serving.dim_account
    union all
    select fiscal_year, 'program', program_code, fund_source from serving.dim_account
    union all
    select fiscal_year, 'project', project_code, fund_source from serving.dim_account
),
sources as (
    select fiscal_year, role, code,
        case when min(fund_source) = max(fund_source) then min(fund_source) end as fund_source
    from codes where code <> '' group by fiscal_year, role, code
),
part as (
    select s.role
    from canon.position p
    join sources s on s.fiscal_year = p.fiscal_year and s.code = p.fund_code
    group by s.role order by count(*) desc, s.role limit 1
),
paid_by as (
    select s.* from sources s join part using (role)
),
ever as (
    select code, case when min(fund_source) = max(fund_source) then min(fund_source) end as fund_source
    from paid_by group by code
)
select p.fiscal_year, p.position_id, p.job_code, p.job_title, p.job_group,
    coalesce(l.location_key, 0), p.fte, p.start_date, p.end_date,
    (p.annual_pay * 100)::bigint, (p.annual_benefits * 100)::bigint, p.status,
    p.fund_code, if(s.code is null, e.fund_source, s.fund_source)
from canon.position p
left join serving.dim_location l on l.location_id = p.location_id
left join paid_by s on s.fiscal_year = p.fiscal_year and s.code = p.fund_code
left join ever e on e.code = p.fund_code
order by p.fiscal_year, 6, p.position_id, p.import_id, p.source_row
