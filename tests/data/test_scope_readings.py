"""Ten thousand random scopes over the accounts of a real district: every reading agrees.

Three readings are held together: the predicate in SQL, the compiled tests over the codes in
memory, and a plain reading of the rules written here, which knows nothing of the other two.
"""

from __future__ import annotations

import fnmatch
import random
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pytest

from data.account_table import account_table
from data.scope import Operator, ScopeLine, scope_predicate
from data.serving_schema import SERVING

ROOT = Path(__file__).resolve().parents[2]
LEDGER = ROOT / "data" / "sample" / "oakland" / "ledger" / "account_lines_fy2024.csv.gz"
PARTS = ("Fund", "Resource", "Site", "Object", "Function")
ROLES = {"Fund": "fund", "Resource": "project", "Site": "location", "Object": "object",
         "Function": "function"}  # fmt: skip
TABLES = ("dim_account", "dim_account_segment", "dim_segment_value")
SHARDS, ACCOUNTS, SCOPES = 20, 250, 500
WHOLE = 60


@pytest.fixture(scope="module")
def accounts():
    """Every distinct account of a year: its five codes, as the district writes them."""
    con = duckdb.connect()
    columns = ", ".join(f'"{part}"' for part in PARTS)
    text = f"select distinct {columns} from read_csv($file, all_varchar = true) order by all"
    return con.execute(text, {"file": str(LEDGER)}).fetchall()


class Shard:
    """Some accounts in a serving file of their own, in memory."""

    def __init__(self, accounts, revenue):
        self.accounts = accounts
        self.kinds = ["revenue" if number in revenue else "expenditure"
                      for number in range(len(accounts))]  # fmt: skip
        self.con = duckdb.connect(config={"threads": 1})
        for name in TABLES:
            self.con.execute(f"create table {name} ({SERVING[name].ddl()})")
        self._fill()
        # Planning is most of the work over so few accounts; what is found is the same.
        self.con.execute("pragma disable_optimizer" if len(accounts) < 1_000 else "select 1")
        self.table = account_table(self._ask)

    def sql(self, scope):
        predicate, parameters = scope_predicate(scope)
        found = self.con.execute(
            f"select account_key from dim_account a where {predicate}",
            parameters,
        ).fetchnumpy()["account_key"]
        mask = np.zeros(len(self.accounts), dtype=bool)
        mask[found] = True
        return mask

    def plain(self, scope):
        pairs = zip(self.accounts, self.kinds, strict=True)
        return np.array([plainly(scope, codes, kind) for codes, kind in pairs])

    def _ask(self, name):
        text = (ROOT / "data" / "sql" / f"{name}.sql").read_text("utf-8")
        return self.con.execute(text).to_arrow_table()

    def _fill(self):
        numbers = range(len(self.accounts))
        self.con.register("made", pa.table({
            "account_key": pa.array(numbers, pa.int32()),
            "kind": self.kinds,
            "display": ["-".join(codes) for codes in self.accounts],
        }))  # fmt: skip
        self.con.execute(
            "insert into dim_account by name "
            "select *, 2024 as fiscal_year, 0 as location_key from made"
        )
        pairs = [
            (number, part, code)
            for number in numbers
            for part, code in zip(PARTS, self.accounts[number], strict=True)
            if code
        ]
        self.con.register("parts", pa.table(
            dict(zip(("account_key", "segment", "code"), zip(*pairs, strict=True), strict=True))
        ))  # fmt: skip
        self.con.execute("insert into dim_account_segment select * from parts")
        self.con.register("roles", pa.table({"segment": list(ROLES), "role": list(ROLES.values())}))
        self.con.execute(
            "insert into dim_segment_value select distinct 2024, segment, role, code, code "
            "from parts join roles using (segment)"
        )


def plainly(scope, codes, kind):
    """The rules as they are written: by field any positive and every negative line."""
    fields = dict(zip(PARTS, codes, strict=True))
    fields |= {ROLES[part]: code for part, code in fields.items()}
    known = {name.lower(): code for name, code in fields.items()}
    known |= {"account": "-".join(codes), "account_type": kind}
    for field in {line.field for line in scope}:
        own = [line for line in scope if line.field == field]
        hits = [(line, field in known and holds(line, known[field].lower())) for line in own]
        positive = [hit for line, hit in hits if " not" not in f" {line.operator}"]
        negative = [hit for line, hit in hits if " not" in f" {line.operator}"]
        if (positive and not any(positive)) or any(negative):
            return False
    return bool(scope)


def holds(line, code):
    word, value = (
        str(line.operator).replace("does not ", "").replace("not ", ""),
        line.value.lower(),
    )
    word = word.replace("is not", "is")
    if word == "between":
        low, high = value.split("-")
        if low.isdigit() and high.isdigit():
            return code.isdigit() and int(low) <= int(code) <= int(high)
        return low <= code <= high
    if word in ("match", "matches"):
        return fnmatch.fnmatchcase(code, value.replace("[", "[[]"))
    if word.startswith("start"):
        return code[: len(value)] == value
    if word.startswith("end"):
        return code[-len(value) :] == value
    return code == value


def random_line(dice, accounts):
    """A line about one of the accounts or near it, so that most scopes choose some of them."""
    field = dice.choice([*PARTS, "location", "project", "account", "account type", "Grant"])
    codes = dice.choice(accounts)
    by_role = {ROLES[part]: part for part in PARTS}
    part = by_role.get(field, field)
    code = codes[PARTS.index(part)] if part in PARTS else "-".join(codes)
    code = code or "0"
    if field == "account type":
        return ScopeLine(
            field, dice.choice(["is", "is not"]), dice.choice(["Revenue", "expenditure"])
        )
    operator = dice.choice([one for one in Operator if "-" not in code or
                            one.positive is not Operator.BETWEEN])  # fmt: skip
    values = {
        Operator.IS: code,
        Operator.BETWEEN: _between(dice, code),
        Operator.STARTS_WITH: code[: dice.randint(1, 3)],
        Operator.ENDS_WITH: code[-dice.randint(1, 3) :],
        Operator.MATCHES: f"{code[:1]}{dice.choice(['*', '?*', '??', '*' + code[-1:]])}",
    }
    return ScopeLine(field, operator, values[operator.positive])


def _between(dice, code):
    if dice.random() < 0.2:
        return f"{code}-z"
    low = max(0, int(code) - dice.randint(0, 400)) if code.isdigit() else 0
    return f"{low:0{dice.randint(1, 4)}d}-{low + dice.randint(0, 900)}"


def random_scope(dice, accounts):
    return [random_line(dice, accounts) for _ in range(dice.randint(1, 2))]


@pytest.mark.parametrize("seed", range(SHARDS))
def test_readings_agree_on_ten_thousand_scopes(accounts, seed):
    dice = random.Random(seed)  # noqa: S311
    chosen = dice.sample(accounts, ACCOUNTS)
    shard = Shard(chosen, set(dice.sample(range(ACCOUNTS), 40)))
    some = 0
    for number in range(SCOPES):
        scope = random_scope(dice, chosen)
        mask = shard.table.chosen(scope)
        assert np.array_equal(mask, shard.sql(scope)), scope
        some += 0 < mask.sum() < ACCOUNTS
        if number % 20 == 0:
            assert np.array_equal(mask, shard.plain(scope)), scope
    assert some > SCOPES / 2


def test_readings_agree_over_every_account_of_the_year(accounts):
    dice = random.Random(99)  # noqa: S311
    shard = Shard(accounts, set(dice.sample(range(len(accounts)), 5_000)))
    for _ in range(WHOLE):
        scope = random_scope(dice, accounts)
        assert np.array_equal(shard.table.chosen(scope), shard.sql(scope)), scope
