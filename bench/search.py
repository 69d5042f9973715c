"""The search in posting lines, against the bare question in DuckDB and against PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bench.district import District
from bench.measure import Effort, Mark, compare
from bench.postgres import Cluster, cluster, is_installed
from data.transactions import transactions

PAGE = 50
COMMON = "school supply"
ABSENT = "no such words"
_COUNTED = "select count(*) from search where fiscal_year = $year and contains(text, $word)"
_RARE = """
select check_no from fct_ledger
where fiscal_year = $year and line_type = 'actual' and check_no is not null
group by check_no having count(*) = 1 order by min(line_key) limit 1
"""


@dataclass(frozen=True, slots=True)
class _Words:
    """A word of many lines, one of a single line, one of none."""

    common: str
    rare: str
    absent: str = ABSENT


def marks(district: District, effort: Effort) -> list[Mark]:
    """Every mark of the search; those beside PostgreSQL where it is installed."""
    words = _Words(COMMON, str(district.asked(_RARE, year=district.closed_year)))
    found = [_common(district, words, effort), *_rare(district, words, effort)]
    if is_installed():
        with cluster(district) as server:
            found += _beside_postgres(district, server, words, effort)
    return found


def page(district: District, word: str) -> Callable[[], object]:
    """Ask for the newest lines of the year with a word, as for the first time."""

    def ask() -> object:
        district.warehouse.forget()
        return transactions(
            district.warehouse,
            district.everyone,
            fiscal_year=district.closed_year,
            search=word,
            limit=PAGE,
        )

    return ask


def _common(district: District, words: _Words, effort: Effort) -> Mark:
    return compare(
        f"search, common word, newest {PAGE}",
        "the same question without the word",
        page(district, words.common),
        page(district, ""),
        at_most=4,
        effort=effort,
    )


def _rare(district: District, words: _Words, effort: Effort) -> list[Mark]:
    def counting(word: str) -> Callable[[], object]:
        asked = {"year": district.closed_year, "word": word}
        return lambda: district.by_hand.execute(_COUNTED, asked).fetchall()

    return [
        compare(
            f"search, {name}",
            "`count(*)` of the same predicate",
            page(district, word),
            counting(word),
            at_most=1.5,
            effort=effort,
        )
        for name, word in (("word of one line", words.rare), ("word of no line", words.absent))
    ]


def _beside_postgres(
    district: District, server: Cluster, words: _Words, effort: Effort
) -> list[Mark]:
    """The processor time of PostgreSQL is that of its process and of the client."""
    return [
        compare(
            f"search, {name}",
            "PostgreSQL with btree and trigram indexes on the same rows",
            page(district, word),
            server.searching(district.closed_year, word, PAGE),
            at_most=at_most,
            effort=effort,
            clocks=(server.own_ns, server.both_ns),
        )
        for name, word, at_most in (
            ("common word", words.common, 1.0),
            ("word of one line", words.rare, 5.0),
        )
    ]
