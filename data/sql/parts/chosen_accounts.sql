-- The accounts of a fiscal year that pass every filter; shared by page and total.
chosen as (
    select
        a.account_key, a.fiscal_year, a.display as account, a.description, a.kind, a.spend_class,
        a.category_code, a.fund_code, a.function_code, a.object_code, a.program_code,
        a.project_code, a.is_provisional, l.location_id, l.name as location_name,
        b.original_cents, b.adjustments_cents, b.budget_cents, b.spent_cents, b.encumbered_cents,
        b.requested_cents, b.reported_available_cents,
        b.budget_cents - b.spent_cents - coalesce(b.encumbered_cents, 0) as remaining_cents
    from balances b
    join dim_account a using (account_key)
    join dim_location l on l.location_key = b.location_key
    where b.fiscal_year = $fiscal_year
        and (len($account_keys) = 0 or b.account_key in (select unnest($account_keys)))
        and ($kind = '' or a.kind = $kind)
        and (len($funds) = 0 or a.fund_code in (select unnest($funds)))
        and (len($location_ids) = 0 or l.location_id in (select unnest($location_ids)))
        and ($category = '' or a.category_code = $category)
        and ($bucket = '' or b.account_key in (
            select account_key from bucket_account
            where bucket_code = $bucket and fiscal_year = $fiscal_year))
        and ($search = '' or contains(
            lower(concat_ws(' ', a.display, a.description)), lower($search)))
        and ($all_locations or b.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($locations))))
        and {lines}
)
