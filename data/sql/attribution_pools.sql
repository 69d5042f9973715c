-- grain: one row per rule set and pool
-- reads: attribution_pool
-- asked by: data.central_resources, data.attribution_identity
-- rows: district
select set_code, pool_code, name, driver, driver_label, schools_label, source
from attribution_pool
order by set_code, sort, pool_code
