-- grain: one row per account and segment
-- reads: canon.account_segment; serving.dim_account
insert into serving.dim_account_segment
select a.account_key, s.segment, min(s.code) as code
from canon.account_segment s
join serving.dim_account a on a.account_id = s.account_id
group by a.account_key, s.segment
order by a.account_key, s.segment
