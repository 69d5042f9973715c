-- grain: one row per posting line of one purchase order in a fiscal year
-- reads: fct_ledger, dim_account, file
-- asked by: data.order_detail
-- rows: by scope
-- Lines of pay stand for themselves only where the reader may see compensation.
select
    f.line_key, f.posted_date, f.line_type, f.event_type, a.display as account, f.description,
    f.invoice_no, f.check_no, f.amount_cents, i.path as file, f.source_row
from fct_ledger f
join dim_account a using (account_key)
left join file i using (import_key)
where f.fiscal_year = $fiscal_year
    and f.po_no = $po_no
    and f.line_type in ('actual', 'encumbrance')
    and ($sees_compensation or not (
        coalesce(f.event_type = 'payroll', false)
        or coalesce(a.spend_class in ('salary', 'benefit'), false)))
    and {access: f.account_key}
order by f.posted_date nulls last, f.line_key
