-- grain: one row per account of a year with figures: with any figure of that year, or with lines in
-- another year, so that nobody looks in vain for an account that rests
-- reads: line_sums, canon.balance_snapshot, po_line_account, purchase_order; serving.dim_account,
-- district
-- Each figure comes from lines where the district loads lines for that year and kind of account,
-- else from the ERP's own balance; lines that lack the original budget are not a whole budget.
-- What is requested is reserved where the district subtracts its requisitions: one place decides.
insert into serving.balances
with lines as (
    select account_key, sum(spent)::bigint as spent, sum(budget)::bigint as budget,
        sum(original)::bigint as original, sum(encumbered)::bigint as encumbered,
        sum(requested)::bigint as requested, sum(lines)::bigint as lines
    from line_sums group by account_key
),
newest as (
    select account_id, max(as_of_date) as as_of_date from canon.balance_snapshot group by 1
),
reported as (
    select a.account_key,
        (sum(b.original_budget) * 100)::bigint as original,
        (sum(coalesce(b.adjustments, b.current_budget - b.original_budget)) * 100)::bigint
            as adjustments,
        (sum(coalesce(b.current_budget, b.original_budget + coalesce(b.adjustments, 0)))
            * 100)::bigint as budget,
        (sum(b.actual_ytd) * 100)::bigint as spent,
        (sum(b.encumbered) * 100)::bigint as encumbered,
        (sum(b.pre_encumbered) * 100)::bigint as requested,
        (sum(b.available_reported) * 100)::bigint as available
    from canon.balance_snapshot b
    join newest n on n.account_id = b.account_id and n.as_of_date is not distinct from b.as_of_date
    join serving.dim_account a on a.account_id = b.account_id
    group by a.account_key
),
heads as (
    select * from canon.purchase_order
    qualify row_number() over (partition by po_no, release, fiscal_year order by import_id) = 1
),
orders as (
    select a.account_key,
        (sum(p.open_amount) filter (where o.status is distinct from 'requisition')
            * 100)::bigint as encumbered,
        (sum(p.open_amount) filter (where o.status = 'requisition') * 100)::bigint as requested
    from canon.po_line_account p
    join serving.dim_account a on a.account_id = p.account_id
    left join heads o
        on o.po_no = p.po_no and o.release is not distinct from p.release
        and o.fiscal_year = p.fiscal_year
    where coalesce(o.status, 'open') not in ('closed', 'cancelled')
    group by a.account_key
),
ever as (
    select distinct a.display from lines l join serving.dim_account a using (account_key)
),
known as (
    select a.account_key, a.fiscal_year, a.location_key, a.kind,
        l.spent as l_spent, l.budget as l_budget, l.original as l_original,
        l.encumbered as l_encumbered, l.requested as l_requested, l.lines as l_lines,
        r.original as r_original, r.adjustments as r_adjustments, r.budget as r_budget,
        r.spent as r_spent, r.encumbered as r_encumbered, r.requested as r_requested,
        r.available as r_available, o.encumbered as o_encumbered, o.requested as o_requested,
        coalesce(l.account_key, r.account_key, o.account_key) is not null as has_figure
    from serving.dim_account a
    left join lines l on l.account_key = a.account_key
    left join reported r on r.account_key = a.account_key
    left join orders o on o.account_key = a.account_key
    left join ever e on e.display = a.display
    where has_figure or e.display is not null
    qualify bool_or(has_figure) over (partition by a.fiscal_year)
),
has as (
    select fiscal_year, kind, bool_or(l_spent is not null) as spent,
        bool_or(l_original is not null)
            or (bool_or(l_budget is not null) and not bool_or(r_budget is not null)) as budget,
        bool_or(l_encumbered is not null) as encumbered,
        bool_or(l_requested is not null) as requested,
        bool_or(o_encumbered is not null) as ordered,
        bool_or(o_requested is not null) as requisitions
    from known group by fiscal_year, kind
),
rule as (
    select coalesce(bool_or((settings->>'subtract_requisitions')::boolean), false) as subtracts
    from serving.district
),
figures as (
    select k.account_key, k.fiscal_year, k.location_key,
        if(h.budget, coalesce(k.l_original, 0), k.r_original) as original,
        if(h.budget, coalesce(k.l_budget, 0) - coalesce(k.l_original, 0), k.r_adjustments)
            as adjustments,
        if(h.budget, coalesce(k.l_budget, 0), k.r_budget) as budget,
        if(k.kind not in ('expenditure', 'revenue'), null,
            if(h.spent, coalesce(k.l_spent, 0), k.r_spent)) as spent,
        case when k.kind = 'revenue' then null
            when h.encumbered then coalesce(k.l_encumbered, 0)
            when h.ordered then coalesce(k.o_encumbered, 0) else k.r_encumbered end as encumbered,
        case when k.kind = 'revenue' then null
            when h.requested then coalesce(k.l_requested, 0)
            when h.requisitions then coalesce(k.o_requested, 0) else k.r_requested end
            as requested,
        k.r_spent, k.r_available, coalesce(k.l_lines, 0) as lines
    from known k
    join has h on h.fiscal_year = k.fiscal_year and h.kind is not distinct from k.kind
)
select f.account_key, f.fiscal_year, f.location_key, f.original, f.adjustments, f.budget, f.spent,
    f.encumbered, f.requested, if(r.subtracts, f.requested, null), f.r_spent, f.r_available, f.lines
from figures f cross join rule r
order by f.account_key
