-- grain: one row: how many ends all words have
-- reads: word
select sum(greatest(length(word) - getvariable('least_suffix') + 1, 1)) as suffixes from word
