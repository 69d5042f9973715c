-- grain: one row per location
-- reads: dim_location
-- asked by: data.schools (schools, pickers)
-- rows: by scope
select
    location_id, name as location_name, type as location_type, level, grade_low, grade_high,
    state_id, nces_id, latitude, longitude
from dim_location
where location_key <> 0
    {when type: and type = $type}
    and {access: location_key}
order by location_id
