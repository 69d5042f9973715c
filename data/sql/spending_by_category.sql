-- grain: one row per fiscal year, category and source
-- reads: cube_school, dim_location, dim_category
-- asked by: data.spending (spending-by-category)
-- rows: by scope
with summed as (
    select
        fiscal_year, category_code, fund_source,
        sum(account_count)::bigint as account_lines,
        sum(budget_cents)::bigint as budget_cents,
        sum(spent_cents)::bigint as spent_cents
    from cube_school
    where fiscal_year = $fiscal_year
        and kind = 'expenditure'
        and not is_transfer
        and (len($funds) = 0 or fund_code in (select unnest($funds)))
        and (len($location_ids) = 0 or location_key in (
            select location_key from dim_location
            where location_id in (select unnest($location_ids))))
        and ($all_locations or location_key in (
            select location_key from dim_location
            where location_id in (select unnest($locations))))
    group by all
), final as (
    select
        s.fiscal_year, s.category_code, coalesce(c.label, s.category_code) as category_name,
        s.fund_source, s.account_lines, s.budget_cents, s.spent_cents,
        coalesce(c.sort, 32767) as sort
    from summed s
    left join dim_category c using (category_code)
)
select * from final
order by sort, category_code, fund_source
