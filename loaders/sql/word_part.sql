-- grain: one row per word and part of the search table
-- reads: search
-- Runs once for each span of places from variable `first_place` up to `end_place`.
insert into word_part
select distinct word, part
from (
    select unnest(string_split(text, ' ')) as word,
        (rowid // getvariable('lines_of_a_part'))::integer as part
    from search
    where rowid >= getvariable('first_place') and rowid < getvariable('end_place')
)
where word <> ''
