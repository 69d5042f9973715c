-- grain: one row per period with postings on the visible accounts that pass the filters
-- reads: cube_period, dim_account, chosen_bucket, dim_location
-- asked by: data.monthly (monthly)
-- rows: by scope
select
    c.period,
    sum(c.budget_cents)::bigint as budget_cents,
    sum(c.spent_cents)::bigint as spent_cents,
    sum(c.encumbered_cents)::bigint as encumbered_cents
from cube_period c
join dim_account a using (account_key)
where c.fiscal_year = $fiscal_year
    and a.fiscal_year = $fiscal_year
    and a.kind = $kind
    {when without_transfers: and not a.is_transfer}
    {when funds: and a.fund_code in (select unnest($funds))}
    {when account: and a.display = $account}
    {when bucket: and c.account_key in (select account_key from chosen_bucket)}
    {when location_ids: and c.location_key in (
        select location_key from dim_location
        where location_id in (select unnest($location_ids)))}
    and {access: c.account_key}
    and {access: a.account_key}
group by c.period
order by c.period
