-- grain: one row per word with a piece of a search text in it, and no more than so many
-- reads: search_word
-- asked by: data.search_parts
-- rows: by scope
select parts
from search_word
where contains(word, lower($piece))
    and $sees_compensation
    and {access: whole}
limit $most_words
