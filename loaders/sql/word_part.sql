-- grain: one row per text between blanks and part of the search table
-- reads: search
-- Runs once for each span of places from variable `first_place` up to `end_place`.
insert into word_part
select distinct word, part
from (
    select unnest(string_split(text, ' ')) as word, (place // getvariable('part'))::integer as part
    from search
    where place >= getvariable('first_place') and place < getvariable('end_place')
)
where word <> ''
