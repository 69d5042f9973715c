-- grain: one row per fiscal year
-- reads: cube_school
-- asked by: data.federal.effort (effort-parts, esea-effort)
-- rows: by scope
select fiscal_year, sum(spent_cents)::bigint as spent_cents
from cube_school
where kind = 'expenditure'
    and not is_transfer
    and fund_source = 'state_local'
    and fiscal_year in (select unnest($fiscal_years))
    and {access: location_key}
group by fiscal_year
order by fiscal_year
