-- grain: one row per check of a load
-- reads: canon.check_result
insert into serving.check_result
select * from canon.check_result order by import_id, check_code, scope, fiscal_year
