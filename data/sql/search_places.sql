-- grain: one row: where the lines of a fiscal year lie in the search table
-- reads: search
-- asked by: data.transactions
-- rows: district
select coalesce(min(place), 0) as first_place, coalesce(max(place), -1) as last_place
from search
where fiscal_year = $fiscal_year
