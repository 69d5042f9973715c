-- grain: one row: the day of the line at a place of the search table
-- reads: search
-- asked by: data.transactions, to ask for the newest days first
-- rows: district
select posted_date as day from search where place = $place
