"""Classes, one pool and its shares of the small district, written out in plain Python."""

from __future__ import annotations

from typing import Any

# Schools that share the business office, by pupils; Coral Point (8 pupils) takes no share.
SHARERS = {"101": 200, "102": 310, "201": 450}
METHODS = (("all", "By pupils"), ("plain", "The same for every school"))


def add_attribution(made: Any, places: list[tuple]) -> None:
    """Add the tables of attribution to a sample."""
    rules = (
        ("transfers", "Transfers", "excluded"),
        ("capital", "Building fund", "excluded"),
        ("site", "At the school", "allocated"),
        ("shared", "Shared", "attributable"),
    )
    for sort, (code, name, kind) in enumerate(rules):
        made.add("expense_class", rule_code=code, name=name, expense_class=kind, sort=sort)
    for sort, (code, name) in enumerate(METHODS):
        made.add("attribution_set", set_code=code, name=name, description=f"{name}.",
                 spreads_central_office=False, sort=sort)  # fmt: skip
        made.add("attribution_pool", set_code=code, pool_code="office", name="Business office",
                 driver="enrollment" if code == "all" else "equal",
                 driver_label="pupils" if code == "all" else "equal parts",
                 schools_label="all schools", source="Cabinet", sort=0)  # fmt: skip
    _rows(made, places)


def _rows(made: Any, places: list[tuple]) -> None:
    """Every account in its class and pool, and the cubes over them."""
    balances = {row["account_key"]: row for row in made.rows("balances")}
    classes: dict[tuple, dict] = {}
    pools: dict[tuple, dict] = {}
    for account in made.rows("dim_account"):
        if account["kind"] != "expenditure":
            continue
        kind, rule = _class(account, places)
        same = {name: account[name] for name in ("account_key", "fiscal_year", "location_key")}
        made.add("account_class", **same, rule_code=rule, expense_class=kind)
        if account["account_key"] not in balances:
            continue
        part = {"fund_code": account["fund_code"], "fund_source": account["fund_source"],
                "is_personnel": account["spend_class"] in ("salary", "benefit")}  # fmt: skip
        key = (account["fiscal_year"], account["location_key"], kind, rule, *part.values())
        head = {"fiscal_year": account["fiscal_year"], "location_key": account["location_key"],
                "expense_class": kind, "rule_code": rule, **part}  # fmt: skip
        _count(classes.setdefault(key, head), balances[account["account_key"]])
        if kind == "attributable":
            for method, _ in METHODS:
                made.add("account_pool", set_code=method, **same, pool_code="office")
                head = {"set_code": method, "pool_code": "office", "expense_class": kind,
                        "fiscal_year": account["fiscal_year"], **part, "reason": ""}  # fmt: skip
                key = (method, account["fiscal_year"], *part.values())
                _count(pools.setdefault(key, head), balances[account["account_key"]])
    for row in classes.values():
        made.add("cube_class", **row)
    for row in pools.values():
        made.add("cube_pool", **row)
        _share(made, row, places)
    for year in sorted({row["fiscal_year"] for row in pools.values()}):
        _drivers(made, year, places)


def _class(account: dict, places: list[tuple]) -> tuple[str, str]:
    kind = places[account["location_key"]][2]
    if account["is_transfer"]:
        return "excluded", "transfers"
    if account["fund_code"] == "35":
        return "excluded", "capital"
    if kind == "school":
        return "allocated", "site"
    return ("attributable", "shared") if kind == "department" else ("unclassified", "")


def _count(row: dict, balance: dict) -> None:
    row["account_count"] = row.get("account_count", 0) + 1
    for name in ("budget_cents", "spent_cents"):
        row[name] = row.get(name, 0) + balance[name]


def split(cents: int, weights: dict[str, int]) -> dict[str, int]:
    """Cents by weight; what rounding leaves goes to the largest remainders."""
    whole, size = sum(weights.values()), abs(cents)
    parts = {code: size * weight // whole for code, weight in weights.items()}
    order = sorted(weights, key=lambda code: (-(size * weights[code] % whole), code))
    for code in order[: size - sum(parts.values())]:
        parts[code] += 1
    return {code: part if cents >= 0 else -part for code, part in parts.items()}


def _weights(method: str) -> dict[str, int]:
    return SHARERS if method == "all" else dict.fromkeys(SHARERS, 1)


def _share(made: Any, row: dict, places: list[tuple]) -> None:
    keys = {code: key for key, (code, *_) in enumerate(places)}
    weights = _weights(row["set_code"])
    budget, spent = (split(row[name], weights) for name in ("budget_cents", "spent_cents"))
    names = ("set_code", "pool_code", "fiscal_year", "fund_code", "fund_source", "is_personnel")
    for code in weights:
        made.add("pool_share", **{name: row[name] for name in names}, location_key=keys[code],
                 budget_cents=budget[code], spent_cents=spent[code])  # fmt: skip


def _drivers(made: Any, year: int, places: list[tuple]) -> None:
    for method, _ in METHODS:
        weights = _weights(method)
        for key, (code, _, kind, _) in enumerate(places):
            if kind == "school" and code in {*SHARERS, "103"}:
                weight = weights.get(code)
                made.add(
                    "pool_driver", set_code=method, pool_code="office", fiscal_year=year,
                    location_key=key, value=weight,
                    share=None if weight is None else weight / sum(weights.values()),
                    reason="" if weight else "withheld: fewer than 10",
                )  # fmt: skip
