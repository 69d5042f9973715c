"""Rules of pay and of what vacant jobs are reckoned at, named for their numbers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.entities.content import Content
from data.entities.parsing import parse
from data.entities.problem import Problem
from data.entities.registry import ENTITIES
from data.rules.own_rules import position_rules, vacancy_pay_rules
from data.rules.percentages import percentage_problems, percentage_question, understood
from data.rules.surroundings import Surroundings, codes_of


@pytest.mark.parametrize(
    ("written", "kept", "words"),
    [
        ("0.15", "0.15", "understood as 15 % of pay."),
        ("15", "0.15", "understood as 15 % of pay."),
        ("1", "1", "understood as 100 % of pay, which is unusual"),
        ("41", "0.41", "understood as 41 % of pay, which is unusual"),
        ("0.004", "0.004", "understood as 0.4 % of pay, which is unusual"),
        ("12.345", "12.345", "has at most two decimals"),
        ("150", "150", "is at most 100"),
    ],
)
def test_v39_a_vacancy_percentage_is_a_fraction_up_to_1_and_percent_above(written, kept, words):
    entity = ENTITIES["vacancy_benefit"]
    made = Content({"pay_basis": "percent", "amount": Decimal(written)})
    made = understood(entity, made)
    assert made.values["amount"] == Decimal(kept)
    (one,) = percentage_problems(entity, made)
    assert (one.code, one.field, one.is_warning) == ("V39", "amount", Decimal(kept) <= 1)
    assert words in one.message


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (["0.15", "0.2"], ""),
        (["15", "20"], ""),
        (["0.15", "15"], "Some percentages are fractions"),
        (["0.15", "1"], "exactly 1"),
        (["15", "1"], "exactly 1"),
        ([], ""),
    ],
)
def test_v39_a_file_with_both_forms_is_asked_about(written, words):
    made = [Content({"pay_basis": "percent", "amount": Decimal(one)}) for one in written]
    flat = Content({"pay_basis": "flat", "amount": Decimal(12000)})
    question = percentage_question(ENTITIES["vacancy_benefit"], [*made, flat])
    assert question.startswith(words) if not words else words in question
    assert bool(question) == bool(words)


@pytest.mark.parametrize("name", ["employee_pay", "vacancy_pay"])
@pytest.mark.parametrize(
    ("field", "text"), [("fte_basis", "0"), ("fte_basis", "-1"), ("amount", "-0.01")]
)
def test_v38_pay_has_a_basis_and_no_negative_amount(name, field, text):
    one = parse(ENTITIES[name].by_name[field], text)
    assert isinstance(one, Problem)
    assert one.field == field


@pytest.mark.parametrize("name", ["vacancy_pay", "employee_benefit", "vacancy_benefit"])
def test_v38_the_basis_is_one_of_a_list(name):
    basis = ENTITIES[name].by_name["pay_basis"]
    one = parse(basis, "Montly")
    assert (one.code, one.field) == ("V5", "pay_basis")
    assert all(parse(basis, word.upper()) == word for word in basis.choices)


def test_v41_a_vacancy_has_pay_and_a_package():
    around = Surroundings({"job": codes_of(["1", "2"]), "job_with_pay": codes_of(["1"]),
                           "job_with_package": codes_of(["1"])})  # fmt: skip
    for job, codes in (("1", []), ("2", ["V41"]), ("3", [])):
        seat = Content({"job_code": job, "fte": Decimal(1)})
        rate = Content({"job_code": job})
        for rule, one in ((position_rules, seat), (vacancy_pay_rules, rate)):
            found_ = list(rule(one, None, around))
            assert [each.code for each in found_] == codes, (job, rule)
            assert all(each.is_warning for each in found_)
    # A district without any vacant pay is not told of each seat.
    alone = Surroundings({"job": codes_of(["2"]), "job_with_pay": {}})
    assert list(position_rules(Content({"job_code": "2", "fte": Decimal(1)}), None, alone)) == []
