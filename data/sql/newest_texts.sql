-- grain: one row per posting line of the newest of a fiscal year, the newest first, with the text
-- that a search looks through
-- reads: search
-- asked by: data.newest_lines, for readers of everything
-- rows: by scope
select line_key, text
from search
where fiscal_year = $fiscal_year
    and place > (select max(place) from search where fiscal_year = $fiscal_year) - $most_lines
    and $sees_compensation
    and {access: whole}
qualify sum(strlen(text)) over (order by place desc) <= $most_bytes
order by place desc
