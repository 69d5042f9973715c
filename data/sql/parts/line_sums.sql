-- How many lines there are and their cents, in all and by what they are: budgets, payments and
-- orders are different things, which only a reader of one of them may add up. What a district
-- expects to receive is no budget to spend. Lines are
-- joined with the accounts of revenue.
count(*) as row_count,
    sum(amount_cents)::bigint as amount_cents,
    (sum(amount_cents) filter (where line_type = 'budget' and of_revenue is null))::bigint
        as budget_cents,
    (sum(amount_cents) filter (where line_type = 'budget' and of_revenue))::bigint
        as expected_cents,
    (sum(amount_cents) filter (where line_type = 'actual'))::bigint as actual_cents,
    (sum(amount_cents) filter (where line_type = 'encumbrance'))::bigint as encumbrance_cents,
    (sum(amount_cents) filter (where line_type = 'receipt'))::bigint as receipt_cents
