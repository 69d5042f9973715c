-- grain: one row per fiscal year, location, fund, category, source and class of spending
-- reads: cube_school, dim_location, dim_segment_value, dim_category
-- asked by: data.spending (spending-by-school)
-- rows: by scope
with summed as (
    select
        fiscal_year, location_key, fund_code, category_code, fund_source, spend_class,
        sum(budget_cents)::bigint as budget_cents,
        sum(spent_cents)::bigint as spent_cents
    from cube_school
    where fiscal_year = $fiscal_year
        and kind = 'expenditure'
        and not is_transfer
        and (len($funds) = 0 or fund_code in (select unnest($funds)))
        and ($all_locations or location_key in (
            select location_key from dim_location
            where location_id in (select unnest($locations))))
    group by all
), funds as (
    select code, min(label) as label
    from dim_segment_value
    where fiscal_year = $fiscal_year and role = 'fund'
    group by code
), final as (
    select
        s.fiscal_year, l.location_id, l.name as location_name, l.type as location_type, l.level,
        s.fund_code, coalesce(f.label, s.fund_code) as fund_name,
        s.category_code, coalesce(c.label, s.category_code) as category_name,
        s.fund_source, s.spend_class, s.budget_cents, s.spent_cents
    from summed s
    join dim_location l using (location_key)
    left join funds f on f.code = s.fund_code
    left join dim_category c on c.category_code = s.category_code
)
select * from final
order by location_id, fund_code, category_code, fund_source, spend_class
