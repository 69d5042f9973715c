-- grain: one row per account as the ERP prints it, of all fiscal years
-- reads: dim_account
-- asked by: data.chart, for what configured records may refer to
-- rows: district
select distinct display from dim_account order by display
