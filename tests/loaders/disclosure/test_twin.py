"""Two districts that differ in withheld counts alone have the same serving file.

Pages, exports and documents ask nothing but the serving file: what does not reach it cannot leak,
by whatever arithmetic. The twin is as far from the truth as the published sums allow; it stands
for what a reader must hold possible.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import pytest
from scipy.optimize import linprog

from loaders.disclosure import facts as disclosure
from tests.loaders.disclosure.test_facts import (
    GRADES,
    MINIMUM,
    YEAR,
    counts,
    equations,
    fact,
    load,
    places,
)
from tests.loaders.staged import chart, joined, ledger

SCHOOLS = 10
SITE, CENTRAL = "01-11-4300-{}", "01-31-5800-900"
ANY = [{"field": "account_type", "operator": "is", "value": "expenditure"}]
SETTINGS = {
    "expense_classes": [
        {"code": "site", "name": "Site", "class": "allocated", "scopes": ANY},
        {"code": "central", "name": "Central", "class": "attributable", "scopes": ANY},
    ],
    "attribution": [
        {
            "code": "m",
            "name": "Method",
            "rules": [
                {"code": "all", "name": "All", "driver": "enrollment", "group": "ell",
                 "scopes": ANY}
            ],
        }
    ],
}  # fmt: skip


def twin_of(truth, held, levels):
    """Counts with the same sums, in which a small one is as large as can be, to whole pupils."""
    keys = sorted(held)
    place = {key: at for at, key in enumerate(keys)}
    matrix, known = [], []
    for members, whole, _ in equations(truth, levels):
        line = np.zeros(len(keys))
        for key, sign in [*((m, 1) for m in members), *([(whole, -1)] if whole else [])]:
            if key in place:
                line[place[key]] += sign
        matrix.append(line)
        known.append(line @ [truth[key] for key in keys])
    small = [key for key in keys if truth[key] < MINIMUM and key[2] != "all"]
    goal = np.zeros(len(keys))
    goal[[place[key] for key in small]] = -1
    most = [(0, truth[key[0], key[1], "all"]) for key in keys]
    found = linprog(goal, A_eq=matrix, b_eq=known, bounds=most, integrality=np.ones(len(keys)))
    return truth | {key: round(float(n)) for key, n in zip(keys, found.x, strict=True)}


def built(folder, schools, truth):
    """The serving file of a district with these pupils."""
    money = [SITE.format(school["location_id"]) for school in schools] + [CENTRAL]
    rows = joined(
        chart(*((YEAR, display) for display in money)),
        {"ledger_line": [ledger(YEAR, display, "1000.00", at) for at, display in enumerate(money)]},
    )
    facts = [fact(p, n, grade=g, group=k) for (p, g, k), n in truth.items()]
    con = load(folder, schools, facts, SETTINGS, rows)
    con.close()
    [path] = folder.glob("snapshots/*/serving.duckdb")
    return path


def differing(one, other):
    """Names of the tables that are not the same in both files."""
    with duckdb.connect() as con:
        con.execute(f"attach '{one}' as a (read_only)")
        con.execute(f"attach '{other}' as b (read_only)")
        names = con.execute(
            "select table_name from duckdb_tables() where database_name = 'a'"
        ).fetchall()
        return {
            name
            for (name,) in names
            if con.execute(
                f"(from a.{name} except all from b.{name}) union all "
                f"(from b.{name} except all from a.{name})"
            ).fetchall()
        }


@dataclass
class World:
    """The true district, what of it is withheld, and its serving file."""

    schools: list
    truth: dict
    path: Path
    held: set
    shares: tuple


@pytest.fixture(scope="module")
def world(tmp_path_factory):
    """Its load decides what is withheld; the loads of its twins withhold the same."""
    kept, decide = [], disclosure.protect

    def protect(*given):
        kept[:] = kept or [decide(*given)]
        return kept[0]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disclosure, "protect", protect)
        schools = places(SCHOOLS)
        few = {("103", grade, "ell"): 2 for grade in GRADES} | {("103", "all", "ell"): 8}
        truth = counts(schools, 7) | few
        path = built(tmp_path_factory.mktemp("true"), schools, truth)
        with duckdb.connect(str(path), read_only=True) as con:
            held = con.execute(
                "select location_id, grade, group_code from fct_school "
                "join dim_location using (location_key) where status = 'suppressed'"
            ).fetchall()
            shares = con.execute("select count(*), count(share) from pool_driver").fetchone()
        yield World(schools, truth, path, set(held), shares)


def test_nothing_in_the_serving_file_depends_on_a_withheld_count(world, tmp_path):
    levels = {school["location_id"]: school["level"] for school in world.schools}
    twin = twin_of(world.truth, world.held, levels)
    changed = {key for key, n in world.truth.items() if n != twin[key]}
    print(  # noqa: T201 - what was compared is the evidence
        f"{len(world.held)} of {len(world.truth)} counts withheld, {len(changed)} differ; "
        f"schools and shares of the pool: {world.shares}"
    )
    assert len(changed) > len(world.held) / 3
    assert 0 < world.shares[1] < world.shares[0] == SCHOOLS
    assert differing(world.path, built(tmp_path, world.schools, twin)) == set()


def test_the_comparison_sees_a_count_that_is_shown(world, tmp_path):
    shown = next(k for k in world.truth if k[1:] == ("all", "ell") and k not in world.held)
    twin = world.truth | {shown: world.truth[shown] + 1}
    found = differing(world.path, built(tmp_path, world.schools, twin))
    assert found == {"fct_school", "pool_driver", "pool_share"}
