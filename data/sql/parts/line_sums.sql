-- How many lines there are and their cents, in all and by type: budgets, payments and orders are
-- different things, which only a reader of one of them may add up.
count(*) as row_count,
    sum(amount_cents)::bigint as amount_cents,
    (sum(amount_cents) filter (where line_type = 'budget'))::bigint as budget_cents,
    (sum(amount_cents) filter (where line_type = 'actual'))::bigint as actual_cents,
    (sum(amount_cents) filter (where line_type = 'encumbrance'))::bigint as encumbrance_cents,
    (sum(amount_cents) filter (where line_type = 'receipt'))::bigint as receipt_cents
