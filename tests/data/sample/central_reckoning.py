"""Central cost of Cedar Valley reckoned a second time: plain Python over the canonical tables.

Nothing of the serving file, the settings or the code that shares pools is used: classes, drivers
and rounding are written out here from the district's description.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction

import duckdb

DEPARTMENTS = {"901", "910", "915"}
POOLS = {
    ("940", "8200"): "square_feet", ("940", "8100"): "square_feet", ("925", "1180"): "sped",
    ("925", "3150"): "sped", ("930", "3600"): "riders", ("920", "2110"): "enrollment",
    ("950", "3700"): "meals_served", ("955", "3130"): "frl", ("945", "7700"): "staff",
    ("999", "1000"): "teachers",
}  # fmt: skip
COUNT_DAY = {2025: date(2024, 10, 2), 2026: date(2025, 10, 1), 2027: date(2026, 10, 7)}
SMALLEST = 10


def reckoned(tables, schools, year, bounds):
    """(school, part, source, nature) -> cents, and the sums of what no school gets.

    `bounds` are counts (school, group, year) that readers do not see: the bound they see instead
    drives the share, and none where there is none.
    """
    con = duckdb.connect()
    own, pools = defaultdict(int), defaultdict(int)
    rest = {"central_office": 0, "excluded": 0}
    for location, fund, function, obj, federal, cents in _spending(con, tables, year):
        cell = ("federal" if federal else "state_local", obj < "4")
        if obj == "7610" or fund in ("400", "500"):
            rest["excluded"] += cents
        elif location in schools:
            own[location, "site", *cell] += cents
        elif location in DEPARTMENTS:
            rest["central_office"] += cents
        else:
            pools[(location, function), fund, *cell] += cents
    for (pool, _, source, personnel), cents in pools.items():
        drivers = _drivers(con, tables, POOLS[pool], schools, year, bounds)
        for school, part in _shared(cents, drivers).items():
            own[school, "central", source, personnel] += part
    return dict(own), rest


def _spending(con, tables, year):
    def read(name):
        return f"read_parquet('{tables}/{name}/**/*.parquet', hive_partitioning = false)"

    codes = defaultdict(dict)
    for account, segment, code in con.execute(
        f"select account_id, segment, code from {read('account_segment')}"
        f" where fiscal_year = {year}"
    ).fetchall():
        codes[account][segment] = code
    told = con.execute(
        f"select account_id, location_id, is_federal from {read('account')}"
        f" where fiscal_year = {year} and kind = 'expenditure'"
    ).fetchall()
    place = {account: (location, federal) for account, location, federal in told}
    sums = defaultdict(int)
    for account, amount in con.execute(
        f"select account_id, amount from {read('ledger_line')} where fiscal_year = {year}"
    ).fetchall():
        sums[account] += int(amount * 100)
    for account, cents in sums.items():
        if account in place:
            location, federal = place[account]
            one = codes[account]
            yield location, one["fund"], one["function"], one["object"], federal, cents


def _drivers(con, tables, driver, schools, year, bounds):
    if driver in ("staff", "teachers"):
        found = defaultdict(Fraction)
        for place, group, fte, first, last, state in con.execute(
            "select location_id, job_group, fte, start_date, end_date, status from "
            f"read_parquet('{tables}/position/**/*.parquet', hive_partitioning = false) "
            f"where fiscal_year = {year}"
        ).fetchall():
            day = COUNT_DAY[year]
            runs = (first is None or first <= day) and (last is None or last >= day)
            wanted = driver == "staff" or group == "certificated"
            if place in schools and state == "filled" and runs and wanted:
                found[place] += Fraction(fte)
        return found
    at = year - 2025
    key = {"enrollment": "pupils", "meals_served": "meals"}.get(driver, driver)
    values = {code: school[key] for code, school in schools.items()}
    counts = {code: v if isinstance(v, int) else v[at] for code, v in values.items()}
    people = driver in ("enrollment", "sped", "frl", "riders")
    seen = {code: bounds.get((code, driver, year), n) for code, n in counts.items()}
    told = {code: Fraction(n) for code, n in seen.items() if n is not None}
    return {code: n for code, n in told.items() if not people or n >= SMALLEST}


def _shared(cents, drivers):
    whole = sum(drivers.values())
    exact = {school: cents * value / whole for school, value in drivers.items()}
    parts = {school: int(value // 1) for school, value in exact.items()}
    ranked = sorted(drivers, key=lambda school: (parts[school] - exact[school], school))
    for school in ranked[: cents - sum(parts.values())]:
        parts[school] += 1
    return parts
