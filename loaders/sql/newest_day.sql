-- grain: one row: the newest day of which the loaded figures tell
-- reads: canon.balance_snapshot, fiscal_calendar; serving.fct_ledger
-- A balance without a day of its own stands at the end of its year, which may be far ahead; it
-- counts only where there is nothing better.
with years as (
    select fiscal_year, max(end_date) as last_day from canon.fiscal_calendar group by fiscal_year
),
days as (
    select max(b.as_of_date) filter (where b.as_of_date < y.last_day) as within_year,
        max(b.as_of_date) as reported
    from canon.balance_snapshot b left join years y on y.fiscal_year = b.fiscal_year
),
postings as (
    select max(posted_date) as posted from serving.fct_ledger
    where line_type in ('actual', 'receipt')
)
select coalesce(greatest(p.posted, d.within_year), d.reported) from postings p cross join days d
