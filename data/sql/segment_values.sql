-- grain: one row per segment and code of a fiscal year
-- reads: dim_segment_value
-- asked by: data.districts (pickers of scope lines)
-- rows: district
select segment, role, code, label
from dim_segment_value
where fiscal_year = $fiscal_year
    {when field: and (lower(segment) = $field or lower(role) = $field)}
order by segment, code
