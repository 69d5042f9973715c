-- Purchase orders that pass every filter; shared by page and totals. They are summed by key and
-- named afterwards: names beside every sum take many times the memory.
lines as (
    select o.*
    from purchase_orders o
    join dim_account a on a.account_key = o.account_key
    where o.fiscal_year = $fiscal_year
        {when bucket: and o.account_key in (select account_key from chosen_bucket)}
        {when account: and a.display = $account}
        {when location_ids: and o.location_key in (
            select location_key from dim_location
            where location_id in (select unnest($location_ids)))}
        and {lines}
        and {order_lines}
        and {access: o.account_key}
), summed as (
    select
        fiscal_year, po_no, release,
        any_value(vendor_key) as vendor_key,
        min(issued_on) as issued_on, any_value(status) as status,
        bool_or(is_blanket) as is_blanket, bool_or(is_carryforward) as is_carryforward,
        arg_min(description, (length(line), line)) as description, min(requester) as requester,
        {when search: bool_or(
            contains(lower(concat_ws(' ', description, extra)), lower($search))) as is_found,}
        sum(ordered_cents)::bigint as original_cents,
        sum(changed_cents)::bigint as changed_cents,
        sum(liquidated_cents)::bigint as liquidated_cents,
        sum(cancelled_cents)::bigint as cancelled_cents,
        sum(open_cents)::bigint as open_cents
    from lines
    group by fiscal_year, po_no, release
), stated as (
    select
        s.*, v.vendor_id, v.name as vendor_name,
        open_cents <> 0 and status not in ('closed', 'cancelled') as is_open
    from summed s
    left join dim_vendor v using (vendor_key)
), dated as (
    select
        *,
        case when is_open then greatest(0, date_diff('day', issued_on, $as_of::date)) end
            as days_open
    from stated
), orders as (
    select * from dated
    where true
        {when still_open: and is_open}
        {when state: and status = $state}
        {when search: and (is_found or contains(
            lower(concat_ws(' ', po_no, vendor_id, vendor_name, requester)), lower($search)))}
        and {rows}
)
