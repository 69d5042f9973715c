"""Polars, pandas and SQLite on the dashboard questions, over the same posting lines.

Each gets the lines with their codes resolved and is asked as its users would: Parquet files in
order of year and school, frames in memory with categories, a table with indexes. Our side answers
with the read model that a page asks.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa
from pyarrow import parquet

from bench.dashboards import fresh
from bench.district import District
from bench.measure import Effort, Mark, interleaved, judged
from bench.sqlite_peer import answers, database
from data.balances import account_status
from data.buckets import buckets
from data.monthly import monthly
from data.per_pupil import per_pupil_spending
from data.spending import spending_by_school

Ask = Callable[[], object]
# Beyond this the frames of the peers would need more memory than a small server has.
MOST_LINES = 2_000_000
_LINES = """
select f.fiscal_year::integer as year, l.location_id as place, a.fund_code as fund,
    a.category_code as category, a.fund_source as source, a.display as account,
    f.account_key, f.period::integer as period, f.line_type as kind,
    f.amount_cents::bigint as cents
from fct_ledger f
join dim_account a using (account_key)
join dim_location l on l.location_key = f.location_key
where a.kind = 'expenditure' and not a.is_transfer
order by f.line_key
"""
_PUPILS = """
select l.location_id as place, f.value as pupils from fct_school f
join dim_location l using (location_key)
where f.fiscal_year = $year and f.metric = 'enrollment' and f.group_code = 'all'
    and f.grade = 'all' and f.count_type = 'october'
"""
_MEMBERS = "select bucket_code as bucket, account_key from bucket_account where fiscal_year = $year"
_CODED = ("place", "fund", "category", "source", "account", "kind")
QUESTIONS = ("Q1 by school", "Q2 one principal", "Q3 hundred buckets", "Q5 by month", "Q6 equity")


def marks(district: District, effort: Effort) -> list[Mark]:
    """Each question, ours and the three peers in turns."""
    if district.lines > MOST_LINES:
        return []
    year = district.closed_year
    lines = district.by_hand.execute(_LINES).to_arrow_table()
    pupils = district.by_hand.execute(_PUPILS, {"year": year}).to_arrow_table()
    members = district.by_hand.execute(_MEMBERS, {"year": year}).to_arrow_table()
    given = (pupils, members, year, district.school)
    path = district.folder / "lines.parquet"
    parquet.write_table(lines, path, compression="zstd", row_group_size=122_880)
    frame = pl.from_arrow(lines)
    with closing(database(lines, pupils, members)) as opened:
        peers = {
            "Polars on Parquet": _polars(pl.scan_parquet(path), *given),
            "Polars, frame in memory": _polars(_coded(frame), *given),
            "pandas, frame in memory": _pandas(lines, *given),
            "SQLite, indexed": answers(opened, year, district.school),
        }
        return _compared(_ours(district), peers, effort)


def _compared(ours: list[Ask], peers: dict[str, list[Ask]], effort: Effort) -> list[Mark]:
    found = []
    for number, question in enumerate(QUESTIONS):
        asked = [ours[number], *(asks[number] for asks in peers.values())]
        own, *theirs = interleaved(*asked, effort=effort)
        found += [
            judged(question, name, own, spent, at_most=1)
            for name, spent in zip(peers, theirs, strict=True)
        ]
    return found


def _ours(district: District) -> list[Ask]:
    year = district.closed_year
    return [
        fresh(district, spending_by_school, fiscal_year=year),
        fresh(district, account_status, fiscal_year=year, location_ids=[district.school], limit=50),
        fresh(district, buckets, fiscal_year=year),
        fresh(district, monthly, fiscal_year=year),
        fresh(district, per_pupil_spending, fiscal_year=year),
    ]


def _coded(frame: Any) -> pl.LazyFrame:
    """The frame with whole numbers instead of text."""
    coded = frame.with_columns([pl.col(name).cast(pl.Categorical) for name in _CODED])
    return coded.lazy()  # type: ignore[no-any-return]


def _polars(
    lines: pl.LazyFrame, pupils: pa.Table, members: pa.Table, year: int, school: str
) -> list[Ask]:
    counted: Any = pl.from_arrow(pupils)
    counted = counted.with_columns(pl.col("place").cast(lines.collect_schema()["place"]))
    member: Any = pl.from_arrow(members)
    of_year = lines.filter(pl.col("year") == year)
    spent = of_year.filter((pl.col("kind") == "actual") & (pl.col("period") >= 1))
    cents = pl.col("cents").sum()
    by_account = of_year.group_by("account_key", "kind").agg(cents)
    asked = (
        spent.group_by("place", "fund", "category", "source").agg(cents),
        of_year.filter(pl.col("place") == school).group_by("account", "kind").agg(cents),
        by_account.join(member.lazy(), on="account_key").group_by("bucket", "kind").agg(cents),
        of_year.group_by("period", "kind").agg(cents),
        spent.group_by("place").agg(cents).join(counted.lazy(), on="place")
        .with_columns(each=pl.col("cents") / pl.col("pupils")),
    )  # fmt: skip
    return [question.collect for question in asked]


def _pandas(
    lines: pa.Table, pupils: pa.Table, members: pa.Table, year: int, school: str
) -> list[Ask]:
    frame = lines.to_pandas().astype(dict.fromkeys(_CODED, "category"))
    counted, member = pupils.to_pandas(), members.to_pandas()

    def of_year() -> pd.DataFrame:
        return frame[frame["year"] == year]

    def spent() -> pd.DataFrame:
        return frame[(frame["year"] == year) & (frame["kind"] == "actual") & (frame["period"] >= 1)]

    def summed(rows: pd.DataFrame, *by: str) -> pd.Series[Any]:
        return rows.groupby(list(by), observed=True)["cents"].sum()

    def by_bucket() -> object:
        sums = summed(of_year(), "account_key", "kind").reset_index()
        return summed(sums.merge(member, on="account_key"), "bucket", "kind")

    def equity() -> object:
        joined = summed(spent(), "place").reset_index().merge(counted, on="place")
        return joined["cents"] / joined["pupils"]

    return [
        lambda: summed(spent(), "place", "fund", "category", "source"),
        lambda: summed(
            frame[(frame["year"] == year) & (frame["place"] == school)], "account", "kind"
        ),
        by_bucket,
        lambda: summed(of_year(), "period", "kind"),
        equity,
    ]
