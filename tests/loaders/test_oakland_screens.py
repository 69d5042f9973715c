"""What Oakland's pages say, cell by cell, against the file that each card offers.

A card names its rows in its menu; the file is made from that address, as CSV and as a workbook,
and its figures are written here anew, so that neither the page nor `pages.format` is its own judge.
That the files themselves are right is shown in `test_oakland_equity`.
"""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal
from urllib.parse import parse_qs

import pytest
from python_calamine import CalamineWorkbook

from access.actor import actor_in_district
from access.roles import Role
from callbacks.basis import Services
from callbacks.reporting.cards import slide_of
from callbacks.reporting.views import page
from data.read_models import READ_MODELS
from data.store.tables import utc_now
from exports import flat
from exports.slides import RowKind
from pages.components.drawn import is_node
from pages.evaluate.level_words import short_name

pytestmark = pytest.mark.slow
YEARS = (2023, 2024)
SCHOOL = "105"
LEVELS = {"All levels": "", "Elementary": "elementary", "Middle": "middle", "High": "high"}


@pytest.fixture(scope="module")
def opened(oakland_warehouse):
    """Opens a page as the budget director: address to components."""
    services = Services(oakland_warehouse.settings, oakland_warehouse, None, utc_now)
    who = (1, "Somebody", "somebody@demo.example")
    actor = actor_in_district(who, Role.BUDGET_DIRECTOR, "oakland", ("oakland",), None)
    pages: dict[str, object] = {}

    def open_page(address):
        if address not in pages:
            pages[address] = page(services, actor, address)
        return pages[address]

    def card(address, name):
        shown = open_page(address)
        return slide_of(shown, name), file_of(oakland_warehouse, actor, link_of(shown, name))

    return card


def parts(node):
    """Components and plain elements of a page, the menus of its cards too."""
    if is_node(node):
        yield node
        node = list(node[2:])
    if isinstance(node, (list, tuple)):
        for one in node:
            yield from parts(one)
    elif hasattr(node, "_prop_names"):
        yield node
        yield from parts(getattr(node, "node", None) or getattr(node, "children", None))


def link_of(shown, name):
    """The address of the CSV in the menu of a card."""
    section = next(one for one in parts(shown) if getattr(one, "data-card", None) == name)
    links = [one[1].get("href", "") for one in parts(section) if is_node(one)]
    return next(link for link in links if link.startswith("/export/") and ".csv" in link)


def file_of(warehouse, actor, link):
    """The rows of a card's file as text; its workbook has the same figures."""
    path, _, query = link.partition("?")
    name = path.removeprefix("/export/").removesuffix(".csv")
    asked = READ_MODELS[name].arguments_from(parse_qs(query))
    csv_, xlsx = (
        b"".join(flat.export(warehouse, actor.evaluate_scope, name, form, asked).chunks)
        for form in ("csv", "xlsx")
    )
    rows = list(csv.DictReader(io.StringIO(csv_.decode())))
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(xlsx)).get_sheet_by_index(0).to_python()
    for row, cells in zip(rows, sheet[2:], strict=True):
        for head, cell in zip(sheet[1], cells, strict=True):
            if isinstance(cell, float) and row[head] not in ("", "*"):
                assert float(row[head]) == pytest.approx(cell, abs=1e-6), (link, head)
    return rows


def exact(number, places):
    return number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def dollars(text, places=0):
    value = exact(Decimal(text), places)
    return f"(${-value:,})" if value < 0 else f"${value:,}"


def cents(text):
    return dollars(text, 2)


def signed(text):
    value = exact(Decimal(text), 0)
    return f"{'+' if value > 0 else '−' if value < 0 else ''}${abs(value):,}"


def percent(text, places=0):
    return f"{exact(Decimal(text) * 100, places)}%"


def percent_1(text):
    return percent(text, 1)


def number(text, places=0):
    return f"{exact(Decimal(text), places):,}"


def plain_2(text):
    return number(text, 2)


def plain_3(text):
    return number(text, 3)


# Of each card: its page, and by heading the column of its file and how that is written.
NEEDS = {"Low-income": ("frl_share", percent), "English learners": ("ell_share", percent),
         "Disabilities": ("sped_share", percent)}  # fmt: skip
PUPILS = {"Pupils": ("pupils", number)}
EACH = {"$ per pupil": ("per_pupil_usd", dollars)}
EQUITY = "/evaluate/equity?year={}&all=1"
PER_PUPIL = "/evaluate/per-pupil?year={}&all=1"
PROFILE = f"/evaluate/schools/{SCHOOL}?year={{}}"
CARDS = {
    "schools": ("/evaluate/schools?year={}",
                {**PUPILS, **NEEDS, **EACH, "Spent": ("spent_usd", dollars)}),
    "equity-need": (EQUITY, {**PUPILS, **EACH, "Low-income": ("frl_share", percent_1)}),
    "equity-ranked": (EQUITY, {**EACH, "Need": ("frl_share", percent)}),
    "equity-gaps": (EQUITY, {"Dollars per pupil from what need predicts":
                             ("difference_usd", signed)}),
    "equity-left-out": (EQUITY, {**PUPILS, **EACH}),
    "scatter": ("/evaluate/scatter?year={}",
                {**PUPILS, "Low-income pupils": ("x_value", percent_1),
                 "Spending per pupil": ("y_value", dollars)}),
    "per-pupil-schools": (PER_PUPIL, {
        heading: (f"{column}_per_pupil_usd", dollars) for heading, column in (
            ("Total", "total"), ("Site", "site"), ("Central", "central"), ("Federal", "federal"),
            ("State and local", "state_local"), ("Personnel", "personnel"),
            ("Other", "non_personnel"),
        )}),
    "school-likeness": (PROFILE, {**PUPILS, **EACH, **NEEDS}),
    "map-schools": ("/evaluate/map?year={}", {**PUPILS, "Value": ("value", dollars)}),
}  # fmt: skip


@pytest.mark.parametrize("year", YEARS)
@pytest.mark.parametrize("name", CARDS)
def test_every_school_s_figures_are_those_of_the_file(opened, name, year):
    address, columns = CARDS[name]
    slide, rows = opened(address.format(year), name)
    known = {short_name(row["location_name"]): row for row in rows}
    places = {head.words: place for place, head in enumerate(slide.tables[0].headings)}
    assert {"School", *columns} <= set(places), places
    seen = 0
    for table in slide.tables:
        for line in (one for one in table.rows if one.kind is RowKind.PLAIN):
            row = known[short_name(line.cells[0].partition("\n")[0])]
            for heading, (column, write) in columns.items():
                text, shown = row[column], line.cells[places[heading]].partition("\n")[0]
                expected = write(text) if text not in ("", "*") else text or "–"
                is_empty = not shown and expected == "–"  # A row without a figure says why.
                assert shown == expected or is_empty, (line.cells, heading, text)
                seen += shown not in ("–", "*", "")
    assert seen >= len(columns) * (6 if name == "school-likeness" else 8)


@pytest.mark.parametrize("year", YEARS)
def test_every_measure_of_spread_and_progress(opened, year):
    slide, rows = opened(EQUITY.format(year), "equity-spread")
    found = {(row["metric_name"], row["level"]): row["value"] for row in rows}
    for line in slide.tables[0].rows[:-1]:
        metric = line.cells[0].partition("\n")[2]
        for level, shown in zip(("elementary", "middle", "high"), line.cells[1:], strict=False):
            assert shown == plain_3(found[metric, level]), (metric, level)
    slide, rows = opened(EQUITY.format(year), "equity-progress")
    found = {(row["metric"], row["level"]): row["value"] for row in rows}
    for line in slide.tables[0].rows:
        level = LEVELS[line.cells[0].partition("\n")[0]]
        low, high = sorted(Decimal(found[one, level]) for one in ("mean_poor", "mean_nonpoor"))
        assert line.cells[1] == f"{dollars(low)} to {dollars(high)}"
        assert line.cells[2] == plain_2(found["progressivity_ratio", level])
        assert line.cells[3] == plain_2(found["segregation_factor", level])


@pytest.mark.parametrize("year", YEARS)
def test_every_fifth_pool_method_and_line_of_the_identity(opened, year):
    slide, rows = opened(EQUITY.format(year), "equity-fifths")
    order = sorted(rows, key=lambda row: int(row["fifth"]))
    for line, row in zip(slide.tables[0].rows, order, strict=True):
        assert line.cells[1:] == [
            number(row["pupils"]), number(row["schools"]), percent(row["frl_share"]),
            dollars(row["per_pupil_usd"]),
        ]  # fmt: skip
    slide, rows = opened(PER_PUPIL.format(year), "per-pupil-pools")
    pools = summed(rows, "pool_name", "amount_usd")
    shown = {line.cells[0].partition("\n")[0]: line.cells[2] for line in slide.tables[0].rows}
    assert shown == {name: dollars(value) for name, value in pools.items()}
    slide, rows = opened(PER_PUPIL.format(year), "per-pupil-methods")
    found = {(row["level"], row["rule_set_name"]): row for row in rows}
    level = ""
    for line in slide.tables[0].rows:
        if line.kind is RowKind.GROUP:
            level = LEVELS.get(line.cells[0], line.cells[0].lower())
            continue
        row = found[level, line.cells[0]]
        money = [dollars(row["lowest_usd"]), dollars(row["highest_usd"])]
        assert line.cells[1:4] == [row["schools"], *money]
        assert line.cells[4] == (plain_3(row["cv"]) if row["cv"] else "–")


@pytest.mark.parametrize("year", YEARS)
def test_the_identity_is_the_file_s_to_the_cent(opened, year):
    slide, rows = opened(PER_PUPIL.format(year), "per-pupil-identity")
    named = {row["name"]: cents(row["amount_usd"]) for row in rows}
    lines = [one for one in slide.tables[0].rows if one.kind is RowKind.PLAIN]
    shown = {line.cells[0]: line.cells[1] for line in lines if line.cells[0] in named}
    assert shown == {name: named[name] for name in shown}
    assert len(shown) >= 10
    dollars_of = dict(tuple(line.cells[:2]) for line in slide.tables[0].rows)
    assert dollars_of["Difference"] == "$0.00"


@pytest.mark.parametrize("year", YEARS)
def test_a_profile_s_needs_money_and_staff(opened, year):
    address = PROFILE.format(year)
    slide, rows = opened(address, "school-need")
    own = next(row for row in rows if row["location_id"] == SCHOOL)
    shown = {line.cells[0]: line.cells[1] for line in slide.tables[0].rows}
    assert shown == {head: percent_1(own[column]) for head, (column, _) in NEEDS.items()}
    slide, rows = opened(address, "school-money")
    own_rows = [row for row in rows if row["location_id"] == SCHOOL and row["part"] == "site"]
    spent = summed(own_rows, "name", "spent_usd")
    lines = slide.tables[0].rows
    heads = [at for at, line in enumerate(lines) if line.kind is RowKind.GROUP]
    site = {line.cells[0]: line.cells[1] for line in lines[heads[0] + 1 : heads[1]]}
    assert site == {name: dollars(spent.get(name, Decimal(0))) for name in site}
    assert set(spent) <= set(site)
    totals = {line.cells[0]: line.cells[1] for line in lines if line.kind is RowKind.TOTAL}
    assert totals["Booked at the school"] == dollars(sum(spent.values()))
    slide, rows = opened(address, "school-staff")
    filled = summed(rows, "job_family", "filled_fte")
    shown = {line.cells[0]: line.cells[1] for line in slide.tables[0].rows}
    assert shown.pop("All staff") == plain_2(sum(filled.values()))
    assert shown == {name: plain_2(filled[name]) for name in shown}


def summed(rows, name, amount):
    """Sums by a name, of text to decimals."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row[amount] not in ("", "*"):
            found[row[name]] += Decimal(row[amount])
    return dict(found)
