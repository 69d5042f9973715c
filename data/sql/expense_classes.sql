-- grain: one row per rule of classes
-- reads: expense_class
-- asked by: data.attribution_identity
-- rows: district
select rule_code, name, expense_class
from expense_class
order by sort, rule_code
