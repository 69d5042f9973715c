-- grain: one row per location
-- reads: dim_location
-- asked by: data.labels, beside rows that a reader may see
-- rows: district
select location_key, location_id, name from dim_location
