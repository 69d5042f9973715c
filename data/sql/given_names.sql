-- grain: one row per name that holds one of the words
-- reads: district, dim_location, dim_segment_value, dim_category, bucket, attribution_set, attribution_pool
-- asked by: data.given_names, for texts that rename words and must not touch names
-- rows: district
select distinct name
from (
    select name from dim_location where location_id <> ''
    union all select name from district
    union all select label from dim_segment_value
    union all select label from dim_category
    union all select name from bucket
    union all select description from bucket
    union all select name from attribution_set
    union all select description from attribution_set
    union all select name from attribution_pool
    union all select source from attribution_pool
)
where regexp_matches(lower(name), $words)
order by name
