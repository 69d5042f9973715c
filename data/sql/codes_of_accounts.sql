-- grain: one row per named account that the reader sees and part of its account string
-- reads: dim_account, dim_account_segment
-- asked by: data.more_columns, for columns beside those of accounts and posting lines
-- rows: by scope
select distinct a.display as account, s.segment, s.code
from dim_account a
join dim_account_segment s using (account_key)
where a.display in (select unnest($accounts))
    and {access: a.account_key}
order by account, s.segment
