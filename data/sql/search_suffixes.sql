-- grain: one row per end of a word that begins with a piece of a search text, and no more than so
-- many; one more where the load knew nothing of ends
-- reads: search_suffix
-- asked by: data.search_parts
-- rows: by scope
select parts
from (
    select parts from search_suffix where prefix(suffix, substr(lower($piece), 1, $characters))
    union all
    select parts from search_suffix where suffix = ' '
)
where $sees_compensation
    and {access: whole}
limit $most_suffixes
