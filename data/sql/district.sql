-- grain: one row: the district and its settings
-- reads: district
-- asked by: data.districts
-- rows: district
select district_id, name, state, nces_id, settings from district
