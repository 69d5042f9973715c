-- grain: one row per fiscal year of unclassified accounts, and per rule set and year of cost not
-- attributed; none where the district sets no classes
-- reads: serving.cube_class, cube_pool, expense_class, attribution_set
-- columns: check_code, scope, fiscal_year, severity, broken, expected, actual, message
with has_classes as (
    select count(*) > 1 as are_set from serving.expense_class
),
final as (
    select 'A1' as check_code, 'unclassified accounts' as scope, fiscal_year, 'warn' as severity,
        coalesce(sum(account_count) filter (where is_open), 0)::bigint as broken,
        0::decimal(20, 2) as expected,
        coalesce(sum(spent_cents) filter (where is_open), 0)::decimal(20, 2) * 0.01 as actual,
        'accounts that no class of spending fits' as message
    from (
        select *, expense_class = 'unclassified'
            and (coalesce(spent_cents, 0) <> 0 or coalesce(budget_cents, 0) <> 0) as is_open
        from serving.cube_class
    )
    where (select are_set from has_classes)
    group by fiscal_year
    union all
    select 'A2', 'central cost by ' || set_code, fiscal_year, 'warn',
        coalesce(sum(account_count) filter (where is_open), 0)::bigint, 0,
        coalesce(sum(spent_cents) filter (where is_open), 0)::decimal(20, 2) * 0.01,
        'accounts of central cost that reach no school'
    from (
        select *, reason <> '' and (coalesce(spent_cents, 0) <> 0 or coalesce(budget_cents, 0) <> 0)
            as is_open
        from serving.cube_pool
    )
    group by all
)
select * from final order by check_code, scope, fiscal_year
