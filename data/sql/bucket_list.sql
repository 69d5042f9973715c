-- grain: one row per bucket
-- reads: bucket
-- asked by: data.buckets, pickers
-- rows: district
select bucket_code, name as bucket_name, description, decided_by, type, sort
from bucket
order by sort, bucket_code
