-- grain: one row per word of the search texts
-- reads: word_part
-- Runs once for each `portion` of the words, which bounds the memory of grouping them.
insert into search_word
select word,
    case when count(*) <= getvariable('most_parts') then list_sort(list(part)) end as parts
from word_part
where hash(word) % getvariable('portions') = getvariable('portion')
group by word
