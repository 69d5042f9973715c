-- grain: one row per loaded file; whole district only, for its dollars cover every location
-- reads: file
-- asked by: data.loads (loads)
-- rows: by scope
select
    import_id, source, file_name, kind as file_kind, path as file, sha256, encoding, delimiter,
    rows_read, rows_accepted, rows_skipped, rows_quarantined, amount_accepted as accepted_usd,
    amount_quarantined as quarantined_usd, fiscal_years, notes
from file
where {access: whole}
order by source, file_name, path
