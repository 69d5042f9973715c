-- grain: one row per fiscal year with money or school facts
-- reads: serving.balances, fct_school, dim_period, cube_period
insert into serving.dim_year
with years as (
    select fiscal_year, true as has_money from serving.balances group by fiscal_year
    union all
    select fiscal_year, false from serving.fct_school group by fiscal_year
), periods as (
    select
        fiscal_year, min(start_date) as start_date, max(end_date) as end_date,
        bool_and(is_closed) as is_closed
    from serving.dim_period
    where kind = 'regular'
    group by fiscal_year
), posted as (
    select c.fiscal_year, max(c.period) as last_period
    from (select distinct fiscal_year, period from serving.cube_period where spent_cents <> 0) c
    join serving.dim_period p on p.fiscal_year = c.fiscal_year and p.period = c.period
    where p.kind = 'regular'
    group by c.fiscal_year
)
select
    y.fiscal_year, bool_or(y.has_money) as has_money, any_value(p.start_date) as start_date,
    any_value(p.end_date) as end_date, any_value(p.is_closed) as is_closed,
    any_value(d.last_period) as last_period
from years y
left join periods p using (fiscal_year)
left join posted d using (fiscal_year)
group by y.fiscal_year
order by y.fiscal_year
