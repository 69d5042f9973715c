"""What a load withholds: nothing small can be reckoned from what the serving file still says.

The reader here knows the serving file, the totals of levels and of the district, and linear
programs of its own; the truth is only used to compare.
"""

from __future__ import annotations

import json
from collections import defaultdict
from decimal import Decimal

import numpy as np
import pytest
from scipy.optimize import linprog

from tests.loaders.staged import imported, serving

MINIMUM, YEAR = 10, 2027
GRADES, GROUPS = ("01", "02", "03", "04"), ("all", "ell", "sped")
PUBLIC = {"privacy": {"published": [{"metrics": ["enrollment"], "source": "State agency"}]}}
_ROWS = (
    "select location_id, grade, group_code, value, value_low, value_high, status from fct_school "
    "join dim_location using (location_key) where metric = 'enrollment'"
)


def fact(place, value, *, metric="enrollment", grade="all", group="all", pupils=None):
    return {
        "district_id": "elm", "location_id": place, "fiscal_year": YEAR, "metric": metric,
        "count_type": "october" if metric == "enrollment" else "none", "grade": grade,
        "group_code": group, "value": Decimal(str(value)), "status": "ok", "import_id": "imp-gl",
        "denominator": None if pupils is None else Decimal(pupils), "source_row": 3,
    }  # fmt: skip


def places(count):
    levels = ("elementary", "elementary", "elementary", "middle", "middle")
    return [
        {
            "district_id": "elm", "location_id": f"{100 + at}", "name": f"School {at}",
            "type": "school", "level": levels[at % 5], "import_id": "imp-gl",
        }
        for at in range(count)
    ]  # fmt: skip


def counts(schools, seed):
    """Pupils of each school by grade and group, with the totals over grades."""
    random = np.random.default_rng(seed)
    truth = {}
    for school in schools:
        place = school["location_id"]
        for grade in GRADES:
            everyone = int(random.integers(30, 90))
            ell = int(random.poisson(9))
            sped = int(random.poisson(7))
            for group, n in zip(GROUPS, (everyone, ell, sped), strict=True):
                truth[place, grade, group] = n
                truth[place, "all", group] = truth.get((place, "all", group), 0) + n
    return truth


def district(settings):
    return [{"district_id": "elm", "name": "Elm", "settings": json.dumps(settings)}]


def load(folder, schools, facts, settings=None, *more):
    return serving(
        folder,
        {"location": schools, "school_year_fact": facts, "district": district(settings or {})},
        *more,
    )


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    schools = places(12)
    truth = counts(schools, 5)
    facts = [fact(p, n, grade=g, group=k) for (p, g, k), n in truth.items()]
    rows = load(tmp_path_factory.mktemp("strict"), schools, facts).execute(_ROWS).fetchall()
    levels = {school["location_id"]: school["level"] for school in schools}
    return truth, {row[:3]: row[3:] for row in rows}, levels


def equations(truth, levels):
    """Members and total of every sum that the public knows."""
    known = defaultdict(list)
    for place, grade, group in truth:
        if grade != "all":
            known["grades", place, group].append((place, grade, group))
        known["level", levels[place], grade, group].append((place, grade, group))
    for key, members in known.items():
        whole = (key[1], "all", key[2]) if key[0] == "grades" else None
        yield members, whole, sum(truth[member] for member in members)


def reach(truth, shown, levels, wanted):
    """The least and the most that a withheld count may be, from all sums at once."""
    held = [key for key, row in shown.items() if row[0] is None]
    place = {key: at for at, key in enumerate(held)}
    matrix, known = [], []
    for members, whole, total in equations(truth, levels):
        line, rest = np.zeros(len(held)), 0.0
        for key, sign in [*((member, 1) for member in members), *([(whole, -1)] if whole else [])]:
            if key in place:
                line[place[key]] += sign
            else:
                rest += sign * shown[key][0]
        matrix.append(line)
        known.append((0 if whole else total) - rest)
    limits = [(row[1] or 0, row[2]) for row in (shown[key] for key in held)]
    for key in wanted:
        goal = np.zeros(len(held))
        goal[place[key]] = 1
        ends = []
        for sign in (1, -1):
            found = linprog(sign * goal, A_eq=matrix, b_eq=known, bounds=limits, method="highs")
            ends.append(found.x[place[key]] if found.x is not None else np.inf)
        yield key, *ends


def test_no_small_count_stands_in_the_serving_file(loaded):
    truth, shown, _ = loaded
    small = {key for key, n in truth.items() if n < MINIMUM}
    assert len(small) > 40
    assert all(shown[key] == (None, None, None, "suppressed") for key in small)
    assert all(row[0] in (None, truth[key]) for key, row in shown.items())


def test_small_counts_and_those_beside_them_look_alike(loaded):
    truth, shown, _ = loaded
    beside = [k for k, row in shown.items() if row[3] == "suppressed" and truth[k] >= MINIMUM]
    assert beside
    assert {shown[key] for key in beside} == {(None, None, None, "suppressed")}


def test_no_small_count_can_be_reckoned_from_what_is_shown(loaded):
    truth, shown, levels = loaded
    small = [key for key, n in truth.items() if n < MINIMUM]
    for key, low, high in reach(truth, shown, levels, small):
        assert high >= MINIMUM - 1e-6, key
        assert high - low >= MINIMUM - 1 - 1e-6, key


def test_the_reader_here_would_find_counts_that_only_small_ones_hide(loaded):
    """The same reader, were only small counts withheld: sums give some away, others nearly."""
    truth, _, levels = loaded
    naive = {k: (None if n < MINIMUM else n, None, None, "") for k, n in truth.items()}
    small = [key for key, n in truth.items() if n < MINIMUM]
    ends = list(reach(truth, naive, levels, small))
    found = sum(high - low < 1e-6 for _, low, high in ends)
    nearly = sum(high - low < MINIMUM - 1 or high < MINIMUM for _, low, high in ends)
    assert found >= 2
    assert nearly > found


def test_public_record_is_shown_as_the_state_published_it(tmp_path):
    con = load(tmp_path, places(2), [fact("100", 4), fact("101", 300)], PUBLIC)
    found = {row[0]: row[3:] for row in con.execute(_ROWS).fetchall()}
    assert found == {"100": (4.0, None, None, "ok"), "101": (300.0, None, None, "ok")}


def test_a_group_is_withheld_where_few_pupils_are_outside_it(tmp_path):
    facts = [fact("100", 60), fact("100", 54, group="frl")]
    con = load(tmp_path, places(1), facts)
    assert {row[2]: row[3] for row in con.execute(_ROWS).fetchall()} == {"all": 60.0, "frl": None}


def test_shares_near_an_end_are_bounds_and_shares_of_few_are_withheld(tmp_path):
    settings = {"metrics": [{"code": "suspension", "kind": "outcome", "unit": "percent"}]}
    facts = [
        fact("100", "0.04", metric="suspension", pupils=500),
        fact("101", "0.01", metric="suspension", pupils=500),
        fact("102", "0.20", metric="suspension", pupils=500),
        fact("103", "0.50", metric="suspension", pupils=9),
    ]
    con = load(tmp_path, places(4), facts, settings)
    found = con.execute(
        "select location_id, value, value_low, value_high, denominator, status from fct_school "
        "join dim_location using (location_key) order by 1"
    ).fetchall()
    assert found == [
        ("100", 0.05, 0.0, 0.05, 500.0, "bottom_coded"),
        ("101", None, None, None, None, "suppressed"),
        ("102", 0.2, None, None, 500.0, "ok"),
        ("103", None, None, None, None, "suppressed"),
    ]


def test_dollars_per_pupil_go_with_the_pupils(tmp_path):
    facts = [
        fact("100", 4), fact("101", 80), fact("102", 90),
        *(fact(p, 12000, metric="spending_per_pupil") for p in ("100", "101", "102")),
    ]  # fmt: skip
    con = load(tmp_path, places(3), facts)
    found = con.execute(
        "select location_id, metric, value is null from fct_school join dim_location "
        "using (location_key) order by all"
    ).fetchall()
    hidden = {(place, metric): is_hidden for place, metric, is_hidden in found}
    assert hidden["100", "enrollment"]
    assert hidden["100", "spending_per_pupil"]
    for place in ("101", "102"):
        assert hidden[place, "spending_per_pupil"] == hidden[place, "enrollment"]
    assert not hidden["102", "spending_per_pupil"]


def aside(import_id, row, found, raw):
    return {
        "import_id": import_id, "district_id": "elm", "source_row": row, "column_name": "ELL",
        "reason_code": "VALUE_UNPARSED", "found": found, "message": "Expected a count.",
        "is_warning": False, "raw": raw,
    }  # fmt: skip


def test_rows_of_pupils_that_were_set_aside_keep_no_counts(tmp_path):
    rows = {
        "import_file": [imported("imp-need", "need", "school_facts", 3, "2027")],
        "quarantine_row": [
            aside("imp-need", 2, "4 ?", "101|4 ?|212"),
            aside("imp-need", 3, "none", "102|none|198"),
            aside("imp-gl", 4, "12,3x", "01-11-1100-101|12,3x"),
        ],
    }
    con = load(tmp_path, places(2), [fact("100", 60)], None, rows)
    found = con.execute("select source_row, found, raw from quarantine_row order by 1").fetchall()
    assert found == [(2, None, None), (3, "none", None), (4, "12,3x", "01-11-1100-101|12,3x")]


def test_shares_of_the_district_tell_no_share_that_is_withheld(tmp_path):
    """99 of 1,000 in the district: nine at two schools would follow from those of the others."""
    settings = {"metrics": [{"code": "suspension", "kind": "outcome", "unit": "percent"}]}
    suspended = {"100": 40, "101": 3, "102": 6, "103": 50}
    facts = [
        fact(place, Decimal(n) / 250, metric="suspension", pupils=250)
        for place, n in suspended.items()
    ]
    facts.append(fact("990", "0.099", metric="suspension", pupils=1000))
    home = {"district_id": "elm", "location_id": "990", "name": "Elm", "type": "district"}
    con = load(tmp_path, places(4), facts, settings, {"location": [home]})
    shown = dict(
        con.execute(
            "select location_id, value from fct_school join dim_location using (location_key)"
        ).fetchall()
    )
    hidden = {place for place, value in shown.items() if value is None}
    assert {"101", "102"} < hidden
    assert sum(suspended[place] for place in hidden - {"990"}) >= 2 * MINIMUM
