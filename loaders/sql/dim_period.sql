-- grain: one row per fiscal year and period
-- reads: canon.fiscal_calendar
insert into serving.dim_period
select fiscal_year, period, min(label), min(start_date), max(end_date), min(kind),
    bool_or(is_closed)
from canon.fiscal_calendar
group by fiscal_year, period
order by fiscal_year, period
