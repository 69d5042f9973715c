-- grain: one row: shares of all schools, and the ledger by itself
-- reads: pool_share, cube_school
-- asked by: data.attribution_identity (attribution-identity)
-- rows: by scope
with shared as (
    select coalesce(sum(if($basis = 'budget', budget_cents, spent_cents)), 0)::bigint as cents
    from pool_share
    where fiscal_year = $fiscal_year
        and set_code = $rule_set
        {when funds: and fund_code in (select unnest($funds))}
        and {access: whole}
), ledger as (
    select coalesce(sum(if($basis = 'budget', budget_cents, spent_cents)), 0)::bigint as cents
    from cube_school
    where fiscal_year = $fiscal_year
        and kind = 'expenditure'
        {when funds: and fund_code in (select unnest($funds))}
        and {access: whole}
)
select s.cents as shared_cents, l.cents as ledger_cents
from shared s cross join ledger l
