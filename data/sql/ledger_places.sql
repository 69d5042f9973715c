-- grain: one row: how far the keys of the posting lines are from their places in the file
-- reads: fct_ledger
-- asked by: data.transactions, which finds lines by their place where the distance is constant
-- rows: district
select min(line_key - rowid) as least, max(line_key - rowid) as greatest
from fct_ledger
