-- grain: one row per vendor; key 0 stands for none
-- reads: canon.vendor, ledger_line, encumbrance_event, purchase_order
-- A vendor without a number is told apart by the name on the line. Names of reimbursed
-- employees are withheld here, so nothing built on this table can show them.
insert into serving.dim_vendor
with written as (
    select vendor_id, vendor_name, count(*) as times from canon.ledger_line
    where vendor_id is not null or vendor_name is not null group by all
    union all
    select vendor_id, vendor_name, count(*) from canon.encumbrance_event
    where vendor_id is not null or vendor_name is not null group by all
    union all
    select vendor_id, vendor_name, count(*) from canon.purchase_order
    where vendor_id is not null or vendor_name is not null group by all
),
listed as (
    select vendor_id, first(name order by is_active desc nulls last, name) as name,
        bool_or(coalesce(is_employee, false)) as is_employee
    from canon.vendor where vendor_id is not null group by vendor_id
),
numbered as (
    select vendor_id, first(vendor_name order by times desc, vendor_name)
        filter (where vendor_name is not null) as name
    from written where vendor_id is not null group by vendor_id
),
every as (
    select coalesce(l.vendor_id, n.vendor_id) as vendor_id,
        case when l.is_employee then 'Employee (name withheld)'
            else coalesce(nullif(l.name, ''), n.name, n.vendor_id, l.vendor_id) end as name
    from listed l full join numbered n on n.vendor_id = l.vendor_id
    union all
    select distinct '', vendor_name from written where vendor_id is null
),
final as (
    select 0::integer as vendor_key, '' as vendor_id, '' as name
    union all
    select row_number() over (order by name, vendor_id)::integer, vendor_id, name from every
)
select * from final order by vendor_key
