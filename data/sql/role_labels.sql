-- grain: one row per code of the segments with a role, in one fiscal year
-- reads: dim_segment_value
-- asked by: data.labels
-- rows: district
select code, min(label) as label
from dim_segment_value
where fiscal_year = $fiscal_year and role in (select unnest($roles))
group by code
order by code
