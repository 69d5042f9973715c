"""Answers to guided questions: each branch, known and unknown."""

from __future__ import annotations

import pytest

from metrics.registry import Unit
from pages.components.sentence import plain
from pages.evaluate import question_words as words
from pages.evaluate.question_words import Answer, Ends
from pages.evaluate.questions import Asked, QuestionsPage, sentence
from pages.evaluate.scatter_words import Measured

ENGLISH = Measured("ela_points", "English: distance from standard", Unit.POINTS)
ABSENCE = Measured("chronic_absence", "Chronic absence", Unit.PERCENT)
FIELDS = [("Lower spending, higher English", 3), ("Higher spending, lower English", 4)]


@pytest.mark.parametrize(
    ("answer", "said", "is_known"),
    [
        (words.most_and_least([Ends("middle", 2, ("Ash", "$9"), ("Oak", "$5"))], ""),
         "Middle (2): most $9 at Ash, least $5 at Oak.", True),
        (words.most_and_least([Ends("high", 1, ("Ash", "$9"), ("Ash", "$9"))], "Note."),
         "High: only Ash, $9. Note.", True),
        (words.most_and_least([], ""), "Cannot be answered yet: no school has spending", False),
        (words.spread([("middle", 0.216, 11), ("high", 0.181, 10)]),
         "differs by 18% among 10 high schools and 22% among 11 middle schools.", True),
        (words.spread([]), "Cannot be answered yet: no level has 5 schools", False),
        (words.less_and_better([], 40, ENGLISH), ("No school does both (English: distance from "
         "standard, 40 schools)."), True),
        (words.less_and_better(["Ash"], 40, ENGLISH), "Ash spends less and lies higher than", True),
        (words.less_and_better(list("ABCDEFGH"), 40, ENGLISH),
         "A, B, C, D, E, F and 2 more spend less and lie higher", True),
        (words.central(60.0, 40.0, 3, ("Buses", 30.0)), ("40% of $100 is booked at 3 departments "
         "and other places, the most at Buses ($30)."), True),
        (words.central(60.0, 0.0, 0, None), "Everything is booked at schools.", True),
        (words.central(0.0, 0.0, 0, None), "no spending is loaded", False),
        (words.change(7, 2, 2023), ("Against FY2023 spending per pupil rose at 7 and fell at 2 of "
         "9 schools, before inflation."), True),
        (words.change(0, 0, 2023), "no school has spending per pupil in both", False),
        (words.fields(FIELDS, ("Ash", "lower spending, higher English"), ENGLISH),
         ("Ash: lower spending, higher English. Of 7 schools: 3 with lower spending, higher "
         "English and 4 with higher"), True),
        (words.fields(FIELDS, None, ENGLISH), "Of 7 schools: ", True),
        (words.fields([("A", 4)], None, ENGLISH), "only 4 schools with spending", False),
        (words.remaining(25.0, 100.0, "Ash"), "$25 (25%) of $100 is left at Ash", True),
        (words.remaining(-5.0, 100.0, "Ash"), "Ash is $5 over a budget of $100", True),
        (words.remaining(None, None, "Ash"), "no budget is loaded", False),
        (words.moved(ENGLISH, -3.0, -5.5, (2023, 2024), 8), ("English: over 8 schools the mean "
         "rose by 2.5 points, from −5.5 in FY2023 to −3.0 in FY2024."), True),
        (words.moved(ABSENCE, 0.1, 0.2, (2023, 2024), 8), "fell by 10.0 points, from 20.0%", True),
        (words.moved(ENGLISH, 1.0, 1.0, (2023, 2024), 8), "stayed the same from FY2023", True),
        (words.categories([("Teaching", 60.0), ("Meals", 30.0), ("A", 1.0), ("B", 9.0)], 100.0),
         "Of $100 booked at schools: teaching 60%, meals 30% and b 9%.", True),
        (words.categories([], 0.0), "no spending of schools is loaded", False),
        (words.own_school("Ash", "$9", 2, 4, "high"), "Ash: $9 per pupil, place 2 of 4 high", True),
        (words.own_school("Ash", "$9", None, 0, "high"), "Ash: $9 per pupil; place 1", True),
        (words.district_schools(3, 960.0), "3 schools with 960 pupils have a page each:", True),
    ],
)  # fmt: skip
def test_an_answer(answer, said, is_known):
    assert said in plain(answer.sentence)
    assert answer.is_known is is_known


@pytest.mark.parametrize(
    ("known", "unknown", "said"),
    [(2, 0, "2 questions for a board that decides where money goes: each answered"),
     (2, 1, "2 answered from the district's own figures, one that no figure here"),
     (1, 2, "1 answered from the district's own figures, 2 that no figure here"),
     (0, 2, "no figure here can answer them yet.")],
)  # fmt: skip
def test_the_lead(known, unknown, said):
    entries = [Asked("?", Answer(["x"]), "")] * known
    entries += [Asked("?", words.unanswered("y"), "")] * unknown
    assert said in plain(sentence(QuestionsPage([], "board", entries, "", "")))
