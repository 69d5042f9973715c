"""Sentences of the district's and the director's homes, branch by branch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from pages.components.bucket_amounts import Amounts
from pages.components.bucket_table import BucketGroup, BucketLine
from pages.components.figures import Status
from pages.components.sentence import plain
from pages.figures.need_scatter import Fitted, Pattern, School
from pages.home import director, district, need
from pages.home.categories import Category, category_card
from pages.home.director import Aside, Check, DirectorHome
from pages.home.district import DistrictHome
from pages.home.funds import Fund, Span, fund_card, fund_words
from pages.home.levels import LevelYears, level_words
from pages.home.need import NeedView
from pages.home.schools_to_look_at import Look, look_card


def fund_terms(*dollars):
    """Budget, spent, on order and left of a fund."""
    return Amounts(*(Decimal(one) for one in dollars))


def seen(pattern, slope=5940.0, gap=None, number=70):
    schools = [School(f"S{n}", "elementary", 100.0, n / number, 9000.0) for n in range(number)]
    drawn = None if pattern is None else Fitted(pattern, slope, [0, 1], [1, 2], [1, 2], [1, 2])
    return NeedView(2024, "General Fund", schools, drawn, gap, 0, 0, "/export/per-pupil")


@pytest.mark.parametrize(
    ("view", "text"),
    [
        (
            seen(Pattern.CLEAR, gap=-1503.2),
            (
                "Mostly yes: $594 more per pupil for every 10 points more low-income pupils. "
                "The highest-need fifth of pupils gets $1,503 less than the middle fifth."
            ),
        ),
        (
            seen(Pattern.CLEAR, gap=900.0),
            "Mostly yes: $594 more per pupil for every 10 points more low-income pupils.",
        ),
        (
            seen(Pattern.WEAK),
            "Weakly: $594 more per pupil for every 10 points more low-income pupils.",
        ),
        (
            seen(Pattern.CLEAR, -1000.0, gap=50.0),
            (
                "No: $100 less per pupil for every 10 points more low-income pupils. "
                "The highest-need fifth of pupils gets $50 more than the middle fifth."
            ),
        ),
        (
            seen(Pattern.WEAK, -1000.0),
            "Rather not: $100 less per pupil for every 10 points more low-income pupils.",
        ),
        (
            seen(Pattern.NONE),
            (
                "There is no clear pattern: schools with more low-income pupils spend neither "
                "clearly more nor clearly less, 70 schools."
            ),
        ),
        (seen(None, number=3), "Only 3 schools with both figures: too few to say."),
    ],
)
def test_need(view, text):
    assert plain(need.sentence(view)) == text


HOME = DistrictHome(
    district="Elm Unified",
    year=2024,
    year_end=date(2024, 6, 30),
    is_closed=True,
    periods="periods 1 to 12",
    fund_words="General Fund",
    amounts=Amounts(*(Decimal(one) for one in (925_000_000, 863_000_000, 2_000_000, 60_000_000))),
    all_budget=Decimal(1_395_200_000),
    school_year=2024,
    need=seen(Pattern.CLEAR, gap=-1503.0),
    looks=[Look(name, "reason", "1", "2", "") for name in ("A", "B", "A")],
    look_method="",
    categories=[],
    levels=[],
    funds=[],
    data_sentence=[],
    data_facts=[],
    may_see_loads=False,
    spent_href="/rows",
    funds_href="",
    school_funds=[],
    exports={},
    loaded="",
)


def test_a_closed_year():
    assert plain(district.sentence(HOME)) == (
        "The General Fund closed FY2024 with 93.3% of its budget spent and $60.0M of it left. "
        "Schools with more low-income pupils spend more per pupil, except at the highest need. "
        "Two schools need a look."
    )


def test_more_than_a_closed_budget_is_told_and_nothing_is_called_a_balance():
    amounts = replace(HOME.amounts, encumbered=Decimal(65_000_000), remaining=Decimal(-3_000_000))
    said = plain(district.sentence(replace(HOME, amounts=amounts)))
    assert "spent and $3.0M more than the budget spent or on order." in said
    exports = dict.fromkeys(("category", "pupil", "fund"), "")
    page = str(district.district_home(replace(HOME, exports=exports)))
    assert "6.5% of budget; unspent budget, not fund balance" in page
    assert "After the close it is unspent budget, not fund balance." in page
    under_way = replace(HOME, exports=exports, is_closed=False)
    assert "fund balance" not in str(district.district_home(under_way))


def test_a_year_under_way_with_several_funds():
    amounts = Amounts(Decimal(100_000), Decimal(60_000), projected=Decimal(110_000))
    view = replace(HOME, is_closed=False, fund_words="seven school funds", looks=[],
                   amounts=amounts, need=seen(Pattern.NONE))  # fmt: skip
    assert plain(district.sentence(view)) == (
        "The seven school funds stand at 60.0% of their budget spent in FY2024. At the usual pace "
        "spending runs over by $10.0k by 30 June. "
        "Spending per pupil shows no clear pattern with need."
    )


@pytest.mark.parametrize(
    ("amounts", "text"),
    [
        (Amounts(), "No spending is loaded for FY2024."),
        (Amounts(spent=Decimal(5000)), "$5.0k is spent in FY2024; no budget is loaded."),
        (Amounts(Decimal(100), Decimal(50)), "It is too early for a projection."),
        (
            Amounts(Decimal(100_000), Decimal(50_000), projected=Decimal(99_000)),
            "At the usual pace $1.0k stays on 30 June.",
        ),
    ],
)
def test_what_is_known_is_said_and_no_more(amounts, text):
    view = replace(HOME, is_closed=False, amounts=amounts, looks=[], need=seen(None))
    assert text in plain(district.sentence(view))


def test_funds():
    good, bad = (Fund(name, fund_terms(10, 9, order, 1 - order))
                 for name, order in (("A", 1), ("B", 3)))  # fmt: skip
    closed, open_ = (Span(2027, is_closed, "periods 1 to 8") for is_closed in (True, False))
    stayed = "None of one: every fund stayed within its budget."
    assert plain(fund_words([good], closed)) == stayed
    assert plain(fund_words([good], open_)).startswith("None of one so far: what is spent and on")
    assert "periods 1 to 8, is held against the whole year’s" in plain(fund_words([good], open_))
    for span in (closed, open_):
        assert plain(fund_words([good, bad], span)) == "One of 2: B, by $2."
        assert plain(fund_words([bad, good, bad], span)) == "Two of 3: B and B, by $4 together."


def test_a_fund_says_where_its_year_is_heading_and_a_closed_one_does_not():
    terms = replace(fund_terms(100, 40, 10, 50), projected=Decimal(90), low=Decimal(80),
                    high=Decimal(95), years=2)  # fmt: skip
    funds = [Fund("General", terms, "/accounts"), Fund("Building", fund_terms(9, 1, 0, 8),
             reason="mostly capital, which follows no season")]  # fmt: skip
    under_way = Span(2027, is_closed=False, periods="periods 1 to 8")
    drawn = str(fund_card(funds, under_way, export=""))
    assert "Likely left" in drawn
    assert "$5 to $20" in drawn
    assert "Ranges come from two earlier years and are no margin of error." in drawn
    assert "mostly capital, which follows no season" in drawn
    assert "likely sums are not added up" in drawn
    closed = str(fund_card(funds, replace(under_way, is_closed=True), export=""))
    assert "Likely left" not in closed
    assert "earlier years" not in closed


def test_a_phone_reaches_the_budget_of_a_fund_and_what_is_left():
    fund = Fund("General", fund_terms(100, 40, 10, 50), "/accounts")
    span = Span(2027, is_closed=True, periods="")
    drawn = fund_card([fund], span, export="", every_href="/all")
    notes = [row["note"] for one in drawn._traverse() if type(one).__name__ == "Table"
             for row in (*one.rows, *(one.foot or ()))]  # fmt: skip
    assert len(notes) == 2
    for note, href in zip(notes, ("/accounts", "/all"), strict=True):
        assert "$100" in str(note)
        assert "$50" in str(note)
        assert str(note).count(href) == 2


def test_a_year_under_way_is_asked_so_far_and_the_school_funds_have_names():
    fund = Fund("A", fund_terms(10, 9, 0, 1))
    under_way = Span(2027, False, "periods 1 to 8", ["General fund", "Title I, Part A"])
    card = str(fund_card([fund], under_way, export=""))
    assert "Which funds are over budget so far?" in card
    assert "The two school funds: General fund; Title I, Part A." in card
    closed = replace(under_way, is_closed=True, school_funds=["General fund"])
    card = str(fund_card([fund], closed, export=""))
    assert "Which funds went over budget?" in card
    assert "so far" not in card
    assert "school funds" not in card


def level(name, before, now):
    amounts = (None if value is None else Decimal(value) for value in (before, now))
    return LevelYears(name, 3, "100", *amounts)


@pytest.mark.parametrize(
    ("levels", "text"),
    [
        ([level("Middle", 100, 120), level("High", 100, 110), level("All levels", 100, 900)],
         "Middle schools spend most, $120. Spending rose at every level, by 10% to 20%."),
        ([level("Middle", 100, 90), level("High", 100, 80)],
         "Middle schools spend most, $90. Spending fell at every level, by 10% to 20%."),
        ([level("Middle", 100, 90), level("High", 100, 120)],
         "High schools spend most, $120. Changes run from −10% to +20%."),
        ([level("Middle", None, 90)],
         "Middle schools spend most, $90. The year before is not loaded."),
        ([], "No level has a figure per pupil."),
    ],
)  # fmt: skip
def test_levels(levels, text):
    assert plain(level_words(levels)) == text


def test_categories_and_looks_name_what_is_empty():
    assert "No spending is loaded" in str(category_card([], "General Fund", 2027, "", ""))
    assert "No school stands out" in str(look_card([], ""))
    drawn = str(category_card([Category("Teaching", Decimal(41))], "General Fund", 2027, "", ""))
    assert "the General Fund paid for teaching" in drawn


CHECK = Check("Balance", "", Decimal(1), Decimal(1), Decimal(0), is_held=False)
LINE = BucketLine("T1", "Title I", "", is_own=True, status=Status.SLOW)


def load(checks=(CHECK,), aside=(), watched=(), *, is_closed=False):
    return DirectorHome(
        district="Elm", year=2027, year_end=date(2027, 6, 30), is_closed=is_closed, periods="",
        checks=checks, aside=aside, rows_read=100, files=1, watched=watched, calm=(), buckets=13,
        method="", link=lambda code, what: "", money_href="/current/money", loaded="",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("view", "text"),
    [
        (load(), ("The load balances: the one check agrees. Every row was taken over. "
                 "None of 13 buckets is over or slow.")),
        (load([]), "The load carries no control totals, so nothing proves it complete."),
        (load([CHECK, replace(CHECK, is_held=True)]),
         "In the load one of 2 checks does not agree."),
        (load(aside=[Aside("x", "f", 2, Decimal(7)), Aside("y", "f", 1, None)]),
         " 3 rows worth at least $7 are set aside."),
        (load(watched=[BucketGroup("Slow", "", [LINE], Amounts())]),
         " One of 13 buckets is over or slow."),
        (load(is_closed=True), " FY2027 is closed and no bucket ran over."),
        (load(is_closed=True, watched=[BucketGroup("Over", "", [LINE, LINE], Amounts())]),
         " Two of 13 buckets ran over."),
    ],
)  # fmt: skip
def test_the_directors_load_and_buckets(view, text):
    assert text in plain(director.sentence(view))
    director.director_home(view)


def test_a_check_without_dollars_that_fails_is_told():
    bare = Check("No key stands twice", "3 rows", None, None, None, is_held=True)
    for found, words in (
        ([CHECK, bare], "Not everywhere: 1 check differs."),
        ([bare, bare], "Not everywhere: 2 checks differ."),
        (
            [bare, replace(CHECK, is_held=True, difference=Decimal(-7))],
            "the largest difference is ",
        ),
    ):
        assert words in str(director.director_home(load(found)))


def test_what_was_set_aside_is_no_less_than_said():
    """Rows without an amount may be worth anything: the card and the figure say so."""
    known, unknown = Aside("x", "f", 2, Decimal(7)), Aside("y", "f", 1, None)
    drawn = str(director.director_home(load(aside=[known, unknown])))
    assert "At least $7" in drawn
    assert " in 3 rows of 100; 1 without an amount." in drawn
    assert "3 rows, 1 without an amount" in drawn
    drawn = str(director.director_home(load(aside=[known])))
    assert " in 2 rows of 100." in drawn
    assert "At least" not in drawn
    assert "without an amount" not in drawn
