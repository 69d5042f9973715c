from __future__ import annotations

from metrics.registry import Unit
from pages.components.sentence import plain
from pages.evaluate.compare_words import (
    Side,
    ends,
    lead_words,
    notices,
    results_words,
    sources_words,
    widest,
    years_words,
)

PER_PUPIL, SHARE = Unit.DOLLARS_PER_PUPIL, Unit.SHARE
TOTAL = Side("In all", PER_PUPIL, [12_000.0, None, 15_000.0], [11_000.0, None, 14_000.0], 13_000.0)
NEED = Side("Low-income pupils", SHARE, [0.9, 0.4, None], [0.8, 0.5, None], 0.6)
NAMES = ["Ash", "Birch", "Coral"]


def test_the_lead_names_the_ends_and_the_gap():
    assert plain(lead_words(NAMES, TOTAL, [NEED])) == (
        "Coral spends $15,000 per pupil, $3,000 more than Ash ($12,000); 90% of pupils are "
        "low-income at Ash, 40% at Birch."
    )


def test_one_school_stands_beside_its_peers():
    one = Side("In all", PER_PUPIL, [12_000.0], [11_000.0], 13_000.0)
    assert plain(lead_words(["Ash"], one, [])) == (
        "Ash spends $12,000 per pupil, its five closest peers $11,000, all schools $13,000."
    )
    need = Side("Low-income pupils", SHARE, [0.9], [0.8], 0.6)
    assert plain(widest(["Ash"], [need])) == (
        "Ash lies furthest from its peers in low-income pupils: 90.0%, its peers 80.0%."
    )
    alone = Side("Low-income pupils", SHARE, [0.9], [None], 0.6)
    assert "no peers" in plain(widest(["Ash"], [alone]))


def test_without_figures_it_is_said():
    nothing = Side("In all", PER_PUPIL, [None, None], [None, None], None)
    assert "No spending per pupil is known" in plain(lead_words(["Ash", "Birch"], nothing, []))
    assert "No spending is booked" in plain(sources_words(NAMES, None, []))
    assert "cannot be told apart" in plain(widest(["Ash", "Birch"], [nothing]))
    assert "No result" in plain(results_words(["Ash", "Birch"], []))
    assert "in two years" in plain(years_words(["Ash"], [(2024, nothing)]))


def test_schools_that_are_equal_have_no_ends():
    assert ends(Side("x", SHARE, [0.5, 0.5], [None, None], None)) is None
    assert ends(TOTAL) == (2, 0)


def test_the_widest_measure_says_where_it_is_booked():
    central = Side("Transport", PER_PUPIL, [100.0, 900.0], [None] * 2, None, "central")
    site = Side("Teaching", PER_PUPIL, [5_000.0, 5_100.0], [None] * 2, None, "site")
    assert plain(widest(["Ash", "Birch"], [site, central])) == (
        "They lie furthest apart in transport from central budgets: $900 at Birch, $100 at Ash."
    )


def test_central_cost_as_a_part_of_the_whole():
    central = [Side("Federal", PER_PUPIL, [6_000.0, None, 3_000.0], [None] * 3, None, "central")]
    said = plain(sources_words(NAMES, TOTAL, central))
    assert said == "Coral has the most per pupil, Ash the least. Central cost is 20% to 50% of it."


def test_years_name_the_school_that_moved_most():
    years = [
        (2023, Side("x", PER_PUPIL, [10_000.0, 8_000.0], [None] * 2, None)),
        (2024, Side("x", PER_PUPIL, [11_000.0, 6_000.0], [None] * 2, None)),
    ]
    assert plain(years_words(["Ash", "Birch"], years)) == (
        "Spending per pupil moved most at Birch: it fell 25% from FY2023 to FY2024, before "
        "inflation."
    )


def test_notices_say_what_to_do():
    said = notices(["Ash"], ["x"], ["Fir"])
    assert [title for title, _ in said] == [
        "'x' is no school of this district and year.", "Four schools fit side by side.",
    ]  # fmt: skip
    assert notices(["Ash", "Birch"], [], []) == []
    assert notices(["Ash"], [], [])[0][1].endswith("add up to 3 schools to compare.")
