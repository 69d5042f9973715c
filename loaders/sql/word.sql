-- grain: one row per word, and per text between blanks it was cut out of
-- reads: word_part
-- Runs once for each `portion` of the texts, which bounds the memory of grouping them. Punctuation
-- is cut last: few texts are left by then.
insert into word
select unnest(regexp_extract_all(word, '[^[:punct:]]+')) as word, parts
from (
    select word, case when count(*) <= getvariable('most_parts') then list(part) end as parts
    from word_part
    where hash(word) % getvariable('portions') = getvariable('portion')
    group by word
)
