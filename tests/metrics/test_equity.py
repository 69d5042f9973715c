"""All statistics of a table in one call: what they cover, what they refuse, how long they take."""

from __future__ import annotations

import re
import time

import numpy as np
import pytest

from metrics.definitions import rules
from metrics.equity import FamilyId, UnitTable, Weighting, statistics
from metrics.measure import METRICS
from metrics.regression import Pattern
from metrics.vertical.need import NeedWeights
from tests.metrics.conftest import cases

TOY = cases("equity")["toy"]


def toy(**changes):
    columns = {"frl_share": TOY["frl"], "group": ["elem", "elem", "elem", "sec", "sec"]} | changes
    return UnitTable.of(list("ABCDE"), TOY["n"], TOY["x"], **columns)


def large(count, seed=1):
    rng = np.random.default_rng(seed)
    return UnitTable.of(
        [str(i) for i in range(count)],
        rng.integers(50, 2_000, count),
        rng.normal(12_000, 2_000, count),
        frl_share=rng.random(count),
        ell_share=rng.random(count),
        sped_share=rng.random(count),
        wealth=rng.random(count) * 1e5 + 1,
        outcome=rng.normal(0, 1, count),
        group=rng.choice(["elementary", "middle", "high", "k12", "other"], count).tolist(),
    )


def test_five_schools_get_what_their_columns_allow():
    found = statistics(toy())
    assert found.overall.measures["cv"].value == pytest.approx(0.17998852856923503, rel=1e-9)
    assert found.overall.measures["progressivity_ratio"].value == pytest.approx(1.174611, rel=1e-6)
    assert found.overall.measures["theil_between_share"].value == pytest.approx(0.673, abs=5e-4)
    assert "needs at least 10" in found.overall.measures["slope"].reason
    assert found.overall.pattern is Pattern.TOO_FEW
    assert [group.group for group in found.groups] == ["elem", "sec"]
    assert "at least 5 schools; 3" in found.group("elem").measures["gini"].reason
    assert "wealth_elasticity" not in found.overall.measures
    assert next(family.id for family in found.overall.families) is FamilyId.HORIZONTAL


def test_every_figure_of_a_whole_table_is_in_the_registry():
    measures = statistics(large(300)).overall.measures
    assert set(measures) <= set(METRICS)
    assert all(measure.value is not None for measure in measures.values())
    families = {str(family) for family in FamilyId}
    mentioned = {one.id for one in METRICS.values() if one.family in families}
    of_units = {"spending_difference", "outcome_difference", "outcome_shrunk", "lorenz"}
    elsewhere = {one.id for one in rules.METRICS} - of_units
    assert mentioned - elsewhere - of_units - {"implicit_joint"} == set(measures)


def test_schools_left_out_are_named_with_the_reason():
    n, x = [*TOY["n"], 0, 50, None], [*TOY["x"], 9_000, None, 8_000]
    table = UnitTable.of(list("ABCDEFGH"), n, x, frl_share=[*TOY["frl"], 0.1, 0.2, 0.3])
    found = statistics(table).overall.measures["gini"]
    assert found.dropped == (5, 6, 7)
    assert found.dropped_why == ("no enrollment", "no spending per pupil", "no enrollment")
    assert found.why_dropped == {"no enrollment": 2, "no spending per pupil": 1}
    assert (found.schools, found.pupils) == (5, 1_000)


def test_a_share_that_is_missing_drops_the_school_from_progressivity_alone():
    found = statistics(toy(frl_share=[0.2, 0.3, None, 0.6, 0.9])).overall.measures
    assert found["gini"].schools == 5
    assert found["progressivity_ratio"].schools == 4
    assert found["progressivity_ratio"].dropped_why == ("no share of low-income pupils",)


def test_each_school_may_count_once():
    found = statistics(toy(), weighting=Weighting.EACH).overall.measures
    assert found["gini"].value == pytest.approx(0.1076923077, rel=1e-9)
    assert found["gini"].pupils == 1_000


def test_the_equity_factor_covers_the_units_that_enter():
    table = UnitTable.of(
        list("ABCDEFGH"), [201, 300, 400, 500, 600, 200, 150, 900], [9_000 + n for n in range(8)],
        frl_share=[0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.5, None],
    )  # fmt: skip
    found = statistics(table).overall.measures["equity_factor"]
    assert found.value is not None
    assert (found.schools, found.pupils) == (5, 2_001)
    assert found.dropped == (5, 6, 7)
    assert found.why_dropped == {"200 pupils or fewer": 2, "no share of low-income pupils": 1}


# What is said of pupils under either weighting.
_SAID_OF_PUPILS = re.compile(
    r"per (need-weighted |weighted )?pupil|(low-income|poor|other|need-weighted|its|kinds? of) "
    r"pupils|pupils with disabilities"
)
_BY_PUPILS_ALWAYS = {
    "weighted_pupils", "per_weighted_pupil", "equity_factor", "implicit_base",
}  # fmt: skip


@pytest.mark.parametrize("field", ["label", "definition", "convention", "formula"])
def test_the_words_of_a_figure_follow_its_weighting(field):
    table = large(300)
    for one in statistics(table, weighting=Weighting.EACH).overall.measures.values():
        text = " ".join(getattr(one.definition, field).split())
        if one.metric not in _BY_PUPILS_ALWAYS:
            assert "pupil" not in _SAID_OF_PUPILS.sub("", text), (one.metric, text)
        assert "where that is chosen" not in text
    for one in statistics(table).overall.measures.values():
        text = getattr(one.definition, field)
        assert "where that is chosen" not in text
        assert "each school once" not in text or one.metric == "spearman"


def test_conventions_say_what_weighs():
    by_pupil, each = (statistics(large(300), weighting=one).overall.measures for one in Weighting)
    said = {
        "formula_within_10": ("schools weighted by pupils; formula dollars by need-weighted",
                              "each school once; formula dollars by need-weighted"),
        "median_pupil": ("inverted distribution, counting pupils", "each school once; of an even"),
        "slope": ("weighted least squares by pupils", "least squares, each school once"),
        "need_cv": ("weighted by need-weighted pupils; the", "each school once, its pupils"),
    }  # fmt: skip
    for metric, starts in said.items():
        for found, start in zip((by_pupil, each), starts, strict=True):
            assert found[metric].convention.startswith(start)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"frl_share": [20, 30, 50, 60, 90]}, "between 0 and 1"),
        ({"wealth": [1, 2]}, "one value a unit"),
        ({"group": ["a"]}, "one value a unit"),
        ({"elevation": [1] * 5}, "unknown columns: elevation"),
    ],
)
def test_tables_that_no_statistic_could_read_are_refused(changes, message):
    with pytest.raises(ValueError, match=message):
        toy(**changes)


@pytest.mark.parametrize("count", [0, 1])
def test_hardly_any_school_gives_reasons_and_no_error(count):
    table = UnitTable.of(["A"][:count], [10.0][:count], [5_000.0][:count], frl_share=[0.5][:count])
    measures = statistics(table).overall.measures
    assert measures["gini"].value is None
    assert measures["gini"].reason


def test_eighteen_hundred_schools_take_a_moment():
    table = large(1_800)
    statistics(table)
    spent = []
    for _ in range(3):
        before = time.process_time()
        statistics(table)
        spent.append(time.process_time() - before)
    assert min(spent) < 0.15


def test_no_extra_weight_is_said_in_words():
    assert NeedWeights(()).text == "none"
