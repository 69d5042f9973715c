-- grain: one row per vendor whose name contains the text, at most 50
-- reads: dim_vendor
-- asked by: data.transactions (vendor picker)
-- rows: district
select vendor_id, name as vendor_name
from dim_vendor
where vendor_key <> 0 and contains(lower(name), lower($search))
order by name, vendor_id
limit 50
