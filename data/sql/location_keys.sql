-- grain: one row per known location of a list: its key in this snapshot
-- reads: dim_location
-- asked by: data.warehouse, which turns a reader's locations into keys
-- rows: district
select location_key
from dim_location
where location_id in (select unnest($location_ids))
order by location_key
