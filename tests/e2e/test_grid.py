from __future__ import annotations

import csv
import io
import re
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from tests.e2e.browser import FIRST_ROW, settle, violations

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("browser")]

BLOCK = 100


def cells(page, column: str) -> list[str]:
    """Texts of one column in the order of the rows on the screen."""
    expect(page.locator(f"{FIRST_ROW} [col-id='{column}']")).not_to_be_empty()
    found = page.evaluate(
        """(column) => [...document.querySelectorAll(`.ag-body .ag-row [col-id='${column}']`)]
            .map((cell) => [Number(cell.closest(".ag-row").getAttribute("row-index")),
                            cell.textContent])
            .sort((a, b) => a[0] - b[0])""",
        column,
    )
    return [text for _, text in found if text]


def dollars(text: str) -> Decimal:
    amount = Decimal(text.strip("()").replace("$", "").replace(",", ""))
    return -amount if text.startswith("(") else amount


def shown_total(page) -> tuple[int, Decimal]:
    """Rows and dollars of the line above the grid, which has dollars where all are of one type."""
    number, amount = page.locator(".gridbar b").all_inner_texts()
    return int(number.replace(",", "")), dollars(amount)


def exported(page) -> list[dict[str, str]]:
    href = page.get_by_label("Download all rows as CSV").get_attribute("href")
    return list(csv.DictReader(io.StringIO(page.request.get(href).text())))


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("principal", "?type=actual"),
        ("principal", "?search=summit&type=actual"),
        ("budget-director", "?type=encumbrance&location=101"),
    ],
)
def test_total_and_download_are_the_same_rows(person, name, query):
    page = person(name, f"/current/transactions{query}")
    rows = exported(page)
    number, amount = shown_total(page)
    assert len(rows) == number > 0
    assert sum(Decimal(row["amount_usd"]) for row in rows) == amount
    pinned = page.locator(".ag-floating-bottom [col-id='amount']")
    assert dollars(pinned.inner_text()) == amount


def test_lines_of_several_types_are_summed_side_by_side(person):
    page = person("principal", "/current/transactions")
    sums: dict[str, Decimal] = {}
    rows = exported(page)
    for row in rows:
        sums[row["line_type"]] = sums.get(row["line_type"], Decimal(0)) + Decimal(row["amount_usd"])
    expect(page.locator(".gridbar b")).to_have_text([f"{len(rows):,}"])
    assert len(sums) > 1
    for amount in sums.values():
        expect(page.locator("#main")).to_contain_text(f"{abs(amount):,.2f}")


def test_the_actual_lines_of_a_year_are_the_generators(person, demo):
    rows = demo.truth["spent_by_location_fund_period"]["2027"]
    cents = sum(sum(months) for place, _, *months in rows if place == "101")
    page = person("budget-director", "/current/transactions?type=actual&location=101")
    assert shown_total(page)[1] == Decimal(cents) / 100


def test_sorting_is_done_by_the_server(person):
    page = person("principal", "/current/transactions")
    head = page.locator(".ag-header-cell[col-id='amount']")
    rows = exported(page)
    amounts = sorted((Decimal(row["amount_usd"]) for row in rows), reverse=True)
    head.click()
    expect(head).to_have_attribute("aria-sort", "descending")
    expect(page.locator(f"{FIRST_ROW} [col-id='amount']")).to_contain_text(f"{amounts[0]:,.2f}")
    shown = [dollars(text) for text in cells(page, "amount")]
    assert shown == amounts[: len(shown)]
    # The address has the order, and files follow it.
    expect(page).to_have_url(re.compile(r"sort=amount\+desc"))
    settle(page)
    assert [Decimal(row["amount_usd"]) for row in exported(page)] == amounts
    head.click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(page.locator(f"{FIRST_ROW} [col-id='amount']")).to_contain_text(
        f"{abs(amounts[-1]):,.2f}"
    )
    shown = [dollars(text) for text in cells(page, "amount")]
    assert shown == amounts[::-1][: len(shown)]


def test_further_rows_come_when_they_are_scrolled_to(person):
    asked = []
    page = person("principal", "/current/transactions?type=actual")
    number, _ = shown_total(page)
    assert number > 3 * BLOCK
    page.on(
        "request",
        lambda one: (
            asked.append(one.post_data)
            if one.method == "POST" and "getRowsRequest" in (one.post_data or "")
            else None
        ),
    )
    page.locator(".ag-body-viewport").first.evaluate(
        "(box) => { box.scrollTop = box.scrollHeight }"
    )
    last = page.locator(f".ag-body .ag-row[row-index='{number - 1}'] [col-id='amount']")
    expect(last).to_be_visible()
    expect(last).not_to_be_empty()
    assert asked
    drawn = page.locator(".ag-body .ag-row [col-id='amount']").count()
    assert drawn < number  # the rest never came to the browser


def test_a_search_narrows_rows_and_total(person):
    page = person("principal", "/current/transactions?type=actual")
    before, _ = shown_total(page)
    page.locator("#transactions-search").fill("riverbend")
    expect(page.locator(".gridbar b").first).not_to_have_text(f"{before:,}")
    settle(page)
    number, amount = shown_total(page)
    rows = exported(page)
    assert 0 < number < before
    assert len(rows) == number
    assert sum(Decimal(row["amount_usd"]) for row in rows) == amount
    assert all("riverbend" in str(row).lower() for row in rows)
    marked = page.locator(".rows mark").first
    expect(marked).to_have_text(re.compile("riverbend", re.IGNORECASE))
    page.locator("#transactions-search").fill("nothing has this text")
    expect(page.get_by_text("No rows fit.")).to_be_visible()
    # Without the search there are the rows of before; without the type there is still none.
    ways = page.locator(".notice").get_by_role("link")
    expect(ways).to_have_text([f"Without Any field holds nothing has this text: {before:,} rows"])
    assert violations(page) == []
    ways.press("Enter")
    expect(page.locator(".gridbar b").first).to_have_text(f"{before:,}")
    expect(page.locator("#transactions-search")).to_have_value("")


def test_a_filter_is_built_kept_in_the_address_and_taken_away(person):
    page = person("principal", "/current/transactions?type=actual")
    every = exported(page)
    wanted = [row for row in every if Decimal(row["amount_usd"]) >= 2500]
    page.get_by_label("Add a filter").click()
    page.get_by_label("Field", exact=True).select_option("Amount")
    expect(page.get_by_label("Is compared by")).to_have_value("between")
    page.get_by_label("From", exact=True).fill("a lot")
    page.get_by_role("button", name="Add filter").click()
    expect(page.get_by_text("is not an amount in dollars and cents")).to_be_visible()
    page.get_by_label("From", exact=True).fill("2,500")
    page.get_by_label("From", exact=True).press("Enter")
    chip = page.locator(".fchip", has_text="2,500 or more")
    expect(chip).to_be_visible()
    settle(page)
    assert shown_total(page) == (
        len(wanted),
        sum((Decimal(row["amount_usd"]) for row in wanted), Decimal(0)),
    )
    assert exported(page) == wanted
    chip.get_by_role("link").click()
    expect(chip).to_have_count(0)
    settle(page)
    assert shown_total(page)[0] == len(every) > len(wanted) > 0


def test_a_group_opens_to_its_rows_and_they_become_a_list(person):
    page = person("principal", "/current/accounts")
    every = int(page.locator(".gridbar b").first.inner_text().replace(",", ""))
    page.get_by_text("Group by").click()
    page.get_by_role("link", name="Fund", exact=True).click()
    group = page.locator("tr.st").first
    expect(group).to_be_visible()
    counts = [int(text.replace(",", "")) for text in
              page.locator("tr.st td:nth-child(2)").all_inner_texts()]  # fmt: skip
    assert sum(counts) == every
    group.get_by_role("button").press("Enter")
    expect(group.get_by_role("button")).to_have_attribute("aria-expanded", "true")
    expect(page.locator(".in-group.named")).to_have_count(min(50, counts[0]))
    page.get_by_role("link", name=f"All {counts[0]:,} accounts as a list").click()
    expect(page.locator(".gridbar b").first).to_have_text(f"{counts[0]:,}")
    assert len(exported(page)) == counts[0]


def test_on_a_phone_a_grid_begins_with_what_its_rows_are(person):
    """Codes are scrolled to; the last column, of dollars, stays beside the description."""
    page = person("principal", "/current/accounts", viewport={"width": 390, "height": 844})
    first = page.locator(".ag-header-cell[aria-colindex='1']")
    expect(first).to_have_text("Description")
    box, left = first.bounding_box(), page.locator(".ag-pinned-right-header").bounding_box()
    assert box["x"] + box["width"] <= left["x"]
    row = page.locator(".ag-row").first.bounding_box()
    assert row["height"] == 76  # a name on three lines, its code below, with room around them


def test_on_a_phone_no_row_is_cut_or_touches_the_next(person):
    phone = {"width": 390, "height": 844}
    for rows in ("transactions", "purchase-orders"):
        page = person("principal", f"/current/{rows}", viewport=phone)
        cells = page.locator(".ag-body .ag-cell.name")
        expect(cells.first).not_to_be_empty()
        found = cells.evaluate_all(
            """all => all.map((cell) => {
              const box = cell.getBoundingClientRect();
              const text = cell.querySelector(".folded");
              const words = text.getBoundingClientRect();
              return [text.textContent, words.top - box.top, box.bottom - words.bottom,
                      box.right - words.right,
                      Math.max(...[...text.children].map(
                        (one) => one.scrollHeight - one.clientHeight))];
            })"""
        )
        assert len(found) > 5
        assert [one for one in found if min(one[1:3]) < 4 or one[3] < 0 or one[4] > 0] == []


@pytest.mark.parametrize("rows", ["accounts", "transactions", "purchase-orders"])
def test_on_a_phone_rows_begin_in_the_upper_half_and_nothing_is_lost_for_it(person, rows):
    page = person("principal", f"/current/{rows}", viewport={"width": 390, "height": 844})
    assert page.locator(".ag-body .ag-row").first.bounding_box()["y"] < 500
    box = page.locator(".builder").bounding_box()
    for name in ("Group by", "Columns", "XLSX"):
        one = page.locator(".builder .ctl", has_text=name).last
        one.scroll_into_view_if_needed()
        found = one.bounding_box()
        assert box["x"] <= found["x"]
        assert found["x"] + found["width"] <= box["x"] + box["width"]
    page.locator(".builder .ctl", has_text="Group by").click()
    choices = page.locator(".builder .menu[open] .menu-list")
    expect(choices.get_by_role("link").first).to_be_in_viewport(ratio=1)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert violations(page) == []


def test_long_texts_of_a_grid_are_read_whole(person):
    """A description that is longer than its column takes a second line."""
    page = person("principal", "/current/transactions?type=actual")
    expect(page.locator(f"{FIRST_ROW} [col-id='description']")).not_to_be_empty()
    texts = page.locator(".ag-body .ag-cell[col-id='description'] > *")
    found = texts.evaluate_all("all => all.map((one) => [one.textContent, one.scrollHeight,"
                               " one.clientHeight, one.getClientRects()[0].height])")  # fmt: skip
    assert max(len(text) for text, *_ in found) > 60
    assert [text for text, needed, given, _ in found if needed > given] == []
    assert max(height for *_, height in found) == 32  # two lines within a row of 40


@pytest.mark.parametrize("width", [1440, 768, 390])
@pytest.mark.parametrize("rows", ["accounts", "transactions", "purchase-orders", "staffing"])
def test_no_column_is_cut_at_the_edge_or_under_the_one_that_stays(person, rows, width):
    page = person("principal", f"/current/{rows}", viewport={"width": width, "height": 900})
    page.locator(".gridbox").scroll_into_view_if_needed()
    edges = page.evaluate(
        """() => {
          const box = document.querySelector(".gridbox").getBoundingClientRect();
          const stays = document.querySelector(".ag-pinned-right-header .ag-header-cell");
          const edge = stays ? stays.getBoundingClientRect().left : box.right;
          const heads = document.querySelectorAll(".ag-header-viewport .ag-header-cell");
          return [...heads].map((one) => one.getBoundingClientRect())
            .map(({left, right}) => [left - edge, right - edge]);
        }"""
    )
    whole = [right for left, right in edges if right <= 2]
    assert whole, edges
    assert all(left >= -2 for left, right in edges if right > 2), edges
    assert max(whole) > -8, edges  # the whole ones leave no hole


def test_on_a_phone_a_row_says_from_whom_and_when(person):
    page = person(
        "principal",
        "/current/transactions?search=riverbend",
        viewport={"width": 390, "height": 844},
    )
    first = page.locator(f"{FIRST_ROW} [col-id='description']")
    expect(first.locator("small")).to_contain_text(re.compile(r"^Riverbend .* · \d+ \w+ 2027$"))
    expect(page.locator(".ag-floating-bottom [col-id='description']")).to_have_text("All rows")
    assert violations(page) == []


def test_a_figure_of_an_account_opens_its_lines_by_mouse_and_by_keyboard(person):
    page = person("principal", "/current/accounts?bucket=T1")
    cell = page.locator(f"{FIRST_ROW} [col-id='spent']")
    amount = dollars(cell.inner_text())
    cell.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/current/transactions\?.*type=actual.*account="))
    settle(page)
    assert shown_total(page)[1] == amount != 0
    page.go_back()
    settle(page)
    expect(page.locator(".ag-floating-bottom [col-id='spent'] a")).to_have_count(0)
    cell.click(position={"x": 12, "y": 12})
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/current/transactions\?.*type=actual.*account="))


def test_the_report_of_old_orders_lists_as_many_as_the_home_page_counts(person):
    page = person("principal", "/")
    counted = re.search(r"open orders, (\d+) over 90 days", page.locator("#main").inner_text())
    page.get_by_role("link", name="Orders open for over 90 days").click()
    settle(page)
    assert counted is not None
    expect(page.locator(".gridbar b").first).to_have_text(counted[1])
