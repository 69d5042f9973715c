-- grain: one row per period of a fiscal year
-- reads: dim_period
-- asked by: data.districts (pickers)
-- rows: district
select fiscal_year, period, label, start_date, end_date, kind as period_kind, is_closed
from dim_period
where fiscal_year = $fiscal_year
order by period
