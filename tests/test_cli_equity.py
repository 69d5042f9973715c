"""`plumbline equity`: a table in, every statistic out, exact as JSON."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner

from cli import cli

ORACLE = json.loads(
    (Path(__file__).parent / "cases" / "metrics" / "oracle.json").read_text(encoding="utf-8")
)["values"]
TOY = """unit,pupils,spending_per_pupil,frl_share,ell_share,sped_share,group
A,100,8000,.20,.02,.10,elem
B,200,9000,.30,.05,.10,elem
C,300,10000,.50,.10,.12,elem
D,200,11000,.60,.15,.15,sec
E,200,14000,.90,.30,.20,sec
"""
BY_PUPIL = {
    "mean_pupil": "mean_pupil",
    "median_pupil": "p50_pupil_invcdf",
    "range": "range",
    "restricted_range": "restricted_range_pupil",
    "federal_range_ratio": "federal_range_ratio_pupil",
    "cv": "cv_pupil_ddof0",
    "mcloone": "mcloone_pupil_half",
    "verstegen": "verstegen_pupil_half",
    "gini": "gini_pupil",
    "hoover": "hoover_pupil",
    "theil_t": "theilT_pupil",
    "theil_l": "theilL_pupil",
    "atkinson_05": "atkinson0.5_pupil",
    "atkinson": "atkinson1_pupil",
    "atkinson_2": "atkinson2_pupil",
    "theil_between": "theil_between_pupil",
    "theil_within": "theil_within_pupil",
    "mean_poor": "mean_poor_weighted",
    "mean_nonpoor": "mean_nonpoor_weighted",
    "progressivity_ratio": "progressivity_ratio",
    "progressivity_difference": "progressivity_diff",
    "pearson": "pearson_pupil",
    "spearman": "spearman_unweighted",
    "concentration_index": "concentration_index_pupil_rankFRL",
}
IN_CALIFORNIA = BY_PUPIL | {
    "slope": "slope_wls_$per_1.0_FRL",
    "weighted_pupils": "weighted_pupils(FRL.25,ELL.20)",
    "per_weighted_pupil": "exp_per_weighted_pupil_mean",
    "need_cv": "cv_per_weighted_pupil",
    "need_gini": "gini_per_weighted_pupil",
    "need_mcloone": "mcloone_half_per_weighted_pupil",
    "implicit_base": "implicit_base_$",
    "implicit_frl": "implicit_weight_FRL",
    "implicit_ell": "implicit_weight_ELL",
    "wealth_correlation": "wealth_corr_pupil",
    "wealth_elasticity": "wealth_elasticity_loglog_wls",
}
EACH_ONCE = {
    "mean_pupil": "mean_unweighted",
    "median_pupil": "median_unweighted",
    "cv": "cv_unweighted_ddof0",
    "gini": "gini_unweighted",
    "theil_t": "theilT_unweighted",
    "atkinson_05": "atkinson0.5_unweighted",
    "atkinson": "atkinson1_unweighted",
    "atkinson_2": "atkinson2_unweighted",
    "theil_between": "theil_between_unweighted",
    "theil_within": "theil_within_unweighted",
    "slope": "slope_ols_$per_1.0_FRL",
    "pearson": "pearson_unweighted",
    "wealth_correlation": "wealth_corr_unweighted(exp,income)",
    "wealth_elasticity": "wealth_elasticity_loglog_ols",
    "wealth_elasticity_at_means": "wealth_elasticity_at_means",
}


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.setenv("PLUMBLINE_VAR", str(tmp_path / "var"))

    def call(text, *words, name="table.csv"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return CliRunner().invoke(cli, ["equity", str(path), *words])

    return call


@pytest.fixture(scope="session")
def california_text(shared_data):
    with (shared_data / "classic_samples" / "CASchools.csv").open() as file:
        rows = list(csv.DictReader(file))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["School", "Students", "Expenditure", "Lunch", "English", "Income", "County",
                     "Score"])  # fmt: skip
    for row in rows:
        score = (float(row["read"]) + float(row["math"])) / 2
        names = ("school", "students", "expenditure", "lunch", "english", "income", "county")
        # Two districts share a name: the code of the state tells them apart.
        writer.writerow([f"{row['district']} {row['school']}", *(row[n] for n in names[1:]), score])
    return out.getvalue()


def measures(shown):
    assert shown.exit_code == 0, shown.output
    return json.loads(shown.stdout)["overall"]["measures"]


@pytest.mark.parametrize(("metric", "key"), BY_PUPIL.items())
def test_five_schools_as_json_equal_the_oracle(run, metric, key):
    found = measures(run(TOY, "--json"))
    assert found[metric]["value"] == pytest.approx(ORACLE[f"toy.{key}"], rel=1e-9)


def test_california_as_json_equals_the_oracle(run, california_text):
    found = measures(run(california_text, "--json"))
    for metric, key in IN_CALIFORNIA.items():
        assert found[metric]["value"] == pytest.approx(ORACLE[f"ca.{key}"], rel=1e-7), metric
    assert found["gini"]["schools"] == ORACLE["ca.n_units"]
    assert found["gini"]["pupils"] == ORACLE["ca.pupils"]
    explained = 1 - found["implicit_unexplained"]["value"]
    assert explained == pytest.approx(ORACLE["ca.implicit_r2"], rel=1e-6)


def test_california_each_district_once(run, california_text):
    found = measures(run(california_text, "--json", "--each-once"))
    for metric, key in EACH_ONCE.items():
        assert found[metric]["value"] == pytest.approx(ORACLE[f"ca.{key}"], rel=1e-7), metric


def test_a_figure_carries_what_belongs_beside_it(run):
    found = measures(run(TOY + "F,50,,.1,.1,.1,sec\n", "--json"))["cv"]
    assert found["unit"] == "ratio"
    assert (found["schools"], found["pupils"]) == (5, 1_000)
    assert found["dropped"] == [{"unit": "F", "why": "no spending per pupil"}]
    assert found["reference"] == 0.1
    assert found["reference_standing"] == "textbook threshold"
    assert "divisor N" in found["convention"]


def test_on_a_terminal(run):
    shown = run(TOY.replace(".20,.02", "*,.02"))
    assert shown.exit_code == 0, shown.output
    assert "frl_share hides 1 figure, which is missing: * (1)" in shown.output
    assert "Coefficient of variation" in shown.output
    assert "0.1800" in shown.output
    assert "All units: 5 schools, 1,000 pupils" in shown.output
    assert "elem: 3 schools" in shown.output
    assert "no figures: fewer than 5 schools" in shown.output
    assert "no pass mark" in shown.output


def test_problems_stand_above_the_figures(run):
    shown = run(TOY + "E,10,9000,.1,.1,.1,sec\nG,ten,9000,.1,.1,.1,sec\n")
    assert "problem: row 7, column unit ('E'): stands in row 6 too" in shown.output
    assert "problem: row 8, column pupils ('ten'): not a number" in shown.output


def test_weights_and_counting_may_be_chosen(run):
    plain = measures(run(TOY, "--json"))["weighted_pupils"]["value"]
    assert plain == pytest.approx(ORACLE["toy.weighted_pupils"])
    none = measures(
        run(TOY, "--json", "--weight", "frl=0", "--weight", "ell=0", "--weight", "sped=0")
    )
    assert none["weighted_pupils"]["value"] == pytest.approx(1_000)
    assert measures(run(TOY, "--json", "--once"))["weighted_pupils"]["value"] < plain


def test_a_workbook_reads_the_same(tmp_path):
    path = tmp_path / "table.xlsx"
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(csv.reader(io.StringIO(TOY))):
        sheet.write_row(number, 0, row)
    book.close()
    found = measures(CliRunner().invoke(cli, ["equity", str(path), "--json"]))
    assert found["gini"]["value"] == pytest.approx(ORACLE["toy.gini_pupil"], rel=1e-9)


@pytest.mark.parametrize(("words", "message"), [
    (("--weight", "poverty=1"), "'poverty' is none of: frl, ell, sped"),
    (("--weight", "frl=much"), "'much' is not a number"),
    (("--weight", "frl=-1"), "lies between 0 and 10"),
    (("--weight", "frl"), "takes NAME=VALUE"),
    (("--column", "size=pupils"), "'size' is none of"),
    (("--column", "pupils=Heads"), "there is no such heading"),
])  # fmt: skip
def test_words_that_cannot_be_followed(run, words, message):
    shown = run(TOY, *words)
    assert shown.exit_code != 0
    assert message in shown.output


@pytest.mark.parametrize(("text", "message"), [
    ("", "the file is empty"),
    ("unit,pupils\nA,1\n", "no heading for spending_per_pupil"),
    ("unit,pupils,ppe\n", "there is no row of a school"),
])  # fmt: skip
def test_a_file_that_is_no_table_ends_with_one_line(run, text, message):
    shown = run(text)
    assert shown.exit_code == 1
    assert message in shown.output
    assert "Traceback" not in shown.output
