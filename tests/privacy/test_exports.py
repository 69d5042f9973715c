"""No small group of pupils of the demonstration can be reckoned from everything it exports."""

from __future__ import annotations

from collections import defaultdict
from copy import deepcopy

import duckdb
import pytest

from access.scope import Scope
from data.read_models import READ_MODELS, Kind
from tests.privacy.conftest import DISTRICT
from tests.privacy.exported import questions, rows_of, taken
from tests.privacy.intruder import COUNTS, RATES, SHARES, Intruder, number, reach

YEARS, MINIMUM, SLACK = (2025, 2026, 2027), 10, 1e-6
READER = Scope.whole(DISTRICT, sees_compensation=True)
GROUPS = {"all": "pupils", "frl": "frl", "ell": "ell", "sped": "sped"}

# Figures that no pupil stands behind: money and staff of places, lines of files, places on a map.
NO_PUPILS = {
    "account_count", "account_lines", "federal_fte", "filled_count", "filled_fte", "frozen_fte",
    "fte", "latitude", "longitude", "position_count", "prior_years", "source_row", "staff",
    "state_local_fte", "vacant_fte",
}  # fmt: skip
# Figures over many schools, or ranks of figures that are shown.
OVER_SCHOOLS = {
    "attribution-methods": {"schools", "pupils", "cv"},
    "equity-measures": {"value", "low", "high", "schools", "pupils", "left_out", "reference"},
    "equity-fifths": {"fifth", "pupils", "schools", "frl_share", "per_pupil_usd"},
    "equity-curves": {"pupil_share", "dollar_share"},
    "per-pupil": {"level_rank", "level_schools"},
    # Children and pupils of all schools whose count is shown.
    "esea-effort": {"pupils", "before_pupils", "effort_ratio", "per_pupil_ratio", "cut_share"},
    "idea-effort": {"children"},
    "comparability": {"average", "lowest", "highest"},
    "school-comparison": {"peers_value", "peers_count", "district_value", "district_schools"},
}
# Figures that the intruder reads by other ways than their names.
READ = {
    "school-facts": {"value", "value_low", "value_high", "denominator"},
    "school-points": {
        "x_value",
        "y_value",
        "size_value",
        "colour_value",
        "x_expected",
        "y_expected",
        "x_reach",
        "y_reach",
        "x_years",
        "y_years",
    },
    "school-map": {"value"},
    "school-comparison": {"value"},
    "central-resources": {"driver_value", "pool_share"},
    # Staff or dollars of the school, and these by its pupils: both stand in `_compared`.
    "comparability": {"amount", "ratio", "average_share", "per_pupil_usd"},
    "formula-gaps": {"index", "weighted_pupils"},
    "equity-schools": {"per_pupil_usd", "central_per_pupil_usd"},
    # Results of groups say nothing of how many stand behind them.
    "program-comparison": {"outcome_value", "second_value"},
}


@pytest.fixture(scope="session")
def levels(demo):
    with duckdb.connect(str(demo.folder / "serving.duckdb"), read_only=True) as con:
        return dict(con.execute("select location_id, level from dim_location").fetchall())


@pytest.fixture(scope="session")
def pupils(demo):
    """The true counts of each year by school, grade and group."""
    found = defaultdict(dict)
    for code, school in demo.truth["schools_by_code"].items():
        for at, year in enumerate(YEARS):
            for group, name in GROUPS.items():
                found[year][code, "all", group] = school[name][at]
    files = demo.folder / "tables" / "school_year_fact" / "*.parquet"
    grades = duckdb.sql(
        "select fiscal_year, location_id, grade, value from read_parquet($files) "
        "where metric = 'enrollment' and grade <> 'all' and group_code = 'all'",
        params={"files": str(files)},
    ).fetchall()
    for year, code, grade, value in grades:
        found[year][code, grade, "all"] = int(value)
    return found


@pytest.fixture(scope="session")
def exports(demo):
    return {year: taken(demo.warehouse, READER, year) for year in YEARS}


@pytest.fixture(scope="session")
def intruders(exports):
    return {year: Intruder().learn(exports[year]) for year in YEARS}


def small(counts):
    """Groups of few pupils, and groups outside of which are few."""
    return {
        (place, grade, group)
        for (place, grade, group), n in counts.items()
        if n < MINIMUM or (group != "all" and counts[place, grade, "all"] - n < MINIMUM)
    }


def withheld(exports):
    """Counts of pupils that the exported facts list without a value."""
    [facts] = [one.rows for one in exports if one.model == "school-facts"]
    return {
        (row["location_id"], row["grade"], row["group_code"])
        for row in facts
        if row["metric"] == "enrollment" and row["status"] == "suppressed"
    }


def given_away(found):
    """Counts that cannot be as large as a shown one, or whose bounds lie too near each other."""
    return {
        count
        for count, (low, high) in found.items()
        if high < MINIMUM - SLACK or high - low < MINIMUM - 1 - SLACK
    }


def unmarked(exports, counts):
    """The same exports with the marks of some counts removed: the facts list their values."""
    changed = deepcopy(exports)
    [facts] = [one.rows for one in changed if one.model == "school-facts"]
    for row in (row for row in facts if row["metric"] == "enrollment"):
        n = counts.get((row["location_id"], row["grade"], row["group_code"]))
        if n is not None:
            row |= {"status": "ok", "value": str(n), "value_low": "", "value_high": ""}
    return changed


@pytest.mark.parametrize("year", YEARS)
def test_no_withheld_count_can_be_reckoned(pupils, levels, exports, intruders, year):
    hidden = withheld(exports[year])
    assert small(pupils[year]) <= hidden
    found = reach(intruders[year], pupils[year], levels, sorted(hidden))
    print(f"{year}: {found}")  # noqa: T201 - the bounds are the evidence
    for count, (low, high) in found.items():
        assert low - SLACK <= pupils[year][count] <= high + SLACK, count
    assert not given_away(found)


@pytest.mark.parametrize("year", YEARS)
def test_every_small_count_is_given_away_once_the_marks_beside_it_are_removed(
    pupils, levels, exports, year
):
    """The audit above can fail: the marks that protect small counts are what holds it up."""
    few = small(pupils[year])
    beside = {count: pupils[year][count] for count in withheld(exports[year]) - few}
    assert beside
    intruder = Intruder().learn(unmarked(exports[year], beside))
    found = reach(intruder, pupils[year], levels, sorted(few))
    assert given_away(found) == few
    # A single small count of a sum stands alone; two in one sum leave less room than one would.
    assert all(high < 2 * MINIMUM - 1 for _, high in found.values()), found


@pytest.mark.parametrize("year", YEARS)
def test_the_intruder_finds_every_count_that_is_shown(pupils, levels, exports, intruders, year):
    """Had it missed a way of reckoning, it would know less than the exports say."""
    hidden, intruder = withheld(exports[year]), intruders[year]
    coded = {c for c in pupils[year] if intruder.high[c] - intruder.low[c] > SLACK} - hidden
    assert len(coded) <= 1
    for count, n in pupils[year].items():
        if count not in hidden | coded:
            assert (intruder.low[count], intruder.high[count]) == pytest.approx((n, n)), count


@pytest.mark.parametrize("year", YEARS)
def test_withheld_figures_say_so_wherever_they_would_stand(exports, year):
    places = {place for place, _, _ in withheld(exports[year])}
    for one in exports[year]:
        for row in (row for row in one.rows if row.get("location_id") in places):
            if one.asked.get("group") == "ell":
                assert (row["group_pupils"], row["cost_per_pupil_usd"]) == ("*", "*")
            if "ell_share" in row:
                assert row["ell_share"] == "*"
            if row.get("measure") == "ell_share":
                assert row["value"] == "*" or row["is_hidden"] == "true"


def by_row(one, row, n, whole):
    """One more figure in a row of the school."""
    if one.model == "per-pupil":
        row["ell_share"] = n / whole
    elif one.model == "program-comparison" and one.asked.get("group") == "ell":
        row["spent_usd"], row["budget_usd"] = "12000.00", "12000.00"
        row["cost_per_pupil_usd"] = f"{12000 / n:.2f}"
    elif one.model == "school-map" and row["measure"] == "ell_share":
        row["value"] = n / whole
    elif one.model == "school-points" and row["x"] == "ell_share":
        row["x_value"] = n / whole


def by_pool(one, place, counts):
    """A pool that follows English learners: the value of one school, the parts of two."""
    told = {row["location_id"]: row for row in one.rows if row["pool_code"] == "social_work"}
    for row in told.values():
        row["driver_label"], row["driver_value"], row["pool_share"] = "English learners", "", ""
    for code in ("101", place) if told else ():
        told[code]["pool_share"] = counts[code, "all", "ell"] / 1000
    if told:
        told["101"]["driver_value"] = counts["101", "all", "ell"]


def leaked(exports, kind, place, counts):
    """The exports with one more figure about English learners of a school."""
    changed = deepcopy(exports)
    for one in changed:
        if one.model == "central-resources" == kind:
            by_pool(one, place, counts)
        elif one.model == kind:
            for row in (row for row in one.rows if row["location_id"] == place):
                by_row(one, row, counts[place, "all", "ell"], counts[place, "all", "all"])
    return changed


KINDS = ("per-pupil", "program-comparison", "school-map", "school-points", "central-resources")


@pytest.mark.parametrize("kind", KINDS)
def test_the_intruder_finds_a_leak_of_each_kind(pupils, levels, exports, kind):
    place, year = "117", 2026
    changed = leaked(exports[year], kind, place, pupils[year])
    found = reach(Intruder().learn(changed), pupils[year], levels, [(place, "all", "ell")])
    [(low, high)] = found.values()
    assert high - low < 1, (low, high)


@pytest.mark.parametrize("form", ["json", "xlsx"])
def test_every_form_withholds_the_same_cells(demo, exports, form):
    for one in exports[2025]:
        rows = rows_of(demo.warehouse, READER, one.model, one.asked, form)
        assert len(rows) == len(one.rows), one.model
        for row, plain in zip(rows, one.rows, strict=True):
            assert {n for n, text in row.items() if text in ("", "*")} == {
                n for n, text in plain.items() if text in ("", "*")
            }, (one.model, one.asked, plain)


def test_sums_over_schools_stand_on_shown_figures_alone(exports):
    """A mean over schools with a withheld one among them would tell it."""
    for year in YEARS:
        of = {one.model: one.rows for one in exports[year] if len(one.asked) == 1}
        compared = [row for row in of["equity-schools"] if row["is_compared"] == "true"]
        for group, name in (("all", ""), ("frl", "frl_share")):
            shown = [row for row in compared if number(row["frl_share"]) is not None]
            expected = sum(float(r["pupils"]) * float(r[name] if name else 1) for r in shown)
            fifths = of["equity-fifths"]
            told = sum(float(r["pupils"]) * float(r[name] if name else 1) for r in fifths)
            assert told == pytest.approx(expected), (year, group)
        [whole] = {r["pupils"] for r in of["equity-measures"] if r["metric"] == "mean_pupil"
                   and not r["level"]}  # fmt: skip
        assert float(whole) == sum(float(row["pupils"]) for row in compared)


def test_every_figure_about_pupils_is_read():
    """A new column says here what stands behind it, and the intruder learns to use it."""
    known = {name for name, _ in questions(2025)} | {"school-facts"}
    for model in READ_MODELS.values():
        numbers = {
            c.name for c in model.columns
            if (c.kind in (Kind.NUMBER, Kind.SHARE, Kind.COUNT) and c.name not in NO_PUPILS)
            or (c.kind is Kind.MONEY and "per_pupil" in c.name)
        }  # fmt: skip
        if model.permission != "evaluate:read" or not numbers:
            continue
        assert model.name in known, f"{model.name}: add it to questions()"
        read = {*COUNTS.get(model.name, ()), *RATES.get(model.name, ()), *SHARES}
        read |= OVER_SCHOOLS.get(model.name, set()) | READ.get(model.name, set())
        if model.name == "per-pupil-report":
            read |= {name for name in numbers if name.endswith("_per_pupil_usd")}
        assert numbers <= read, (model.name, numbers - read)
