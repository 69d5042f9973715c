-- grain: one row per fiscal year with money or facts
-- reads: dim_year
-- asked by: data.districts
-- rows: district
select fiscal_year, has_money, start_date, end_date, is_closed, last_period
from dim_year
order by fiscal_year
