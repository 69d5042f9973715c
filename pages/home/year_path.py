"""The card with the year's path: paid so far, likely path, range, budget."""

from __future__ import annotations

from dash.development.base_component import Component

from pages.components.card import Menu, card
from pages.components.chart import chart
from pages.components.sentence import Sentence, plain
from pages.components.table import Column, Phone, Row, table
from pages.figures.cumulative import YearPath, cumulative
from pages.format import money


def path_card(
    name: str, question: str, sentence: Sentence, path: YearPath, method: str, export: str = ""
) -> Component:
    """The chart with its months as a table behind the menu, and those rows as files."""
    picture = chart(
        name,
        cumulative(path),
        description=f"{question} {plain(sentence)}",
        rows=months_table(question, path),
        height=430,
        phone_height=270,
    )
    menu = Menu(export, has_chart=True, card="home-path")
    return card(question, sentence, picture, method=method, menu=menu)


def months_table(question: str, path: YearPath) -> Component:
    """The months behind the chart."""
    columns = [
        Column("Month"),
        Column("Paid so far", is_number=True, phone=Phone.KEEP),
        Column("Likely", is_number=True, phone=Phone.KEEP),
        Column("Lowest", is_number=True),
        Column("Highest", is_number=True),
    ]
    return table(columns, _month_rows(path), caption=question, look="c")


def _month_rows(path: YearPath) -> list[Row]:
    start = len(path.paid)
    rows = []
    for place, label in enumerate(path.labels):
        ahead = place - start
        cells = [money(path.paid[place]) if ahead < 0 else ""]
        cells += [
            money(line[ahead]) if 0 <= ahead < len(line) else ""
            for line in (path.likely, path.low, path.high)
        ]
        rows.append(Row([label, *cells]))
    return rows
