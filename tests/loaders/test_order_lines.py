"""What each line of an order carries, from the file of the ERP to what a reader finds."""

from __future__ import annotations

from decimal import Decimal

import pytest

from access.scope import Scope
from config import Settings
from data.condition import Condition, written
from data.more_columns import more_columns, values_beside
from data.orders import purchase_order_lines, purchase_order_totals, purchase_orders
from data.row_groups import condition_of, purchase_order_groups
from data.warehouse import Warehouse
from loaders.pipeline import load

MAPPING = """
mapping:
  district: elm
  source: erp
  settings: district.yaml
  fiscal_calendar: {start_month: "7", year_label: ending, regular_periods: "12"}
  layout:
    delimiter: "-"
    segments:
      - {name: fund, role: fund}
      - {name: function, role: function}
      - {name: object, role: object}
      - {name: site, role: location}
  kinds:
    - [expenditure, {object: "[1-7]"}]
  files:
    - name: orders
      kind: po_detail
      glob: "orders_*.csv"
      format: {type: csv}
      load: full_fy
      extra: [Item, Dock]
      columns:
        po_no: {from: "PO"}
        line: {from: "Line"}
        account: {from: "Account"}
        fiscal_year: {from: "Year"}
        description: {from: "Text"}
        requester: {from: "Asked"}
        ordered: {from: "Ordered"}
"""
DISTRICT = "code: elm\nname: Elm Unified\nstate: CA\n"
HERE, THERE = "01-11-4300-101", "01-11-4300-102"
LINES = (
    # order, line, account, text, item, dock, dollars
    ("P1", "1", HERE, "Paper", "A-10", "North", "5.25"),
    ("P1", "2", HERE, "Laptops", "B-77", "North", "900.10"),
    ("P1", "3", THERE, "Secret gift", "C-3", "North", "44.05"),
    ("P2", "1", HERE, "Paper", "A-10", "", "7.40"),
    ("P3", "1", THERE, "Chairs", "", "", "60.00"),
    ("P4", "2", THERE, "For J", "", "", "1.00"),
    ("P4", "10", HERE, "", "", "", "2.00"),
    ("P5", "2", HERE, "Second", "", "", "3.00"),
    ("P5", "10", HERE, "Tenth", "", "", "4.00"),
)
YEAR = 2027


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory):
    folder = tmp_path_factory.mktemp("elm")
    rows = [
        f"{number},{line},{account},{YEAR},{text},Library,{item},{dock},{dollars}"
        for number, line, account, text, item, dock, dollars in LINES
    ]
    heads = "PO,Line,Account,Year,Text,Asked,Item,Dock,Ordered"
    (folder / "mapping.yaml").write_text(MAPPING)
    (folder / "district.yaml").write_text(DISTRICT)
    (folder / "orders_2027.csv").write_text("\n".join([heads, *rows, ""]))
    settings = Settings(var=folder / "var", load_threads=1, secret_key="")
    load(settings, "elm", folder / "mapping.yaml", folder)
    served = Warehouse(settings)
    yield served
    served.close()


WHOLE = Scope.whole("elm")
SCHOOL = Scope("elm", frozenset({"101"}))


def dollars(lines):
    return sum((Decimal(line[-1]) for line in lines), Decimal(0))


def sums(lines):
    """What a list of orders holds of these lines: number -> dollars ordered."""
    return {line[0]: dollars(one for one in lines if one[0] == line[0]) for line in lines}


def visible(scope):
    return [line for line in LINES if scope is WHOLE or line[2] == HERE]


@pytest.mark.parametrize("scope", [WHOLE, SCHOOL], ids=["district", "school"])
@pytest.mark.parametrize(
    ("where", "holds"),
    [
        ("item is b-77", lambda line: line[4] == "B-77"),
        ("item is not a-10", lambda line: line[4] != "A-10"),
        ("item is c-3", lambda line: line[4] == "C-3"),
        ("description matches *laptop*", lambda line: "Laptop" in line[3]),
        ("description matches *secret*", lambda line: "Secret" in line[3]),
        ("description matches *for j*", lambda line: "For J" in line[3]),
        ("item is a-10, dock is north", lambda line: line[4] == "A-10" and line[5] == "North"),
    ],
)
def test_conditions_leave_the_lines_that_meet_them(warehouse, scope, where, holds):
    found = purchase_orders(warehouse, scope, fiscal_year=YEAR, where=where).to_pylist()
    wanted = [line for line in visible(scope) if holds(line)]
    assert {row["po_no"]: row["original_usd"] for row in found} == sums(wanted)
    assert sum(row["line_count"] for row in found) == len(wanted)


@pytest.mark.parametrize("scope", [WHOLE, SCHOOL], ids=["district", "school"])
@pytest.mark.parametrize("word", ["b-77", "c-3", "laptop", "secret", "paper", "librar", "p3"])
def test_a_search_reads_every_line_and_keeps_the_whole_order(warehouse, scope, word):
    seen = visible(scope)
    hit = {line[0] for line in seen if word in " ".join([*line, "Library"]).lower()}
    found = purchase_orders(warehouse, scope, fiscal_year=YEAR, search=word).to_pylist()
    assert {row["po_no"]: row["original_usd"] for row in found} == sums(
        [line for line in seen if line[0] in hit]
    )
    total = purchase_order_totals(warehouse, scope, fiscal_year=YEAR, search=word)
    assert total["order_count"] == len(hit)


@pytest.mark.parametrize("scope", [WHOLE, SCHOOL], ids=["district", "school"])
def test_groups_of_what_differs_by_line_open_their_dollars(warehouse, scope):
    found = purchase_order_groups(warehouse, scope, group="Item", fiscal_year=YEAR).to_pylist()
    wanted = {
        item: [line for line in visible(scope) if line[4] == item]
        for item in {line[4] for line in visible(scope)}
    }
    assert {row["code"]: row["original_usd"] for row in found} == {
        item: dollars(lines) for item, lines in wanted.items()
    }
    for item, lines in wanted.items():
        where = written([Condition(*condition_of("purchase orders", "Item", item))])
        opened = purchase_orders(warehouse, scope, fiscal_year=YEAR, where=where).to_pylist()
        assert {row["po_no"]: row["original_usd"] for row in opened} == sums(lines)


@pytest.mark.parametrize(
    ("scope", "items", "text"),
    [(WHOLE, {"P1": "A-10, B-77, C-3", "P2": "A-10", "P3": "", "P4": "", "P5": ""}, "For J"),
     (SCHOOL, {"P1": "A-10, B-77", "P2": "A-10", "P4": "", "P5": ""}, None)],
    ids=["district", "school"],
)  # fmt: skip
def test_an_order_shows_what_its_visible_lines_carry(warehouse, scope, items, text):
    rows = purchase_orders(warehouse, scope, fiscal_year=YEAR)
    assert more_columns(warehouse, scope, "purchase-orders") == ["loaded:Item", "loaded:Dock"]
    beside = values_beside(warehouse, scope, rows, ["loaded:Item", "loaded:Dock"])
    numbers = rows.column("po_no").to_pylist()
    assert dict(zip(numbers, beside["loaded:Item"], strict=True)) == items
    assert dict(zip(numbers, beside["loaded:Dock"], strict=True))["P1"] == "North"
    texts = dict(zip(numbers, rows.column("description").to_pylist(), strict=True))
    assert (texts["P1"], texts["P4"], texts["P5"]) == ("Paper", text, "Second")


def test_lines_of_an_order_are_told_one_by_one_and_foreign_ones_not_at_all(warehouse):
    for scope in (WHOLE, SCHOOL):
        rows = purchase_order_lines(warehouse, scope, po_no="P1").to_pylist()
        assert [(row["line"], row["description"]) for row in rows] == [
            (line[1], line[3]) for line in visible(scope) if line[0] == "P1"
        ]
        assert ("Secret" in str(rows)) == (scope is WHOLE)
        tenth = purchase_order_lines(warehouse, scope, po_no="P5").column("line").to_pylist()
        assert tenth == ["2", "10"]


def test_a_text_on_the_first_line_alone_is_told_to_nobody_who_may_not_see_that_line(warehouse):
    rows = purchase_order_lines(warehouse, SCHOOL, po_no="P4").to_pylist()
    assert [(row["line"], row["description"]) for row in rows] == [("10", None)]
    assert purchase_order_totals(warehouse, SCHOOL, search="for j")["order_count"] == 0
    assert purchase_order_totals(warehouse, WHOLE, search="for j")["order_count"] == 1
