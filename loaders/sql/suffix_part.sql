-- grain: one row per different end of the words
-- reads: word
-- Runs once for each `portion` of the ends. The bound on the sum keeps lists short that are only
-- made to be found too long.
insert into suffix_part
select suffix,
    case when count(parts) = count(*) and sum(len(parts)) <= 4 * getvariable('most_parts')
        then list_sort(list_distinct(flatten(list(parts)))) end as parts
from (
    select unnest([
        substr(word, first, getvariable('suffix'))
        for first in range(1, greatest(length(word) - getvariable('least_suffix') + 2, 2))
    ]) as suffix, parts
    from word
)
where hash(suffix) % getvariable('portions') = getvariable('portion')
group by suffix
