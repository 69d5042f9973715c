-- grain: one row per fiscal year, category and source
-- reads: cube_school, dim_location
-- asked by: data.spending (spending-by-category)
-- rows: by scope
select
    fiscal_year, category_code, fund_source,
    sum(account_count)::bigint as account_lines,
    sum(budget_cents)::bigint as budget_cents,
    sum(spent_cents)::bigint as spent_cents
from cube_school
where fiscal_year = $fiscal_year
    and kind = 'expenditure'
    and not is_transfer
    {when funds: and fund_code in (select unnest($funds))}
    {when location_ids: and location_key in (
        select location_key from dim_location
        where location_id in (select unnest($location_ids)))}
    and {access: location_key}
group by fiscal_year, category_code, fund_source
order by category_code, fund_source
