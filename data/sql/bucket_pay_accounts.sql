-- grain: one row per visible account of pay or benefits that stands beside one of a bucket: same
--   fund, function, program, project and location, whatever its object
-- reads: chosen_bucket, dim_account, dim_location
-- asked by: data.bucket_vacancies
-- rows: by scope
with own as (
    select a.*
    from dim_account a
    where a.fiscal_year = $fiscal_year
        and a.kind = 'expenditure'
        and a.account_key in (select account_key from chosen_bucket)
        {when location_ids: and a.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($location_ids)))}
        and {access: a.account_key}
)
select
    a.display as account, a.spend_class, a.fund_code, a.function_code, a.program_code,
    a.project_code, a.location_key, a.account_key in (select account_key from own) as is_own
from dim_account a
where a.fiscal_year = $fiscal_year
    and a.spend_class in ('salary', 'benefit')
    and exists (
        select 1 from own o
        where o.location_key is not distinct from a.location_key
            and o.fund_code is not distinct from a.fund_code
            and o.function_code is not distinct from a.function_code
            and o.program_code is not distinct from a.program_code
            and o.project_code is not distinct from a.project_code
    )
    and {access: a.account_key}
order by account
