-- grain: one row per bucket of the district's file and account in it
-- reads: bucket_account
-- asked by: data.account_sets, for districts that have configured no bucket
-- rows: district
select bucket_code, account_key
from bucket_account
order by bucket_code, account_key
