-- grain: one row per fiscal year, location, fund, category, source and class of spending
-- reads: cube_school, dim_location
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
        {when funds: and fund_code in (select unnest($funds))}
        and {access: location_key}
    group by all
)
select
    s.fiscal_year, l.location_id, l.name as location_name, l.type as location_type, l.level,
    s.fund_code, s.category_code, s.fund_source, s.spend_class, s.budget_cents, s.spent_cents
from summed s
join dim_location l using (location_key)
order by l.location_id, s.fund_code, s.category_code, s.fund_source, s.spend_class
