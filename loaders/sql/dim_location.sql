-- grain: one row per location, and one (key 0) for accounts without a location
-- reads: canon.location, account, school_year_fact, position, segment_value, import_file
insert into serving.dim_location
with told as (
    -- Several sources may tell of one school; a location master speaks before other files.
    select l.*, row_number() over (
        partition by l.location_id
        order by f.kind is distinct from 'location_master', f.source, l.import_id, l.source_row
    ) as turn
    from canon.location l left join canon.import_file f on f.import_id = l.import_id
),
master as (
    select location_id,
        arg_min(name, turn) as name, arg_min(type, turn) as type, arg_min(level, turn) as level,
        arg_min(state_id, turn) as state_id, arg_min(nces_id, turn) as nces_id,
        arg_min(grade_low, turn) as grade_low, arg_min(grade_high, turn) as grade_high,
        arg_min(latitude, turn) as latitude, arg_min(longitude, turn) as longitude
    from told group by location_id
),
used as (
    select location_id from canon.account
    union select location_id from canon.school_year_fact
    union select location_id from canon.position
    union select location_id from canon.location
),
labels as (
    select v.code, min(v.label) as label
    from canon.segment_value v
    join canon.segment_def d on d.segment = v.segment and d.role = 'location'
    group by v.code
),
final as (
    select 0::integer as location_key, '' as location_id, 'No location' as name,
        'undistributed' as type, null as level, null as state_id, null as nces_id,
        null as grade_low, null as grade_high, null::double as latitude, null::double as longitude
    union all
    select row_number() over (order by u.location_id)::integer, u.location_id,
        coalesce(m.name, s.label, u.location_id), coalesce(m.type, 'undistributed'), m.level,
        m.state_id, m.nces_id, m.grade_low, m.grade_high, m.latitude, m.longitude
    from used u
    left join master m on m.location_id = u.location_id
    left join labels s on s.code = u.location_id
    where u.location_id is not null and u.location_id <> ''
)
select * from final order by location_key
