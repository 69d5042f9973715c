-- grain: one row per fiscal year and fund
-- reads: balances, dim_account, dim_segment_value
-- asked by: data.spending (spending-by-fund)
-- rows: by scope
with summed as (
    select
        b.fiscal_year, a.fund_code,
        count(*) as account_lines,
        sum(b.budget_cents)::bigint as budget_cents,
        sum(b.spent_cents)::bigint as spent_cents,
        sum(b.encumbered_cents)::bigint as encumbered_cents
    from balances b
    join dim_account a using (account_key)
    where b.fiscal_year = $fiscal_year
        and a.kind = 'expenditure'
        and not a.is_transfer
        and (len($location_ids) = 0 or b.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($location_ids))))
        and ($all_locations or b.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($locations))))
    group by all
), funds as (
    select code, min(label) as label
    from dim_segment_value
    where fiscal_year = $fiscal_year and role = 'fund'
    group by code
), final as (
    select
        s.fiscal_year, s.fund_code, coalesce(f.label, s.fund_code) as fund_name,
        s.account_lines, s.budget_cents, s.spent_cents, s.encumbered_cents,
        s.budget_cents - s.spent_cents - coalesce(s.encumbered_cents, 0) as remaining_cents
    from summed s
    left join funds f on f.code = s.fund_code
)
select * from final
order by fund_code
