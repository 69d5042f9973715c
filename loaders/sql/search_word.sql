-- grain: one row per word of the search texts
-- reads: word_part
insert into search_word
select word,
    case when count(*) <= getvariable('most_parts') then list(part order by part) end as parts
from word_part
group by word
order by word
