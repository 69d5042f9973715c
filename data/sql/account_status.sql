-- grain: one row per account of a fiscal year with any figure, one page of them
-- reads: balances, dim_account, dim_location, dim_segment_value, dim_category, bucket_account
-- asked by: data.balances (account-status)
-- rows: by scope
-- sort: account description kind location_id location_name fund_code function_code object_code program_code project_code category_code original_cents adjustments_cents budget_cents spent_cents encumbered_cents requested_cents remaining_cents reported_available_cents
with {part: chosen_accounts}, page as (
    select * from chosen
    order by {sort}, account_key
    limit $limit offset $offset
), labels as (
    select role, code, min(label) as label
    from dim_segment_value
    where fiscal_year = $fiscal_year
        and role in ('fund', 'function', 'object', 'program', 'project', 'grant')
    group by role, code
), final as (
    select
        p.*,
        coalesce(fund.label, p.fund_code) as fund_name,
        coalesce(func.label, p.function_code) as function_name,
        coalesce(obj.label, p.object_code) as object_name,
        coalesce(prog.label, p.program_code) as program_name,
        coalesce(proj.label, p.project_code) as project_name,
        coalesce(c.label, p.category_code) as category_name
    from page p
    left join labels fund on fund.role = 'fund' and fund.code = p.fund_code
    left join labels func on func.role = 'function' and func.code = p.function_code
    left join labels obj on obj.role = 'object' and obj.code = p.object_code
    left join labels prog on prog.role = 'program' and prog.code = p.program_code
    left join (
        select code, min(label) as label from labels
        where role in ('project', 'grant') group by code
    ) proj on proj.code = p.project_code
    left join dim_category c on c.category_code = p.category_code
)
select * from final
order by {sort}, account_key
