-- grain: one row per spending category
-- reads: dim_category
-- asked by: data.districts (pickers)
-- rows: district
select category_code, label as category_name, sort
from dim_category
order by sort, category_code
