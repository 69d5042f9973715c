-- Accounts with figures, and in how many of the reader's buckets each lies.
held as (
    select c.account_key, k.bucket_count, k.buckets
    from bucket_cell c
    join (
        select cell, count(*) as bucket_count, string_agg(bucket_code, ', ' order by bucket_code)
            as buckets
        from cell_bucket
        group by cell
    ) k using (cell)
), covered as (
    select
        a.account_key, a.display as account, a.description, a.kind, b.location_key,
        coalesce(h.bucket_count, 0)::bigint as bucket_count, h.buckets,
        b.budget_cents, b.spent_cents
    from balances b
    join dim_account a using (account_key)
    left join held h using (account_key)
    where b.fiscal_year = $fiscal_year
        and a.kind in ('expenditure', 'revenue')
        and {access: b.account_key}
)
