-- grain: one row per account of a fiscal year with any figure, or with lines in another year; a page
-- reads: balances, dim_account, dim_location, chosen_bucket
-- asked by: data.balances (account-status)
-- rows: by scope
-- Locations are joined only where they give the order; the page looks their names up.
-- sort: account description kind location_id location_name fund_code function_code object_code program_code project_code category_code original_cents adjustments_cents budget_cents spent_cents encumbered_cents requested_cents reserved_cents remaining_cents reported_available_cents
with {part: chosen_accounts}
select
    c.*,
    {when by_location: l.location_id, l.name as location_name, }
    c.budget_cents - c.spent_cents
        - case when c.kind = 'revenue' then 0
            else coalesce(c.encumbered_cents, 0) + coalesce(c.reserved_cents, 0) end
        as remaining_cents
from chosen c
{when by_location: join dim_location l using (location_key)}
order by {sort}, account_key
limit $limit offset $offset
