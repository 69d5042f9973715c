-- grain: one row per metric and fiscal year with any fact
-- reads: fct_school
-- asked by: data.schools (pickers)
-- rows: district
select metric, fiscal_year, count(distinct location_key) as location_count
from fct_school
group by metric, fiscal_year
order by metric, fiscal_year
