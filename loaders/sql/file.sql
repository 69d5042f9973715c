-- grain: one row per loaded file
-- reads: canon.import_file
insert into serving.file
select row_number() over (order by source, file_name, path, import_id)::integer, *
from (select * from canon.import_file
    qualify row_number() over (partition by import_id order by source) = 1)
order by 1
