-- grain: one row per rule set
-- reads: attribution_set
-- asked by: data.attribution, pickers
-- rows: district
select set_code, name, description, spreads_central_office
from attribution_set
order by sort, set_code
