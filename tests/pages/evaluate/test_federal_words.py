"""The sentences of the federal tests, branch by branch."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from pages.components.sentence import plain
from pages.evaluate.federal import comparability, effort, formula, page, salaries

SCHOOL = comparability.SchoolTest(
    "Ash", "", True, 400, 25.0, 16.0, 1.0, True, "comparable", "", Decimal(9000)
)
SPAN = comparability.SpanTest("elementary", "average of the schools without Title I", 16.0, None,
                              17.6, [SCHOOL])  # fmt: skip
VIEW = comparability.ComparabilityView("staffing", "FY2024", [SPAN], [], "", True, "", "")


def schools(*results, **changed):
    """A span with one school for each result: True, False, or a reason."""
    made = [
        replace(SCHOOL, name=f"S{at}", passes=result if isinstance(result, bool) else None,
                result="exempt" if str(result).startswith("exempt") else "tested",
                reason="" if isinstance(result, bool) else result)
        for at, result in enumerate(results)
    ]  # fmt: skip
    return replace(VIEW, spans=[replace(SPAN, schools=made)], **changed)


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (replace(VIEW, trouble="no positions are loaded"),
         "Comparability is not tested: no positions are loaded."),
        (VIEW, "The one Title I school tested is comparable in pupils per instructional staff."),
        (schools(True, True), "All 2 Title I schools tested are comparable in pupils per"),
        (schools(True, False),
         "1 of 2 Title I schools is not comparable in pupils per instructional staff: S1."),
        (schools(False, False, True, option="salaries"),
         ("2 of 3 Title I schools are not comparable in salary dollars of instruction per pupil: "
         "S0 and S1.")),
        (schools(*[False] * 7), ("7 of 7 Title I schools are not comparable in pupils per "
         "instructional staff: S0, S1, S2, S3, S4 and 2 more.")),
        (schools(True, "exempt: 100 pupils or fewer"), " 1 Title I school is exempt."),
        (schools(True, "exempt: x", "exempt: y"), " 2 Title I schools are exempt."),
        (schools(True, source_known=False), "so federal staff count too."),
        (replace(VIEW, spans=[replace(SPAN, schools=[], reason="no Title I school to test")]),
         "No Title I school can be tested on pupils per instructional staff: no Title I school to"),
        (replace(VIEW, spans=[]), "no school is compared."),
    ],
)  # fmt: skip
def test_comparability(view, words):
    assert words in plain(comparability.sentence(view))


YEAR = effort.EffortColumn("FY2024", Decimal(110), [], Decimal(100), 50.0, Decimal(98), 1.0204,
                           1.01, True, 0.0)  # fmt: skip
EFFORT = effort.EffortView([YEAR], [], 2, False, "", "", "")


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, ("Effort is kept in FY2024: state and local spending came to 102.0% of the year "
             "before in total; at least 90% is asked.")),
        ({"per_pupil_ratio": 1.05}, "came to 105.0% of the year before per pupil"),
        ({"per_pupil_ratio": None}, "came to 102.0% of the year before in total"),
        ({"passes": False, "ratio": 0.88, "per_pupil_ratio": 0.85, "cut": 0.0222},
         ("Effort is not kept in FY2024: state and local spending came to 88.0% of the year before "
         "in total; at least 90% is asked. An earlier year failed too, so the federal allocation "
         "falls by 2.2%.")),
        ({"passes": False, "ratio": 0.88, "per_pupil_ratio": None},
         "Nothing is cut unless one of the five years before failed; 2 earlier years measured"),
        ({"base": None, "passes": None}, "two complete years must be loaded. Only FY2024 is."),
        ({"passes": None, "reason": "no spending to measure against"},
         "Effort is not measured: no spending to measure against."),
    ],
)  # fmt: skip
def test_effort_under_esea(changed, words):
    assert words in plain(effort.esea_sentence(replace(EFFORT, years=[replace(YEAR, **changed)])))


def test_no_year_at_all():
    assert plain(effort.esea_sentence(replace(EFFORT, years=[]))) == (
        "Effort is not measured: two complete years must be loaded."
    )


def idea(*results, trouble=""):
    lines = [effort.IdeaLine(f"test {at}", Decimal(1), Decimal(1), "FY2023", result, "")
             for at, result in enumerate(results)]  # fmt: skip
    return effort.IdeaView("FY2024", lines, 60.0, trouble, "", "")


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (None, "Effort for special education is not measured: two complete years must be loaded."),
        (idea(trouble="no accounts"), "Effort for special education is not measured: no accounts."),
        (idea(None, None), "None of the four tests of FY2024 can be made."),
        (idea(True, False), ("Effort is kept in FY2024: 1 of 2 tests that can be made is met, and "
                            "one is enough (test 0).")),
        (idea(True, True, None), ("2 of 2 tests that can be made are met, and one is enough "
                                 "(test 0 and test 1). 1 test cannot be made.")),
        (idea(False, None, None), ("Effort is not kept in FY2024: none of 1 test that can be made "
                                  "is met. 2 tests cannot be made.")),
    ],
)  # fmt: skip
def test_effort_under_idea(view, words):
    assert words in plain(effort.idea_sentence(view))


def screening(gap, needs_look, trouble=""):
    groups = [formula.GroupSum("Title I schools", 2, 100.0, Decimal(9), Decimal(9), gap)]
    return formula.ScreeningView("FY2024", groups, needs_look, trouble, "", "")


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (screening(-120.4, True), ("Title I schools have $120 per pupil less in state and local "
         "dollars than the formula gives them: find out why. A screening, not a compliance "
         "finding.")),
        (screening(138.2, False), ("Title I schools have $138 per pupil more in state and local "
         "dollars than the formula gives them. A screening")),
        (screening(-0.3, True), "Title I schools have what the formula gives them in state"),
        (screening(None, None), "Not screened: no Title I school is in the formula."),
        (screening(1.0, False, "no needs"), "Not screened: no needs."),
    ],
)  # fmt: skip
def test_screening(view, words):
    assert plain(formula.screening_sentence(view)).startswith(words)


LINE = formula.FormulaLine("Ash", "", True, 100, 120, Decimal(900), Decimal(1000), Decimal(-100),
                           -1.0, 0.9, Decimal(950), Decimal(990), False)  # fmt: skip
FORMULA = formula.FormulaView("FY2024", [LINE, LINE], [], 95, 0.984, Decimal(49), "", 0.44, 0.331,
                              Decimal(1_200_000), "", "", "")  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({}, ("$1,200,000 would have to move between 2 schools for each to have what the formula "
             "gives; 33% of pupils are in schools within 5% of it. A guarantee of 95% of the year "
             "before would hold nobody.")),
        ({"lines": [LINE, replace(LINE, is_held=True)]},
         ("A guarantee of 95% of the year before would hold 1 school at a cost of $49; the others "
         "would get 98.4% of their formula dollars.")),
        ({"no_guarantee": "the year before is not loaded"},
         "No guarantee is reckoned: the year before is not loaded."),
        ({"trouble": "no school"}, "The formula is not run: no school."),
    ],
)  # fmt: skip
def test_formula_and_guarantee(changed, words):
    assert words in plain(formula.formula_sentence(replace(FORMULA, **changed)))


def pay(*gaps):
    lines = [salaries.SalaryLine(f"S{at}", "", 9, 8.5, None if gap is None else Decimal(gap) * 100,
                                 None if gap is None else Decimal(gap), "", "few")
             for at, gap in enumerate(gaps)]  # fmt: skip
    return salaries.SalaryView("FY2024", lines, "", "")


@pytest.mark.parametrize(
    ("view", "words"),
    [
        (pay(), "No pay of positions is loaded for FY2024."),
        (pay(None), "Pay is loaded, but no school has enough staff and pupils for a figure."),
        (pay("600", "-600", None), ("A charge at average salaries would hide from −$600 per pupil "
                                   "at S1 to +$600 at S0.")),
        (pay("0.2", "0.1"), "Staff cost the average at 2 schools."),
    ],
)  # fmt: skip
def test_average_and_actual_salaries(view, words):
    assert plain(salaries.salary_sentence(view)) == words


@pytest.mark.parametrize(
    ("verdicts", "words"),
    [
        ([None, None], "No federal fiscal test can be made with what is loaded."),
        ([True, True], "A test and B test are met."),
        ([True, False], "B test needs a look. A test is met."),
        ([False, False], "A test and B test need a look."),
        ([True, None], "A test is met. 1 test cannot be made: B test."),
        ([False, None], "A test needs a look. 1 test cannot be made: B test."),
    ],
)
def test_the_lead(verdicts, words):
    named = [
        page.Verdict(name, one) for name, one in zip(("A test", "B test"), verdicts, strict=True)
    ]
    assert plain(page.sentence(named)) == words
