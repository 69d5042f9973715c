-- The accounts of a fiscal year that pass every filter; shared by page and total.
chosen as (
    select
        a.account_key, a.fiscal_year, a.display as account, a.description, a.kind, a.spend_class,
        a.category_code, a.fund_code, a.function_code, a.object_code, a.program_code,
        a.project_code, a.is_provisional, b.location_key,
        b.original_cents, b.adjustments_cents, b.budget_cents, b.spent_cents, b.encumbered_cents,
        b.requested_cents, b.reserved_cents, b.reported_available_cents
    from balances b
    join dim_account a using (account_key)
    where b.fiscal_year = $fiscal_year
        and a.fiscal_year = $fiscal_year
        {when account_keys: and b.account_key in (select unnest($account_keys))}
        {when kind: and a.kind = $kind}
        {when funds: and a.fund_code in (select unnest($funds))}
        {when location_ids: and b.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($location_ids)))}
        {when category: and a.category_code = $category}
        {when bucket: and b.account_key in (select account_key from chosen_bucket)}
        {when search: and contains(
            lower(concat_ws(' ', a.display, a.description)), lower($search))}
        and {access: b.account_key}
        and {access: a.account_key}
        and {lines}
        and {rows}
)
