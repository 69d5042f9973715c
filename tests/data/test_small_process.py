"""What keeps a web process small: no pandas, and answers that hold no more than their own rows."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from config import ROOT, Settings
from data.balances import account_status
from data.warehouse import Warehouse

_ASKING = """
import sys, datetime, decimal
from data.small_process import stay_small
stay_small()
import duckdb, numpy as np, pyarrow as pa
given = {"a": 1, "b": "x", "c": [1.5, None], "d": datetime.date(2026, 7, 1),
         "e": decimal.Decimal("0.07")}
with duckdb.connect() as connection:
    connection.register("chosen", {"account_key": np.arange(3, dtype=np.int32)})
    asked = "select $a, $b, $c, $d, $e, (select sum(account_key) from chosen)"
    print(connection.execute(asked, given).fetchone() == (*given.values(), 3))
print(pa.array([None, 2]).fill_null(0).to_pylist() == [0, 2], "pandas" in sys.modules)
import pandas as pd
print(pd.DataFrame({"a": [1]}).shape)
"""


def test_values_pass_without_pandas_which_can_still_be_had_afterwards():
    done = subprocess.run(
        [sys.executable, "-c", _ASKING], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split("\n")[:-1] == ["True", "True False", "(1, 1)"]


def test_small_answers_that_are_kept_reserve_no_more_than_they_hold(published, whole):
    warehouse = Warehouse(Settings(var=published))
    before = 0.0
    for number in range(350):
        before = before if number > 50 else _reserved_mb()
        assert account_status(warehouse, whole, fiscal_year=2025, limit=1 + number).num_rows
    # A whole batch of each would reserve a hundred megabytes or more.
    grown = _reserved_mb() - before
    assert grown < 30


def _reserved_mb() -> float:
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return int(next(line for line in lines if line.startswith("VmData")).split()[1]) / 1024


_FREED = """
import duckdb
from data.small_process import give_back_freed
connection = duckdb.connect(config={"threads": 1})
connection.execute("set enable_progress_bar = false")
connection.execute("select count(distinct i * 7919) from range(6000000) t(i)").fetchall()
def resident():
    return int(open("/proc/self/statm").read().split()[1]) * 4096 / 1e6
# The highest so far: on a busy machine a second has passed, after which it goes back by itself.
[peak] = [int(line.split()[1]) / 1e3 for line in open("/proc/self/status") if line[:5] == "VmHWM"]
give_back_freed()
print(peak - resident() > 50)
"""


def test_what_a_large_question_freed_goes_back():
    done = subprocess.run(
        [sys.executable, "-c", _FREED], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "True\n"
